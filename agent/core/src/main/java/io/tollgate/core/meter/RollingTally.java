package io.tollgate.core.meter;

import io.tollgate.core.store.Admission;
import io.tollgate.core.store.Calls;
import io.tollgate.core.store.Counted;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.policy.MeterRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the keys that have more calls in the last days than is free. The first call of a key here,
 * and each that needs a place, asks the store; the others are added up here and written down once a
 * second, in pieces of time of a 120th of the window. A piece that the window has begun to leave
 * counts no more.
 */
final class RollingTally extends Tally {
  private static final int PIECES = 120;

  /** How often what has left the window is looked for, in ms. */
  private static final long SWEEP = 60_000;

  /** Keys asked for at once. */
  private static final int BATCH = 500;

  /** Keys that are added up here; others ask the store at each call. */
  static final int MOST_CELLS = 100_000;

  /** For how many sweeps an idle key is remembered while the store could not tell of it again. */
  private static final int PATIENCE = 10;

  private final long over;
  private final long window;
  private final long piece;
  private final StoreTime time;
  private final ConcurrentHashMap<Object, Cell> cells = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Cell> byText = new ConcurrentHashMap<>();
  private long sweptAt;
  private boolean isSwept;

  /** Keys with a place and too few calls when that was looked for last. */
  private Set<String> idleBefore = Set.of();

  RollingTally(
      String cap,
      MeterRule.Rolling rolling,
      MeterRows rows,
      Limits limits,
      boolean admitsUncounted,
      Clock clock) {
    super(cap, rows, limits, admitsUncounted, clock);
    this.over = rolling.over();
    this.window = rolling.millis();
    this.piece = Math.max(1, rolling.millis() / PIECES);
    this.time = new StoreTime(rows, clock);
  }

  @Override
  Optional<Refusal> refusal(Object key) {
    Cell cell = cells.get(key);
    return cell != null && cell.letsIn(over) ? Optional.empty() : refusalOfOther(key);
  }

  private Optional<Refusal> refusalOfOther(Object key) {
    if (isEvaluation()) {
      return Optional.empty();
    }
    String text = MeterRows.known(String.valueOf(key));
    while (true) {
      Optional<Cell> kept = cell(text);
      Cell cell = kept.isPresent() ? kept.get() : new Cell(text);
      Optional<Refusal> refusal = Optional.empty();
      if (!cell.letsIn(over)) {
        Optional<Refusal> justNow = refusedJustNow(text);
        long before = justNow.isPresent() ? 0 : cell.take();
        if (before < 0) {
          // It was put away meanwhile.
          byText.remove(text, cell);
          continue;
        }
        refusal =
            justNow.isPresent() ? justNow : remembered(text, ask(cell, before, kept.isPresent()));
      }
      if (refusal.isEmpty() && kept.isPresent() && isShort(key, text)) {
        cells.put(key, cell);
      }
      return refusal;
    }
  }

  /** The one of a key; empty if there are too many. */
  private Optional<Cell> cell(String text) {
    Cell cell = byText.get(text);
    if (cell != null) {
      return Optional.of(cell);
    }
    if (byText.size() >= MOST_CELLS) {
      return Optional.empty();
    }
    Cell made = new Cell(text);
    Cell other = byText.putIfAbsent(text, made);
    return Optional.of(other == null ? made : other);
  }

  /**
   * Counts a call in the store.
   *
   * @param before calls of this cell that are not written yet
   */
  private Optional<Refusal> ask(Cell cell, long before, boolean isKept) {
    long epoch = epoch();
    Counted answer;
    try {
      long now = time.now();
      answer =
          rows()
              .call(
                  cap(),
                  new Calls(cell.key(), now / piece, before),
                  firstPiece(now),
                  over,
                  Math.max(limit(), 0),
                  clock().now());
    } catch (StoreException e) {
      cell.back(before);
      return isKept ? refusalWithoutStore(cell) : notCounted();
    } catch (RuntimeException | Error e) {
      // The host's stack may be full, or its memory: what was let in is to be written all the same.
      cell.back(before);
      throw e;
    }
    cell.wrote(before, answer.calls());
    if (answer.outcome() == Admission.Outcome.NEW || answer.outcome() == Admission.Outcome.KNOWN) {
      cell.counts(true);
      if (epoch() != epoch) {
        // The place may have been taken back since: the next call asks.
        cell.counts(false);
      }
    }
    return refusal(answer.outcome(), answer.used());
  }

