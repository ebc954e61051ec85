/** What a metered call costs whose key is known. */
@NullMarked
package io.tollgate.benchmarks.meter;

import org.jspecify.annotations.NullMarked;
