package io.tollgate.core.meter;

import java.util.OptionalLong;

/**
 * How much of a cap is used.
 *
 * @param used how many keys have a place
 * @param fullAt when there will be no place left if keys go on to come as they did in the last four
 *     weeks, ms since the epoch; empty if that cannot be told or will not be
 */
public record CapUse(String cap, long used, OptionalLong fullAt) {}
