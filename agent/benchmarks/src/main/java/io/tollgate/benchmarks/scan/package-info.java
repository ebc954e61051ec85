/** What a class that has no gate costs when it is loaded. */
@NullMarked
package io.tollgate.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
