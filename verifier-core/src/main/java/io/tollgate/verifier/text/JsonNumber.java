package io.tollgate.verifier.text;

/**
 * A JSON number as it was written: what it is worth is for the reader of the claim to say.
 *
 * @param text matches the {@code number} rule of RFC 8259 §6
 */
public record JsonNumber(String text) {}
