/** The keys a vendor trusts: one key, one algorithm, one identifier. */
@NullMarked
package io.tollgate.verifier.key;

import org.jspecify.annotations.NullMarked;
