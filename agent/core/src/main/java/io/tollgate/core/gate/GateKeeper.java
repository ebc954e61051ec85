package io.tollgate.core.gate;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.meter.Meters;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens and closes the gates as the license says, and says why a call is denied. */
public final class GateKeeper implements LicenseListener, BiFunction<String, Object, Object> {
  /** To the gate this very set means all features: see {@code TollgateGate}. */
  @SuppressWarnings("unchecked") // nothing is in it
  private static final Set<String> ALL = (Set<String>) Collections.EMPTY_SET;

  private static final Optional<Refusal> UNWATCHED =
      Optional.of(new Refusal(ErrorCode.WATCH_BLIND, ""));

  private static final String[] NOTHING = {};
  private static final byte[] NO_BODY = {};

  private Optional<AtomicReference<Set<String>>> control = Optional.empty();
  private volatile Optional<Set<String>> licensed = Optional.empty();
  private boolean featuresCount;
  private volatile boolean observes;
  private volatile Optional<Consumer<Class<?>>> settler = Optional.empty();
  private volatile Optional<Function<String[], byte[]>> answerer = Optional.empty();
  private volatile Optional<Meters> meters = Optional.empty();
  private volatile Optional<Supplier<Meters>> meterMaker = Optional.empty();
  private volatile boolean countsAnything;
  private volatile @Nullable Refusal blockedBy;
  private volatile boolean unwatched;
  private volatile boolean open;

  /** Before the first word on the license only the start-up probe is denied. */
  private volatile boolean told;

  private volatile Optional<LicenseStatus> status = Optional.empty();
  private volatile State state = State.MISSING;
  private volatile Optional<Refusal> reason = Optional.empty();

  /** Why the gates were closed last, for calls that were denied just before they opened. */
  private volatile Optional<Refusal> lastReason = Optional.empty();

  private final DeniedCalls denied = new DeniedCalls();

  /** A keeper of gates that are closed until {@link #changed} says otherwise. */
  public GateKeeper() {}

  /** From now on a gate that asks for a feature is open only if the license names it. */
  public synchronized void goByFeatures() {
    featuresCount = true;
  }

  /** From now on a call that would be denied is counted, and passes. */
  public void observe() {
    observes = true;
  }

  /** Whether calls are only counted. */
  public boolean observes() {
    return observes;
  }

  /** Who weaves what is below a type that is about to be used; throws nothing. */
  public void settleBy(Consumer<Class<?>> weaver) {
    settler = Optional.of(weaver);
  }

  /** Who makes the body of an HTTP answer to a denied call. */
  public void answerBy(Function<String[], byte[]> maker) {
    answerer = Optional.of(maker);
  }

  /**
   * Who makes what counts under caps, once it is asked for.
   *
   * @param anything whether the policy counts anything: where it does not, nobody's question for
   *     the use of caps loads two dozen classes and a store's driver
   */
  public synchronized void meterBy(Supplier<Meters> maker, boolean anything) {
    meterMaker = Optional.of(maker);
    countsAnything = anything;
  }

  /** What counts under caps. */
  public Meters meters() {
    Optional<Meters> made = meters;
    return made.isPresent() ? made.get() : makeMeters();
  }

  private Map<String, Long> used() {
    return countsAnything ? meters().used() : Map.of();
  }

  /** What stands under each cap that is metered. */
  public List<CapUse> uses() {
    return countsAnything ? meters().uses() : List.of();
  }

  /** Makes them without a lock: who closes the gates must not wait for that. The first stay. */
  private Meters makeMeters() {
    Meters made = meterMaker.orElseThrow().get();
    synchronized (this) {
      if (meters.isEmpty()) {
        if (status.isPresent()) {
          made.licensed(status.get());
        }
        meters = Optional.of(made);
      }
      return meters.get();
    }
  }

  /** Takes the control of the gate; it is closed. */
  synchronized void take(AtomicReference<Set<String>> gateControl) {
    control = Optional.of(gateControl);
  }

  @Override
  public void happened(LicenseEvent event) {
    if (event instanceof LicenseEvent.Changed) {
      changed(event.status());
    }
  }

  /**
   * Sets the gates before anything that may fail. A call that is denied by a gate that has just
   * closed is told why: the reason is there before, and costs no memory.
   */
  public synchronized void changed(LicenseStatus now) {
    if (meters.isPresent()) {
      meters.get().licensed(now);
    }
    status = Optional.of(now);
    licensed = now.opensGates() ? Optional.of(featuresOf(now)) : Optional.empty();
    if (now.opensGates()) {
      set();
      remember(now);
    } else {
      remember(now);
      set();
    }
    told = true;
  }

  private void remember(LicenseStatus now) {
    if (now.refusal().isPresent()) {
      reason = now.refusal();
      lastReason = reason;
    }
    state = now.state();
    open = now.opensGates();
  }

