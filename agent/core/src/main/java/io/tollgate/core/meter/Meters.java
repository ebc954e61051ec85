package io.tollgate.core.meter;

import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.policy.GateRules;
import io.tollgate.verifier.policy.MeterRule;
import io.tollgate.verifier.text.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All that is counted in this JVM, by cap. Safe for use by several threads. */
public final class Meters {
  /** Between a cap's name and the path to the key, in what woven code says. */
  private static final char PATH = '#';

  /** How often a forecast is made, in ms. */
  private static final long FORECAST = 60_000;

  private final MeterRows rows;
  private final Clock clock;
  private final Access access;
  private final Limits limits = new Limits();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Map<String, OptionalLong> forecasts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Tally> unmetered = new ConcurrentHashMap<>();
  private volatile Optional<Refusal> problem = Optional.empty();
  private long forecastAt = Long.MIN_VALUE;

  /**
   * Meters of these rules.
   *
   * @param rows where counts are written down
   * @param access to properties of the host's objects
   */
  public Meters(GateRules rules, MeterRows rows, Clock clock, Access access) {
    this.rows = rows;
    this.clock = clock;
    this.access = access;
    for (MeterRule rule : rules.meters()) {
      tallies.put(rule.cap(), tally(rule, rules.admitsUncounted()));
    }
  }

  private Tally tally(MeterRule rule, boolean admitsUncounted) {
    return rule.rolling().isPresent()
        ? new RollingTally(rule.cap(), rule.rolling().get(), rows, limits, admitsUncounted, clock)
        : new DistinctTally(rule.cap(), rows, limits, admitsUncounted, clock);
  }

  /** From now on this license's caps count. */
  public void licensed(LicenseStatus status) {
    limits.take(status);
    for (Tally tally : tallies.values()) {
      tally.forgetRefused();
    }
  }

  /**
   * The meter that woven code names: asked with an argument it says what is wrong and its code, or
   * nothing if the call may go on.
   *
   * @param name a cap, and if the key is a property of the argument, {@code #} and the path to it
   */
  public Function<Object, String[]> meter(String name) {
    int path = name.indexOf(PATH);
    return new Meter(
        new KeyReader(path < 0 ? List.of() : Parts.of(name.substring(path + 1), '.'), access),
        tally(capOf(name)));
  }

  /** Says, as a meter does, whether there is room under a cap for another key. */
  public Function<Object, String[]> room(String cap) {
    return new Room(tally(cap));
  }

  /** The cap that woven code names. */
  public static String capOf(String name) {
    int path = name.indexOf(PATH);
    return path < 0 ? name : name.substring(0, path);
  }

  private Tally tally(String cap) {
    Tally tally = tallies.get(cap);
    if (tally != null) {
      return tally;
    }
    Tally known = unmetered.get(cap);
    if (known != null) {
      return known;
    }
    Tally made = new NoTally(cap, rows, limits, clock);
    Tally other = unmetered.putIfAbsent(cap, made);
    return other == null ? made : other;
  }

  /**
   * Takes keys from under a cap.
   *
   * @param capAndKeys the cap's name, and the keys
   * @throws IllegalStateException if they cannot be taken away now, or nothing is counted there
   */
  public void purge(String[] capAndKeys) {
    Collection<String> keys = new ArrayList<>();
    for (String key : Arrays.asList(capAndKeys).subList(1, capAndKeys.length)) {
      keys.add(MeterRows.known(key));
    }
    try {
      tally(capAndKeys[0]).purge(keys);
    } catch (StoreException e) {
      throw new IllegalStateException(e.refusal().line());
    }
  }

  /** How much of each cap is used. */
  public List<CapUse> uses() {
    List<CapUse> uses = new ArrayList<>();
    for (Tally tally : tallies.values()) {
      uses.add(
          new CapUse(
              tally.cap(),
              tally.used(),
              forecasts.getOrDefault(tally.cap(), OptionalLong.empty())));
    }
    return uses;
  }

  /** How much of each cap is used, by its name. */
  public Map<String, Long> used() {
    Map<String, Long> used = new TreeMap<>();
    for (Tally tally : tallies.values()) {
      used.put(tally.cap(), tally.used());
    }
    return used;
  }

  /** Why counts could not be written down when that was tried last; empty if they could. */
  public Optional<Refusal> problem() {
    return problem;
  }

  /**
   * Reads what other JVMs have counted and writes what this one has. To be called once a second by
   * one thread.
   *
   * @return what is to be told: caps that have become fuller, keys that could not be read
   */
  public List<Refusal> settle() {
    Optional<Refusal> trouble = Optional.empty();
    List<Refusal> news = new ArrayList<>();
    boolean forecasting = isForecastDue();
    for (Tally tally : tallies.values()) {
      try {
        tally.settle();
        if (forecasting) {
          forecast(tally);
        }
      } catch (StoreException e) {
        trouble = Optional.of(e.refusal());
      }
      news.addAll(tally.untold());
      news.addAll(rise(tally));
    }
    problem = trouble;
    return news;
  }

  private boolean isForecastDue() {
    long now = clock.elapsed();
    boolean due = forecastAt == Long.MIN_VALUE || now - forecastAt >= FORECAST;
    forecastAt = due ? now : forecastAt;
    return due;
  }

  private void forecast(Tally tally) throws StoreException {
    long now = clock.now();
    long limit = tally.limit();
    forecasts.put(
        tally.cap(),
        limit == Long.MAX_VALUE
            ? OptionalLong.empty()
            : Forecast.fullAt(
                rows.newcomers(tally.cap(), now - Forecast.SPAN), tally.used(), limit, now));
  }

  private List<Refusal> rise(Tally tally) {
    long used = tally.used();
    long limit = tally.limit();
    int percent = tally.watermark().rise(used, limit);
    if (percent == 0) {
      return List.of();
    }
    ErrorCode code = used >= limit ? ErrorCode.CAP_REACHED : ErrorCode.CAP_FILLS;
    return List.of(
        new Refusal(
            code,
            "It is "
                + tally.cap()
                + ": "
                + used
                + " of "
                + limit
                + " ("
                + percent
                + " % or more)."));
  }
}
