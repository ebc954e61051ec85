/**
 * What outlives a JVM and is shared by a fleet: a file of its own in {@code state.dir}, or a
 * PostgreSQL database. Opened when it is first asked for something, never on the way to a host's
 * main.
 */
@NullMarked
package io.tollgate.core.store;

import org.jspecify.annotations.NullMarked;
