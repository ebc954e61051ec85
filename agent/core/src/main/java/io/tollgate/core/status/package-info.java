/** Where things stand, for everything that shows it: endpoints, beans, commands. */
@NullMarked
package io.tollgate.core.status;

import org.jspecify.annotations.NullMarked;
