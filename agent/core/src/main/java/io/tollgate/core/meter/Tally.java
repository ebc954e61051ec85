package io.tollgate.core.meter;

import io.tollgate.core.store.Admission;
import io.tollgate.core.store.Keys;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands under one cap. The store decides who gets a place, for all JVMs together; here is
 * kept what is known of that, so that a known key asks nobody. Safe for use by several threads.
 *
 * <p>A call waits for the store only, which answers or fails within seconds, and for no other call.
 * Who settles and who purges take turns, because a purged key must not come back by what was read,
 * or was owed, before.
 */
abstract sealed class Tally permits DistinctTally, RollingTally, NoTally {
  /** Keys that were refused just now: a loop that calls in vain does not reach the store. */
  private static final int MOST_REFUSED = 10_000;

  /** Keys that an evaluation remembers, to be shown; it counts no more. */
  private static final int MOST_TRIED = 10_000;

  /** How long who purges waits for who settles, in ms. */
  private static final long TURN = 5_000;

  private final String cap;
  private final MeterRows rows;
  private final Limits limits;
  private final boolean admitsUncounted;
  private final Clock clock;
  private final Turn turn;
  private final Watermark watermark = new Watermark();

  private final ConcurrentHashMap<String, Refusal> refused = new ConcurrentHashMap<>();

  /** Let in while they could not be written down. */
  private final Set<String> owed = ConcurrentHashMap.newKeySet();

  /** Seen in an evaluation, which leaves nothing behind. */
  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  /** What cannot be read of keys, to be told once. */
  private final Unreadable unreadable = new Unreadable();

  /** What was read of the places last; of the one who has the turn. */
  private Keys seen = new Keys(List.of(), 0, 0, 0);

  /** Grows when places are taken back: what was answered before may be wrong after. */
  private final AtomicLong epoch = new AtomicLong();

  private volatile long used;
  private volatile boolean isUsedKnown;

  Tally(String cap, MeterRows rows, Limits limits, boolean admitsUncounted, Clock clock) {
    this.cap = cap;
    this.rows = rows;
    this.limits = limits;
    this.admitsUncounted = admitsUncounted;
    this.clock = clock;
    this.turn = new Turn(clock);
  }

  /** Why a call with this key may not go on; empty if it may. */
  abstract Optional<Refusal> refusal(Object key);

  /** Reads what other JVMs have written, and writes what has not been. */
  abstract void reconcile() throws StoreException;

  /** These have no place any more, and had no calls. */
  abstract void forget(Collection<String> keys);

  /** These have a place, whichever JVM gave it, and nobody else has. */
  abstract void havePlaces(Set<String> keys);

  /** These have a place too. */
  abstract void havePlacesToo(List<String> keys);

  /** Once a second. */
  void settle() throws StoreException {
    turn.await();
    try {
      forgetRefused();
      if (!limits.areNone()) {
        tried.clear();
      }
      reconcile();
    } finally {
      turn.end();
    }
  }

  /** Whoever was refused may ask anew. */
  void forgetRefused() {
    refused.clear();
  }

  /** Reads who has got a place since the last time; all of them if any was taken back. */
  void readPlaces() throws StoreException {
    Keys keys = rows.keys(cap, seen.position());
    if (isOtherThanBefore(keys)) {
      Keys all = rows.keys(cap, 0);
      epoch.incrementAndGet();
      havePlaces(new HashSet<>(all.keys()));
      keys = all;
    } else {
      havePlacesToo(keys.keys());
    }
    seen = new Keys(List.of(), keys.used(), keys.position(), keys.purges());
    used(keys.used());
  }

  /** Keys were taken away, or the database is of an earlier day. */
  private boolean isOtherThanBefore(Keys now) {
    return now.purges() != seen.purges()
        || now.position() < seen.position()
        || now.used() < seen.used();
  }

  private void used(long now) {
    used = now;
    isUsedKnown = true;
  }

  String cap() {
    return cap;
  }

  MeterRows rows() {
    return rows;
  }

  Clock clock() {
    return clock;
  }

  Watermark watermark() {
    return watermark;
  }

  /** Whether there is no license that could limit anything. */
  boolean isEvaluation() {
    return limits.areNone();
  }

  boolean admitsUncounted() {
    return admitsUncounted;
  }

  long epoch() {
    return epoch.get();
  }

