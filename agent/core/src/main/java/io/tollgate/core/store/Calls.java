package io.tollgate.core.store;

/**
 * Calls to be added.
 *
 * @param bucket a length of time by its number; the caller says how long one is
 * @param calls how many
 */
public record Calls(String key, long bucket, long calls) {}