  /** The license's state now. */
  public State state() {
    return state;
  }

  /** How many calls were denied, by feature. */
  public DeniedCalls denied() {
    return denied;
  }

  /** Why the gates are closed whatever the license says; empty if they follow it. */
  public Optional<Refusal> closedAnyway() {
    Refusal forGood = blockedBy;
    if (forGood != null) {
      return Optional.of(forGood);
    }
    return unwatched ? UNWATCHED : Optional.empty();
  }

  /** Closes the gates for as long as this JVM runs. True if nothing had closed them so before. */
  public synchronized boolean block(Refusal why) {
    // Asks for no memory: the lack of it may be why.
    boolean first = blockedBy == null;
    if (first) {
      blockedBy = why;
    }
    set();
    return first;
  }

  /** Whether anybody watches the license: the gates are closed while nobody does. */
  public synchronized void watched(boolean now) {
    // Asks for no memory: the lack of it is why nobody can watch.
    if (!now) {
      lastReason = UNWATCHED;
    }
    unwatched = !now;
    set();
  }

  private void set() {
    if (control.isPresent()) {
      control.get().set(blockedBy != null || unwatched ? null : licensed.orElse(null));
    }
  }

  /** An evaluation has all features: there is no license that could name them. */
  private Set<String> featuresOf(LicenseStatus now) {
    return featuresCount && now.license().isPresent()
        ? new HashSet<>(now.license().get().entitlements().features())
        : ALL;
  }

  /** What a gate asks and tells: see {@code TollgateGate}. */
  @Override
  public Object apply(String question, Object about) {
    if (question.equals("settle")) {
      Optional<Consumer<Class<?>>> weaver = settler;
      if (weaver.isPresent()) {
        weaver.get().accept((Class<?>) about);
      }
      return NOTHING;
    }
    if (question.equals("meter")) {
      return meters().meter((String) about);
    }
    if (question.equals("room")) {
      return meters().room((String) about);
    }
    if (question.equals("license")) {
      return LicenseFacts.of(status, closed(), used());
    }
    String[] call = (String[]) about;
    if (question.equals("purge")) {
      meters().purge(call);
      return NOTHING;
    }
    if (question.equals("answer")) {
      Optional<Function<String[], byte[]>> maker = answerer;
      return maker.isPresent() ? maker.get().apply(call) : NO_BODY;
    }
    return call.length > 3
        ? denialOfKey(call[0], call[1], call[2], call[3], call[4])
        : denial(call[0], call[1], call[2]);
  }

  /**
   * Why a call is denied now: message, code, state and feature; nothing if it is only observed.
   *
   * @param feature that the gate asks for; empty for none
   */
  String[] denial(String className, String method, String feature) {
    return passes(className, method, feature) ? NOTHING : told(why(feature), feature);
  }

  /**
   * As {@link #denial}, where a meter has denied the call.
   *
   * @param meter in brackets
   * @param problem what the meter said: what is wrong, and the code
   */
  private String[] denialOfKey(
      String className, String method, String meter, String problem, String code) {
    String cap = Meters.capOf(meter.substring(1, meter.length() - 1));
    if (passes(className, method, "[" + cap + "]")) {
      return NOTHING;
    }
    Optional<Refusal> closed = closed();
    return closed.isPresent() ? told(closed.get(), "") : told(problem, code, "");
  }

  private boolean passes(String className, String method, String demand) {
    if (told) {
      denied.count(className, method, demand);
    }
    return told && observes;
  }

  private String[] told(Refusal why, String feature) {
    return told(why.problem(), why.code().code(), feature);
  }

  private String[] told(String problem, String code, String feature) {
    String message = "Renew your license: " + problem + " [" + code + "]";
    return new String[] {message, code, state.name(), feature};
  }

  private Refusal why(String feature) {
    Optional<Refusal> closed = closed();
    if (closed.isPresent()) {
      return closed.get();
    }
    // Open by now, for this feature too: then the call came just before.
    Optional<Refusal> before = lastReason;
    return before.isPresent() && isLicensed(feature)
        ? before.get()
        : new Refusal(
            ErrorCode.FEATURE_NOT_LICENSED, feature.isEmpty() ? "" : "It is " + feature + ".");
  }

  private boolean isLicensed(String feature) {
    Optional<Set<String>> features = licensed;
    return features.isPresent()
        && (feature.isEmpty() || features.get() == ALL || features.get().contains(feature));
  }

  /** Why all gates are closed; empty if they are not. */
  private Optional<Refusal> closed() {
    Optional<Refusal> anyway = closedAnyway();
    if (anyway.isPresent() || open) {
      return anyway;
    }
    // If the gate opened between its check and here, this is the reason of a moment ago.
    Optional<Refusal> known = reason;
    return known.isPresent() ? known : Optional.of(new Refusal(ErrorCode.LICENSE_MISSING, ""));
  }
}
