/** Finds gated methods in class files and puts the call to the gate in front of them. */
@NullMarked
package io.tollgate.core.weave;

import org.jspecify.annotations.NullMarked;
