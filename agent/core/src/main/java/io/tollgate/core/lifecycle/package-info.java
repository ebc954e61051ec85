/** Which license rules, and where it stands as time goes by. */
@NullMarked
package io.tollgate.core.lifecycle;

import org.jspecify.annotations.NullMarked;
