/** What the operator decided. */
@NullMarked
package io.tollgate.core.settings;

import org.jspecify.annotations.NullMarked;
