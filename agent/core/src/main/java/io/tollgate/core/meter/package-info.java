/** What is counted under the caps of a license. */
@NullMarked
package io.tollgate.core.meter;

import org.jspecify.annotations.NullMarked;
