/** What a gated call costs while licensed. */
@NullMarked
package io.tollgate.benchmarks.gate;

import org.jspecify.annotations.NullMarked;
