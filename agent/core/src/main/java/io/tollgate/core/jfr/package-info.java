/** What happens to the license, as events of the JDK's flight recorder. */
@NullMarked
package io.tollgate.core.jfr;

import org.jspecify.annotations.NullMarked;
