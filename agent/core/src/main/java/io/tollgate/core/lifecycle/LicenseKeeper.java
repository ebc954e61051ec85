package io.tollgate.core.lifecycle;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows which license rules and tells its listeners when that, or its state, changes. Has no thread
 * and no clock of its own; safe for use by several threads.
 *
 * <p>Of the licenses that verify, one that opens gates rules over one that does not, then the one
 * issued last ({@code iat}). The present license is one of them even when its place holds something
 * else by now: what comes later can extend it, and cannot take it away.
 */
public final class LicenseKeeper {
  private final LifecycleRules rules;
  private final List<WatchedPlace> places;
  private final Revocations revocations;
  private final List<LicenseListener> listeners = new ArrayList<>();
  private Optional<License> ruling = Optional.empty();
  private LicenseStatus status;

  /**
   * Reads all places once and judges.
   *
   * @param places in order of rank: of two licenses issued at the same time the later place's rules
   * @param revocations what the vendor took back
   * @param now in ms since the epoch
   */
  public LicenseKeeper(
      Verifier verifier,
      LifecycleRules rules,
      List<TokenPlace> places,
      Revocations revocations,
      long now) {
    this.rules = rules;
    this.revocations = revocations;
    this.places = new ArrayList<>();
    for (TokenPlace place : places) {
      this.places.add(new WatchedPlace(place, verifier));
    }
    this.ruling = best(now);
    this.status = judged(now);
  }

  /** Where things stand, as of the last judgment. */
  public synchronized LicenseStatus status() {
    return status;
  }

  /** Adds a listener; it is not told what was before. */
  public synchronized void add(LicenseListener listener) {
    listeners.add(listener);
  }

  /**
   * Reads the places anew and judges. Reads without holding the lock: a place may take forever.
   *
   * @param anew whether to verify what is there even if it is what was there
   */
  public void refresh(Clock clock, boolean anew) {
    List<PlaceContent> contents = new ArrayList<>();
    for (WatchedPlace place : places) {
      contents.add(place.read());
    }
    take(contents, revocations.read(), anew, clock.now());
  }

  private synchronized void take(
      List<PlaceContent> contents, List<PlaceContent> denylists, boolean anew, long now) {
    boolean denylistProblem = revocations.take(denylists);
    List<WatchedPlace> changed = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      if (places.get(i).take(contents.get(i), anew)) {
        changed.add(places.get(i));
      }
    }
    judge(now);
    for (WatchedPlace place : changed) {
      reportUnlessRuling(place, now);
    }
    if (denylistProblem) {
      for (LicenseListener listener : listeners) {
        listener.denylistProblem(revocations.problem().orElseThrow());
      }
    }
  }

  /**
   * Judges what is known at this instant, in ms since the epoch, and tells the listeners if
   * anything changed.
   */
  public synchronized void judge(long now) {
    ruling = best(now);
    LicenseStatus next = judged(now);
    if (isNews(status, next)) {
      // Told first and remembered then: a listener that fails is told again at the next judgment.
      for (LicenseListener listener : listeners) {
        listener.changed(next);
      }
    }
    status = next;
  }

  /**
   * The first instant after {@code now} at which something changes by itself: the ruling license's
   * state, or a license that waits for its beginning.
   */
  public synchronized long nextChange(long now) {
    long next = status.nextTransition();
    for (WatchedPlace place : places) {
      Optional<License> license = licenseAt(place);
      if (license.isPresent()) {
        next =
            Math.min(
                next, Lifecycle.of(license.get(), rules.warn(), rules.grace()).nextTransition(now));
      }
    }
    return next;
  }

  private Optional<License> best(long now) {
    Optional<License> best = stillRuling(now);
    for (WatchedPlace place : places) {
      Optional<License> candidate = licenseAt(place);
      if (candidate.isPresent()
          && (best.isEmpty() || !outranks(best.get(), candidate.get(), now))) {
        best = candidate;
      }
    }
    return best;
  }

  /**
   * The present license, unless it is closed and gone from its place: then things stand as they
   * would after a restart.
   */
  private Optional<License> stillRuling(long now) {
    if (ruling.isEmpty() || isRevoked(ruling.get())) {
      return Optional.empty();
    }
    if (stateOf(ruling.get(), now).opensGates()) {
      return ruling;
    }
    for (WatchedPlace place : places) {
      if (licenseAt(place).equals(ruling)) {
        return ruling;
      }
    }
    return Optional.empty();
  }

  private boolean isRevoked(License license) {
    return !(revocations.judge(new Verdict.Granted(license)) instanceof Verdict.Granted);
  }

  private Verdict verdictAt(WatchedPlace place) {
    return revocations.judge(place.verdict());
  }

  private Optional<License> licenseAt(WatchedPlace place) {
    return verdictAt(place) instanceof Verdict.Granted granted
        ? Optional.of(granted.license())
        : Optional.empty();
  }

  private boolean outranks(License one, License other, long now) {
    boolean opens = stateOf(one, now).opensGates();
    if (opens != stateOf(other, now).opensGates()) {
      return opens;
    }
    return one.issuedAt().orElse(Long.MIN_VALUE) > other.issuedAt().orElse(Long.MIN_VALUE);
  }

  private State stateOf(License license, long now) {
    return Lifecycle.of(license, rules.warn(), rules.grace()).at(now);
  }

  private LicenseStatus judged(long now) {
    return LicenseStatus.of(
        ruling.isPresent() ? new Verdict.Granted(ruling.get()) : withoutLicense(), rules, now);
  }

  /**
   * Something that cannot be believed says more than nothing, and must not pass for a missing
   * token.
   */
  private Verdict withoutLicense() {
    Verdict last = Verifier.missing("There is no place to look for one.");
    for (WatchedPlace place : places) {
      if (verdictAt(place) instanceof Verdict.Refused || !(last instanceof Verdict.Refused)) {
        last = verdictAt(place);
      }
    }
    return last;
  }

  private void reportUnlessRuling(WatchedPlace place, long now) {
    if (ruling.isEmpty() || licenseAt(place).equals(ruling)) {
      return;
    }
    Refusal refusal = whyNot(place, now);
    for (LicenseListener listener : listeners) {
      listener.rejected(refusal);
    }
  }

  private Refusal whyNot(WatchedPlace place, long now) {
    Verdict verdict = verdictAt(place);
    if (verdict instanceof Verdict.Refused refused) {
      return refused.refusal();
    }
    if (verdict instanceof Verdict.Missing missing) {
      return new Refusal(ErrorCode.LICENSE_GONE, missing.refusal().detail());
    }
    LicenseStatus candidate = LicenseStatus.of(verdict, rules, now);
    if (candidate.refusal().isPresent()) {
      return candidate.refusal().get();
    }
    return new Refusal(ErrorCode.LICENSE_OLDER, "It was looked at in " + place.name() + ".");
  }

  private static boolean isNews(LicenseStatus before, LicenseStatus now) {
    return before.state() != now.state()
        || before.kind() != now.kind()
        || !before.license().equals(now.license())
        || codeOf(before) != codeOf(now);
  }

  /** Without the detail, which may tell the time. */
  private static @Nullable ErrorCode codeOf(LicenseStatus status) {
    return status.refusal().isPresent() ? status.refusal().get().code() : null;
  }
}
