package io.tollgate.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What meters count, for all JVMs of a product together. Keys are given, and come back, in the form
 * in which they are {@link #known}.
 */
public interface MeterRows {

  /**
   * The form in which a key is known, which may be any text: one of more than 512 characters, or of
   * characters that no database takes, is known by its SHA-256. To be asked for once: the form of a
   * form is another.
   */
  static String known(String key) {
    return StoredText.of(key, StoredText.LONGEST_KEY);
  }

  /**
   * Lets a key in if it is there or if there is room. Asked again after a failure it answers what
   * has become of the first time.
   *
   * @param limit how many keys the cap may have
   * @param now in ms since the epoch
   */
  Admission admit(String cap, String key, long limit, long now) throws StoreException;

  /**
   * Counts a call of a key that has free ones. In one step, so that nobody takes a place away for
   * want of calls: first adds those that went on before, then this one, if it is free or the key
   * has, or gets, a place. After a failure it is not known what was added.
   *
   * @param before calls that are not written down yet, and the bucket for all of them
   * @param fromBucket the first bucket that counts
   * @param free how many calls need no place
   * @param limit how many keys the cap may have
   * @param now in ms since the epoch
   */
  Counted call(String cap, Calls before, long fromBucket, long free, long limit, long now)
      throws StoreException;

  /**
   * The keys that were let in after a position.
   *
   * @param after what {@link Keys#position} was before; 0 for all; {@link Long#MAX_VALUE} for how
   *     many there are and none of them
   */
  Keys keys(String cap, long after) throws StoreException;

  /** Takes their places from keys, and leaves them their calls. */
  void release(String cap, Collection<String> keys) throws StoreException;

  /** Takes keys away, with their calls. */
  void remove(String cap, Collection<String> keys) throws StoreException;

  /**
   * Adds calls to what was counted before. After a failure it is not known whether they were added.
   */
  void add(String cap, List<Calls> calls) throws StoreException;

  /**
   * The calls of some keys; a key without any is left out.
   *
   * @param fromBucket the first bucket that counts
   */
  Map<String, Long> calls(String cap, long fromBucket, Collection<String> keys)
      throws StoreException;

  /**
   * The keys with more calls than this, and how many.
   *
   * @param fromBucket the first bucket that counts
   */
  Map<String, Long> over(String cap, long fromBucket, long more) throws StoreException;

  /** Deletes what was counted in earlier buckets. */
  void forget(String cap, long beforeBucket) throws StoreException;

  /** The keys of a cap that were let in since, in ms since the epoch. */
  Newcomers newcomers(String cap, long since) throws StoreException;

  /**
   * The time by which calls are counted, in ms since the epoch: the database's own, where it has
   * one. Never earlier than any answer before, whichever JVM got it.
   *
   * @param machine what this machine says, for a database without a clock of its own
   * @param passed what was answered last and the time that has passed since; empty the first time
   */
  long time(long machine, OptionalLong passed) throws StoreException;
}
