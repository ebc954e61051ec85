/**
 * Bytes in, verdict out: {@link io.tollgate.verifier.Verifier} judges a license token by a vendor's
 * policy.
 */
@NullMarked
package io.tollgate.verifier;

import org.jspecify.annotations.NullMarked;
