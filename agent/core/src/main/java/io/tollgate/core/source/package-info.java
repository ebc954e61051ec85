/** Where tokens come from. */
@NullMarked
package io.tollgate.core.source;

import org.jspecify.annotations.NullMarked;
