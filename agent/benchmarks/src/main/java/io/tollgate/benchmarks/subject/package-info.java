/** What the measured JVMs run; each is packed into a jar of its own. */
@NullMarked
package io.tollgate.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