  /** Its calls of before may not be known: they count again when the store is back. */
  private Optional<Refusal> refusalWithoutStore(Cell cell) {
    if (!admitsUncounted()) {
      if (cell.endsIfUnknown()) {
        byText.remove(cell.key(), cell);
      }
      return notCounted();
    }
    if (cell.letsInUncounted(over)) {
      return Optional.empty();
    }
    Optional<Refusal> refusal = refusalUncounted(cell.key());
    if (refusal.isEmpty()) {
      cell.counts(true);
      cell.letsIn(over);
    }
    return refusal;
  }

  @Override
  void reconcile() throws StoreException {
    boolean sweeps = !isSwept || clock().elapsed() - sweptAt >= SWEEP;
    boolean isDone = false;
    try {
      if (sweeps) {
        time.ask();
      }
      write();
      payOwed();
      readPlaces();
      if (sweeps) {
        sweep();
      }
      isDone = true;
    } finally {
      if (sweeps) {
        forgetIdle(isDone ? 1 : PATIENCE);
        sweptAt = clock().elapsed();
        isSwept = true;
      }
    }
  }

  private void write() throws StoreException {
    List<Cell> called = new ArrayList<>();
    for (Cell cell : byText.values()) {
      if (cell.isPending()) {
        called.add(cell);
      }
    }
    for (int from = 0; from < called.size(); from += BATCH) {
      List<Cell> batch = called.subList(from, Math.min(from + BATCH, called.size()));
      write(batch);
      read(batch);
    }
  }

  private void write(List<Cell> batch) throws StoreException {
    long bucket = time.now() / piece;
    List<Calls> calls = new ArrayList<>();
    List<Cell> taken = new ArrayList<>();
    for (Cell cell : batch) {
      long pending = cell.take();
      if (pending == 0) {
        cell.wrote(0);
      } else if (pending > 0) {
        calls.add(new Calls(cell.key(), bucket, pending));
        taken.add(cell);
      }
    }
    boolean isWritten = false;
    try {
      rows().add(cap(), calls);
      isWritten = true;
    } finally {
      for (int i = 0; i < taken.size(); i++) {
        if (isWritten) {
          taken.get(i).wrote(calls.get(i).calls());
        } else {
          taken.get(i).back(calls.get(i).calls());
        }
      }
    }
  }

  private void read(List<Cell> batch) throws StoreException {
    List<String> keys = new ArrayList<>();
    Map<String, Long> versions = new HashMap<>();
    for (Cell cell : batch) {
      keys.add(cell.key());
      versions.put(cell.key(), cell.version());
    }
    Map<String, Long> calls = rows().calls(cap(), firstPiece(time.now()), keys);
    for (Cell cell : batch) {
      cell.read(versions.getOrDefault(cell.key(), -1L), calls.getOrDefault(cell.key(), 0L));
    }
  }

  /** Takes places from keys whose calls have left the window, and drops those calls. */
  private void sweep() throws StoreException {
    long first = firstPiece(time.now());
    rows().forget(cap(), first);
    // In this order: who gets a place meanwhile has its calls written with it.
    Set<String> idle = new HashSet<>(rows().keys(cap(), 0).keys());
    idle.removeAll(rows().over(cap(), first, over).keySet());
    // Twice in a row: by then what was pending anywhere is written.
    Set<String> idleStill = new HashSet<>(idle);
    idleStill.retainAll(idleBefore);
    idleBefore = idle;
    if (!idleStill.isEmpty()) {
      rows().release(cap(), idleStill);
      readPlaces();
    }
    // Those that stay learn what has left the window.
    List<Cell> kept = new ArrayList<>(byText.values());
    for (int from = 0; from < kept.size(); from += BATCH) {
      read(kept.subList(from, Math.min(from + BATCH, kept.size())));
    }
  }

  /** What they had is in the store. */
  private void forgetIdle(int patience) {
    for (Cell cell : byText.values()) {
      if (cell.idleAgain() >= patience && cell.endsIfIdle()) {
        byText.remove(cell.key(), cell);
      }
    }
    Iterator<Cell> each = cells.values().iterator();
    while (each.hasNext()) {
      if (each.next().isGone()) {
        each.remove();
      }
    }
  }

  @Override
  void havePlaces(Set<String> keys) {
    for (Cell cell : byText.values()) {
      cell.counts(keys.contains(cell.key()));
    }
  }

  @Override
  void havePlacesToo(List<String> keys) {
    for (String key : keys) {
      Cell cell = byText.get(key);
      if (cell != null) {
        cell.counts(true);
      }
    }
  }

  @Override
  void forget(Collection<String> keys) {
    for (String key : keys) {
      Cell cell = byText.remove(key);
      if (cell != null) {
        cell.end();
      }
    }
  }

  private long firstPiece(long now) {
    return (now - window) / piece + 1;
  }
}
