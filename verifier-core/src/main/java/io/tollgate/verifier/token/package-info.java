/** The token forms: parse, check one signature, hand the claims on. */
@NullMarked
package io.tollgate.verifier.token;

import org.jspecify.annotations.NullMarked;
