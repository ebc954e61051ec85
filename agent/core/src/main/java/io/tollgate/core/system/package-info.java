/**
 * Side effects, one small interface each: time, exit, stderr, files, the network, the environment.
 */
@NullMarked
package io.tollgate.core.system;

import org.jspecify.annotations.NullMarked;
