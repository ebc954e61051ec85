/** What the agent costs, and how fast it is, while a JVM runs. */
@NullMarked
package io.tollgate.benchmarks.running;

import org.jspecify.annotations.NullMarked;
