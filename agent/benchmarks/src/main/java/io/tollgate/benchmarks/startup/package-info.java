/** What a start costs: whole JVMs, run side by side. */
@NullMarked
package io.tollgate.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
