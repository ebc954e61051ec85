package io.tollgate.core.meter;

import io.tollgate.core.store.Calls;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.policy.MeterRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the keys that have more calls in the last days than is free. Calls are added up here and
 * written down once a second, in pieces of time of a 120th of the window; a piece that the window
 * has begun to leave counts no more.
 */
final class RollingTally extends Tally {
  private static final int PIECES = 120;

  /** How often what has left the window is looked for, in ms. */
  private static final long SWEEP = 60_000;

  /** Keys asked for at once. */
  private static final int BATCH = 500;

  private final long over;
  private final long window;
  private final long piece;
  private final ConcurrentHashMap<Object, Cell> cells = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Cell> byText = new ConcurrentHashMap<>();
  private final Set<Cell> refused = ConcurrentHashMap.newKeySet();
  private long swept = Long.MIN_VALUE;

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
  }

  /** The calls of a key. */
  private static final class Cell {
    private final String key;

    /** Not written down yet. */
    private final AtomicLong pending = new AtomicLong();

    /** Written down, by whichever JVM, as far as is known. */
    private volatile long written;

    /** Whether it has a place. */
    private volatile boolean counts;

    /** Of the one thread that settles. */
    private boolean idle;

    Cell(String key) {
      this.key = key;
    }
  }

  @Override
  boolean letsIn(Object key) {
    Cell cell = cells.get(key);
    if (cell == null) {
      cell = cell(key);
    }
    long more = cell.pending.incrementAndGet();
    if (cell.counts || cell.written + more <= over || letsInMany(cell)) {
      return true;
    }
    // A call that is denied is none.
    cell.pending.decrementAndGet();
    return false;
  }

  private Cell cell(Object key) {
    String text = MeterRows.known(String.valueOf(key));
    Cell cell = byText.get(text);
    if (cell == null) {
      Cell made = new Cell(text);
      try {
        made.written = rows().calls(cap(), firstPiece(), List.of(text)).getOrDefault(text, 0L);
      } catch (StoreException e) {
        // Its calls of before are not known: they count again when the store is back.
        made.written = 0;
      }
      Cell other = byText.putIfAbsent(text, made);
      cell = other == null ? made : other;
    }
    cells.put(key, cell);
    return cell;
  }

  /** It has more calls than are free: it needs a place. */
  private boolean letsInMany(Cell cell) {
    if (refused.contains(cell)) {
      return false;
    }
    try {
      // First what shows that it needs one: nobody takes the place away for want of calls then.
      write(List.of(cell));
    } catch (StoreException e) {
      refuse(new Refusal(ErrorCode.CAP_NOT_COUNTED, e.refusal().line()));
    }
    if (!admit(cell.key)) {
      refused.add(cell);
      return false;
    }
    cell.counts = true;
    return true;
  }

  @Override
  synchronized void settle() throws StoreException {
    refused.clear();
    payOwed();
    List<Cell> called = new ArrayList<>();
    for (Cell cell : byText.values()) {
      if (cell.pending.get() > 0) {
        called.add(cell);
      }
    }
    for (int from = 0; from < called.size(); from += BATCH) {
      List<Cell> batch = called.subList(from, Math.min(from + BATCH, called.size()));
      write(batch);
      read(batch);
    }
    readPlaces();
    long now = now();
    if (swept == Long.MIN_VALUE || now < swept || now - swept >= SWEEP) {
      sweep();
      swept = now;
    }
  }

  private synchronized void write(List<Cell> called) throws StoreException {
    List<Calls> calls = new ArrayList<>();
    List<Cell> written = new ArrayList<>();
    long bucket = now() / piece;
    for (Cell cell : called) {
      long pending = cell.pending.get();
      if (pending > 0) {
        calls.add(new Calls(cell.key, bucket, pending));
        written.add(cell);
      }
    }
    if (calls.isEmpty()) {
      return;
    }
    rows().add(cap(), calls);
    for (int i = 0; i < written.size(); i++) {
      Cell cell = written.get(i);
      cell.pending.addAndGet(-calls.get(i).calls());
      cell.written = cell.written + calls.get(i).calls();
    }
  }

  private void read(List<Cell> batch) throws StoreException {
    List<String> keys = new ArrayList<>();
    for (Cell cell : batch) {
      keys.add(cell.key);
    }
    Map<String, Long> calls = rows().calls(cap(), firstPiece(), keys);
    for (Cell cell : batch) {
      cell.written = calls.getOrDefault(cell.key, 0L);
    }
  }

  @Override
  void forgetPlaces() {
    for (Cell cell : byText.values()) {
      cell.counts = false;
    }
  }

  @Override
  void hasPlace(String key) {
    Cell cell = byText.get(key);
    if (cell != null) {
      cell.counts = true;
    }
  }

  /** Takes places from keys whose calls have left the window, and drops those calls. */
  private void sweep() throws StoreException {
    rows().forget(cap(), firstPiece());
    // In this order: who gets a place meanwhile has written its calls before.
    Set<String> idle = new HashSet<>(rows().keys(cap(), 0).keys());
    Map<String, Long> many = rows().over(cap(), firstPiece(), over);
    idle.removeAll(many.keySet());
    if (!idle.isEmpty()) {
      rows().release(cap(), idle);
    }
    forgetIdle(many.keySet());
    readPlaces();
  }

  /** What they had is in the store; the others learn what has left the window. */
  private void forgetIdle(Set<String> many) throws StoreException {
    List<Cell> kept = new ArrayList<>();
    for (Cell cell : byText.values()) {
      cell.idle = cell.pending.get() == 0 && !many.contains(cell.key);
      if (!cell.idle) {
        kept.add(cell);
      }
    }
    removeIdle(byText.values());
    removeIdle(cells.values());
    for (int from = 0; from < kept.size(); from += BATCH) {
      read(kept.subList(from, Math.min(from + BATCH, kept.size())));
    }
  }

  private static void removeIdle(Collection<Cell> all) {
    Iterator<Cell> each = all.iterator();
    while (each.hasNext()) {
      if (each.next().idle) {
        each.remove();
      }
    }
  }

  private long firstPiece() {
    return (now() - window) / piece + 1;
  }

  @Override
  synchronized void forget() {
    byText.clear();
    cells.clear();
    refused.clear();
    readPlacesAnew();
  }
}
