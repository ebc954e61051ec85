/** The agent's end of the gate in {@code java.lang}. */
@NullMarked
package io.tollgate.core.gate;

import org.jspecify.annotations.NullMarked;
