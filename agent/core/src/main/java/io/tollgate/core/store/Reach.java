package io.tollgate.core.store;

/**
 * Whether a store is to be had.
 *
 * @param reached whether it did what it was asked for last
 * @param since since when that is so, in ms since the epoch
 */
public record Reach(boolean reached, long since) {}
