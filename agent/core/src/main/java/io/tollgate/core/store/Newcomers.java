package io.tollgate.core.store;

/**
 * Keys that were let in since some instant.
 *
 * @param count how many
 * @param first when the first of them was, in ms since the epoch; 0 if there is none
 */
public record Newcomers(long count, long first) {}
