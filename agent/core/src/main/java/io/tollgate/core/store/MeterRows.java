package io.tollgate.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What meters count, for all JVMs of a product together. A key may be any text; one of more than
 * 512 characters, or of characters that no database takes, is known by its SHA-256.
 */
public interface MeterRows {

  /** The form in which a key is known: what {@link #keys} and {@link #over} call it. */
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
   * The keys that were let in after a position.
   *
   * @param after what {@link Keys#position} was before; 0 for all
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
   * The calls of some keys; a key without any is left out. By the keys as they were given.
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

  /** When the keys of a cap were let in, in ms since the epoch, the earliest first. */
  List<Long> firstSeen(String cap, long since) throws StoreException;
}
