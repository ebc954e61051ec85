/** What is remembered from one start to the next, if there is a folder for it. */
@NullMarked
package io.tollgate.core.state;

import org.jspecify.annotations.NullMarked;
