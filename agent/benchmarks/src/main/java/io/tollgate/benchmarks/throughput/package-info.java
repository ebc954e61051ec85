/** How fast licenses are verified in a JVM that is warm, beside other libraries. */
@NullMarked
package io.tollgate.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