  /** How many keys have a place, as far as is known here. */
  long used() {
    return used + owed.size() + (isEvaluation() ? tried.size() : 0);
  }

  /** How many may have one. */
  long limit() {
    return limits.of(cap);
  }

  /** Why a key that is not known would get no place now; empty if it would. */
  Optional<Refusal> refusalOfAnother() {
    if (isEvaluation()) {
      return Optional.empty();
    }
    if (!isUsedKnown && !admitsUncounted) {
      try {
        used(rows.keys(cap, Long.MAX_VALUE).used());
      } catch (StoreException e) {
        return notCounted();
      }
    }
    return used() < limit() ? Optional.empty() : noRoom();
  }

  private Optional<Refusal> noRoom() {
    long limit = limit();
    return Optional.of(
        limit == Limits.NONE
            ? new Refusal(ErrorCode.CAP_NOT_LICENSED, "It is " + cap + ".")
            : new Refusal(
                ErrorCode.CAP_FULL, "It is " + cap + ": " + used() + " of " + limit + "."));
  }

  /** The store's own words are for who settles, and not for the host's users. */
  Optional<Refusal> notCounted() {
    return Optional.of(new Refusal(ErrorCode.CAP_NOT_COUNTED, "It is " + cap + "."));
  }

  /** A key that cannot be read. */
  Optional<Refusal> unreadable(String why) {
    unreadable.add(why);
    return Optional.of(new Refusal(ErrorCode.CAP_NO_KEY, "It is " + cap + "."));
  }

  /** What could not be read of keys, and has not been told. */
  List<Refusal> untold() {
    List<Refusal> news = new ArrayList<>();
    for (String why : unreadable.untold()) {
      news.add(new Refusal(ErrorCode.CAP_NO_KEY, "It is " + cap + ": " + why + "."));
    }
    return news;
  }

  /** What an answer of the store says. */
  Optional<Refusal> refusal(Admission.Outcome outcome, long nowUsed) {
    if (outcome != Admission.Outcome.FREE) {
      used(nowUsed);
    }
    return outcome == Admission.Outcome.FULL ? noRoom() : Optional.empty();
  }

  /** Why a key was refused a moment ago; empty if it was not. */
  Optional<Refusal> refusedJustNow(String key) {
    return refused.isEmpty() ? Optional.empty() : Optional.ofNullable(refused.get(key));
  }

  /** Remembers the answer if it is a refusal. */
  Optional<Refusal> remembered(String key, Optional<Refusal> refusal) {
    if (refusal.isPresent() && refused.size() < MOST_REFUSED) {
      refused.put(key, refusal.get());
    }
    return refusal;
  }

  /** Remembers a key of an evaluation, to be shown. */
  void tried(String key) {
    if (tried.size() < MOST_TRIED) {
      tried.add(key);
    }
  }

  /** The answer without the store: a place that is owed, if the policy says so. */
  Optional<Refusal> refusalUncounted(String key) {
    if (!admitsUncounted) {
      return notCounted();
    }
    synchronized (owed) {
      if (owed.contains(key)) {
        return Optional.empty();
      }
      Optional<Refusal> refusal = refusalOfAnother();
      if (refusal.isEmpty()) {
        owed.add(key);
      }
      return refusal;
    }
  }

  /** Writes down who was let in meanwhile; who is in stays in, whatever the cap says by now. */
  void payOwed() throws StoreException {
    for (String key : new ArrayList<>(owed)) {
      used(rows.admit(cap, key, Long.MAX_VALUE, clock.now()).used());
      owed.remove(key);
    }
  }

  /** Takes places back. */
  void purge(Collection<String> keys) throws StoreException {
    if (!turn.awaitFor(TURN)) {
      throw new StoreException(ErrorCode.STORE_AWAY, "It has not answered for some seconds.");
    }
    try {
      rows.remove(cap, keys);
      epoch.incrementAndGet();
      owed.removeAll(keys);
      refused.clear();
      forget(keys);
      try {
        readPlaces();
      } catch (StoreException e) {
        // They are gone; the next look counts who is left.
        return;
      }
    } finally {
      turn.end();
    }
  }

  /** Whether a key is worth a look-up by itself: a long text would stay in memory. */
  static boolean isShort(Object key, String text) {
    return !(key instanceof String) || key.equals(text);
  }
}
