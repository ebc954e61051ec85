/**
 * What a verified token means: the license, its states in time, and the catalogue of everything
 * that can be wrong.
 */
@NullMarked
package io.tollgate.verifier.license;

import org.jspecify.annotations.NullMarked;
