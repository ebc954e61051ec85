/**
 * What the JVM and the command line call: the hand-over into the agent's own class loader, and
 * nothing else.
 */
@NullMarked
package io.tollgate.premain;

import org.jspecify.annotations.NullMarked;
