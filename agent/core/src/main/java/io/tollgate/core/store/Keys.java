package io.tollgate.core.store;

import java.util.List;

/**
 * Keys of a cap, in the order in which they were let in.
 *
 * @param keys those after the position that was asked for
 * @param used how many the cap has in all
 * @param position the position of the newest: where to go on from
 * @param purges how often keys were taken away; if it is another than before, start over from 0
 */
public record Keys(List<String> keys, long used, long position, long purges) {}
