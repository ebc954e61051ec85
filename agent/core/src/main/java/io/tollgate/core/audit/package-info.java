/** The audit log: what became of the license, in a file that shows whether it was changed. */
@NullMarked
package io.tollgate.core.audit;

import org.jspecify.annotations.NullMarked;
