/** Measures the agent; nothing here runs in a build, and nothing here ships. */
@NullMarked
package io.tollgate.benchmarks;

import org.jspecify.annotations.NullMarked;
