/** Strict readers for the encodings that tokens and keys are written in. */
@NullMarked
package io.tollgate.verifier.text;

import org.jspecify.annotations.NullMarked;
