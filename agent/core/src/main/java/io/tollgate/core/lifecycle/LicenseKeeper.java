package io.tollgate.core.lifecycle;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.text.Sha256;
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
  private static final long DAY = 86_400_000;

  private final LifecycleRules rules;
  private final List<WatchedPlace> places;
  private final Revocations revocations;
  private final Offline offline;
  private final ClockDoubt clock;
  private final List<LicenseListener> listeners = new ArrayList<>();
  private Verifier verifier;
  private Optional<TrustedKeys> trusted = Optional.empty();
  private Optional<License> ruling = Optional.empty();
  private LicenseStatus status;
  private boolean clockDoubted;
  private boolean denylistTroubled;
  private long reads;
  private long decisions;
  private long verifiedAt;
  private long toldAt;

  /**
   * Reads all places once and judges.
   *
   * @param places in order of rank: of two licenses issued at the same time the later place's
   *     rules; those that administrators decide come last
   * @param vetoes what can close a license that verifies
   * @param now in ms since the epoch
   */
  public LicenseKeeper(
      Verifier verifier, LifecycleRules rules, List<TokenPlace> places, Vetoes vetoes, long now) {
    this.verifier = verifier;
    this.rules = rules;
    this.revocations = vetoes.revocations();
    this.offline = vetoes.offline();
    this.clock = vetoes.clock();
    this.denylistTroubled = revocations.problem().isPresent();
    this.places = new ArrayList<>();
    for (TokenPlace place : places) {
      this.places.add(new WatchedPlace(place, verifier));
    }
    this.verifiedAt = now;
    this.toldAt = now;
    noteContact(now);
    this.ruling = best(now);
    this.status = judged(now);
    // A start says itself what is wrong with the clock.
    this.clockDoubted = clock.problem().isPresent();
  }

  /** Where things stand, as of the last judgment. */
  public synchronized LicenseStatus status() {
    return status;
  }

  /** How often the places were read to the end. */
  synchronized long reads() {
    return reads;
  }

  /** Where things stand at this instant, in ms since the epoch; tells nobody. */
  public synchronized LicenseStatus statusAt(long now) {
    return judged(now);
  }

  /** The denylist that counts, as it was signed; empty if there is none. */
  public synchronized Optional<byte[]> denylist() {
    return revocations.content();
  }

  /** When tokens were verified last, in ms since the epoch. */
  public synchronized long verifiedAt() {
    return verifiedAt;
  }

  /** The SHA-256 of the token that rules, in hexadecimal; empty if it is not at its place now. */
  public synchronized Optional<String> tokenHash() {
    for (WatchedPlace place : places) {
      if (ruling.isPresent() && licenseAt(place).equals(ruling)) {
        return place.hash();
      }
    }
    return Optional.empty();
  }

  /**
   * The token that rules, read once more where others than administrators put it; empty if it does
   * not lie there. May take forever.
   */
  public Optional<byte[]> readRuling() {
    for (WatchedPlace place : holdersOfRuling()) {
      if (place.read() instanceof PlaceContent.Found found
          && place.hash().equals(Optional.of(Sha256.hex(found.bytes())))) {
        return Optional.of(found.bytes());
      }
    }
    return Optional.empty();
  }

  private synchronized List<WatchedPlace> holdersOfRuling() {
    List<WatchedPlace> holders = new ArrayList<>();
    for (WatchedPlace place : places) {
      if (ruling.isPresent() && !place.isDecided() && licenseAt(place).equals(ruling)) {
        holders.add(place);
      }
    }
    return holders;
  }

  /** Adds a listener; it is not told what was before. */
  public synchronized void add(LicenseListener listener) {
    listeners.add(listener);
  }

  /** Tells a listener where things stand at the start, and what is wrong there. */
  public synchronized void introduce(LicenseListener listener) {
    listener.happened(new LicenseEvent.Changed(Action.ofStart(status), status));
    introduce(listener, Action.CLOCK, clock.problem());
    introduce(listener, Action.REVOKED, revocations.problem());
  }

  private void introduce(LicenseListener listener, Action action, Optional<Refusal> problem) {
    if (problem.isPresent()) {
      listener.happened(new LicenseEvent.Problem(action, status, problem.get()));
    }
  }

  /**
   * Judges by other keys from the next {@link #refresh} on, which has to be one of everything.
   *
   * @param keys the keys of that verifier; a license of any other is given up
   * @param denylistKeys the keys that denylists may be signed with
   */
  public synchronized void use(Verifier other, TrustedKeys keys, TrustedKeys denylistKeys) {
    verifier = other;
    trusted = Optional.of(keys);
    revocations.use(denylistKeys);
  }

  /**
   * A hash of the tokens that ask for a key which is not known; empty if none does. The same tokens
   * give the same hash.
   */
  public synchronized Optional<String> asksForKeys() {
    StringBuilder hashes = new StringBuilder();
    for (WatchedPlace place : places) {
      if (place.verdict() instanceof Verdict.Refused refused && isAboutKeys(refused.refusal())) {
        hashes.append(place.hash().orElse(""));
      }
    }
    return hashes.length() == 0 ? Optional.empty() : Optional.of(hashes.toString());
  }

  private static boolean isAboutKeys(Refusal refusal) {
    return refusal.code() == ErrorCode.KEY_UNKNOWN || refusal.code() == ErrorCode.KEY_UNTRUSTED;
  }

  /**
   * Reads the places anew and judges. Reads without holding the lock: a place may take forever.
   *
   * @param anew whether to verify what is there even if it is what was there
   */
  public void refresh(Clock clock, boolean anew) {
    long decisionsBefore = decisions();
    List<PlaceContent> contents = new ArrayList<>();
    for (WatchedPlace place : places) {
      contents.add(place.read());
    }
    take(contents, decisionsBefore, revocations.read(), anew, clock.now());
  }

  private synchronized long decisions() {
    return decisions;
  }

  private synchronized void take(
      List<PlaceContent> contents,
      long decisionsBefore,
      List<PlaceContent> denylists,
      boolean anew,
      long now) {
    reads++;
    revocations.take(denylists);
    List<WatchedPlace> changed = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      WatchedPlace place = places.get(i);
      // What was read there may be what somebody has replaced since.
      boolean overtaken = place.isDecided() && decisions != decisionsBefore;
      if (!overtaken && take(place, contents.get(i), anew, now)) {
        changed.add(place);
      }
    }
    if (anew || !changed.isEmpty()) {
      verifiedAt = now;
    }
    noteContact(now);
    judge(now);
    for (WatchedPlace place : changed) {
      reportUnlessRuling(place, now);
    }
    tellDenylist();
  }

  private boolean take(WatchedPlace place, PlaceContent content, boolean anew, long now) {
    Optional<License> before = licenseAt(place);
    boolean changed = place.take(content, verifier, anew);
    Optional<License> after = licenseAt(place);
    boolean another = after.isPresent() && !after.equals(before);
    if (place.isDecided() && another && before.equals(ruling) && opens(after.get(), now)) {
      ruling = Optional.empty();
    }
    return changed;
  }

  /**
   * Takes over what somebody has put to the places that administrators decide, in the order of
   * these places, before they are read again. Tells of a change as this action.
   */
  public synchronized void decide(
      List<PlaceContent> contents, Action action, Requester by, long now) {
    decisions++;
    int next = 0;
    for (WatchedPlace place : places) {
      if (place.isDecided()) {
        take(place, contents.get(next++), false, now);
      }
    }
    verifiedAt = now;
    judge(now, Optional.of(action), Optional.of(by));
  }

  /** What would become of this token, had an administrator decided for it. Changes nothing. */
  public synchronized Candidate consider(byte[] token, long now) {
    Verdict verdict = revocations.judge(verifier.verify(token, "the request"));
    LicenseStatus status = LicenseStatus.of(verdict, rules, now);
    if (!(verdict instanceof Verdict.Granted granted)) {
      return candidate(Candidate.Fate.FAILS, status, status.refusal(), now);
    }
    License license = granted.license();
    if (ruling.equals(Optional.of(license))) {
      return candidate(Candidate.Fate.RULES, status, Optional.empty(), now);
    }
    if (status.state() == State.NOT_YET_VALID) {
      return considerLater(license, status, now);
    }
    Optional<License> best = best(now);
    if (status.opensGates() && (best.isEmpty() || !outranks(best.get(), license, now))) {
      return candidate(Candidate.Fate.REPLACES, status, Optional.empty(), now);
    }
    Refusal why =
        status.refusal().isPresent() ? status.refusal().get() : older(license, best.orElseThrow());
    return candidate(Candidate.Fate.STANDS_BACK, status, Optional.of(why), now);
  }

  private Candidate considerLater(License license, LicenseStatus status, long now) {
    long begin = license.notBefore().orElse(now);
    LicenseStatus then = LicenseStatus.of(new Verdict.Granted(license), rules, begin);
    if (!then.opensGates()) {
      return candidate(Candidate.Fate.STANDS_BACK, status, then.refusal(), now);
    }
    if (ruling.isPresent() && outranks(ruling.get(), license, begin)) {
      Refusal older = older(license, ruling.get());
      return candidate(Candidate.Fate.STANDS_BACK, status, Optional.of(older), now);
    }
    // An evaluation is open without a license, and would be closed by one.
    boolean closes = ruling.isEmpty() && judged(now).opensGates();
    return candidate(
        closes ? Candidate.Fate.STANDS_BACK : Candidate.Fate.WAITS, status, status.refusal(), now);
  }

  /**
   * What would become of the license if the administrators' places held nothing but this token.
   * Changes nothing. Gates stay open, or open; nothing that has ended or was revoked comes back.
   */
  public synchronized Candidate considerBack(byte[] token, long now) {
    Verdict verdict = revocations.judge(verifier.verify(token, "the store"));
    LicenseStatus status = LicenseStatus.of(verdict, rules, now);
    if (!(verdict instanceof Verdict.Granted granted)) {
      return candidate(Candidate.Fate.FAILS, status, status.refusal(), now);
    }
    if (!status.opensGates()) {
      return candidate(Candidate.Fate.STANDS_BACK, status, status.refusal(), now);
    }
    boolean givenUp = false;
    Optional<License> takenBack = Optional.empty();
    Optional<License> next = Optional.of(granted.license());
    for (WatchedPlace place : places) {
      if (place.isDecided()) {
        givenUp |= ruling.isPresent() && licenseAt(place).equals(ruling);
        takenBack = licenseAt(place);
      } else {
        next = better(licenseAt(place), next, now);
      }
    }
    next = givenUp ? next : better(stillRuling(now), next, now);
    LicenseStatus after = LicenseStatus.of(new Verdict.Granted(next.orElseThrow()), rules, now);
    if (!next.equals(ruling)) {
      return candidate(Candidate.Fate.REPLACES, after, Optional.empty(), now);
    }
    if (takenBack.isPresent() && opens(takenBack.get(), now)) {
      Refusal elsewhere = new Refusal(ErrorCode.LICENSE_ELSEWHERE, "");
      return candidate(Candidate.Fate.STANDS_BACK, after, Optional.of(elsewhere), now);
    }
    return candidate(Candidate.Fate.WITHDRAWS, after, Optional.empty(), now);
  }

  private static Refusal older(License license, License present) {
    return new Refusal(
        ErrorCode.LICENSE_OLDER,
        "It was issued " + issued(license) + ", the present one " + issued(present) + ".");
  }

  private static String issued(License license) {
    return license.issuedAt().isPresent()
        ? "at " + UtcText.plain(license.issuedAt().getAsLong())
        : "at an unknown time";
  }

  private Candidate candidate(
      Candidate.Fate fate, LicenseStatus status, Optional<Refusal> why, long now) {
    return new Candidate(fate, status, judged(now), why);
  }

  /** Takes over a denylist that was fetched. True if it is sound. */
  public synchronized boolean takeDenylist(String from, byte[] denylist, long now) {
    revocations.takeFetched(from, denylist);
    boolean sound = revocations.areReached();
    noteContact(now);
    judge(now);
    tellDenylist();
    return sound;
  }

  private void noteContact(long now) {
    if (revocations.areReached()) {
      offline.denylistReached(now);
    }
  }

  private void tellDenylist() {
    Optional<Refusal> problem = revocations.news();
    if (problem.isPresent()) {
      tell(new LicenseEvent.Problem(Action.REVOKED, status, problem.get()));
    }
    boolean troubled = revocations.problem().isPresent();
    if (denylistTroubled && !troubled) {
      tell(new LicenseEvent.Remark(Action.REVOKED, status, "the denylist is there again"));
    }
    denylistTroubled = troubled;
  }

  /**
   * Judges what is known at this instant, in ms since the epoch, and tells the listeners if
   * anything changed.
   */
  public synchronized void judge(long now) {
    judge(now, Optional.empty(), Optional.empty());
  }

  private void judge(long now, Optional<Action> asked, Optional<Requester> by) {
    ruling = best(now);
    LicenseStatus next = judged(now);
    if (isNews(status, next)) {
      boolean asAsked = asked.isPresent() && next.opensGates();
      Action action = asAsked ? asked.orElseThrow() : Action.ofChange(status, next);
      // Told first and remembered then: a listener that fails is told again at the next judgment.
      tell(new LicenseEvent.Changed(action, next, by));
      toldAt = now;
    }
    status = next;
    tellClock();
  }

  private void tellClock() {
    Optional<Refusal> problem = clock.problem();
    boolean told = clockDoubted;
    clockDoubted = problem.isPresent();
    if (problem.isPresent() && !told) {
      tell(new LicenseEvent.Problem(Action.CLOCK, status, problem.get()));
    } else if (told && problem.isEmpty()) {
      tell(new LicenseEvent.Remark(Action.CLOCK, status, "the clock is right again"));
    }
  }

  /** Tells that something is wrong which is not the license's own affair. */
  public synchronized void report(Action action, Refusal refusal) {
    tell(new LicenseEvent.Problem(action, status, refusal));
  }

  /** Tells that what somebody asked for was not done. */
  public synchronized void report(Action action, Refusal refusal, Requester by) {
    tell(new LicenseEvent.Problem(action, status, refusal, Optional.of(by)));
  }

  /** Tells what somebody has asked for, where that changes nothing yet. */
  public synchronized void remark(Action action, String text, Requester by) {
    tell(new LicenseEvent.Remark(action, status, text, Optional.of(by)));
  }

  /** Tells that something is well, or well again. */
  public synchronized void remark(Action action, String text) {
    tell(new LicenseEvent.Remark(action, status, text));
  }

  /** Tells again what somebody should do something about, if nothing was told for a day. */
  public synchronized void remind(long now) {
    boolean matters = status.state() != State.VALID && status.kind() != Kind.EVALUATION;
    if (now < toldAt || !matters) {
      toldAt = now;
    } else if (now - toldAt >= DAY) {
      toldAt = now;
      tell(new LicenseEvent.Reminder(Action.ofReminder(status), status));
    }
  }

  private void tell(LicenseEvent event) {
    for (LicenseListener listener : listeners) {
      listener.happened(event);
    }
  }

  /**
   * The first instant after {@code now} at which something changes by itself: the ruling license's
   * state, a license that waits for its beginning, or the patience with an unreachable vendor.
   */
  public synchronized long nextChange(long now) {
    long next = Math.min(status.nextTransition(), offline.nextChange(now));
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
      best = better(best, licenseAt(place), now);
    }
    return best;
  }

  /** The second unless the first outranks it. */
  private Optional<License> better(Optional<License> one, Optional<License> other, long now) {
    boolean otherRules =
        other.isPresent() && (one.isEmpty() || !outranks(one.get(), other.get(), now));
    return otherRules ? other : one;
  }

  /**
   * The present license, unless it is closed, or its key is trusted no more, and it is gone from
   * its place: then things stand as they would after a restart.
   */
  private Optional<License> stillRuling(long now) {
    if (ruling.isEmpty() || isRevoked(ruling.get())) {
      return Optional.empty();
    }
    if (opens(ruling.get(), now) && isTrusted(ruling.get())) {
      return ruling;
    }
    for (WatchedPlace place : places) {
      if (licenseAt(place).equals(ruling)) {
        return ruling;
      }
    }
    return Optional.empty();
  }

  /** Whether its key is still one, if keys were ever replaced. */
  private boolean isTrusted(License license) {
    // An endorsed key is none of these: the root that endorsed it is sealed.
    if (trusted.isEmpty() || license.keyTrustedUntil().isPresent()) {
      return true;
    }
    for (TrustedKey key : trusted.get().all()) {
      if (key.id().equals(license.keyId())) {
        return true;
      }
    }
    return false;
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
    boolean opens = opens(one, now);
    if (opens != opens(other, now)) {
      return opens;
    }
    return one.issuedAt().orElse(Long.MIN_VALUE) > other.issuedAt().orElse(Long.MIN_VALUE);
  }

  private boolean opens(License license, long now) {
    return Lifecycle.of(license, rules.warn(), rules.grace()).at(now).opensGates();
  }

  private LicenseStatus judged(long now) {
    Verdict verdict = ruling.isPresent() ? new Verdict.Granted(ruling.get()) : withoutLicense();
    LicenseStatus inTime = LicenseStatus.of(verdict, rules, now);
    Optional<Refusal> doubt = clock.problem();
    boolean openByWrongClock =
        doubt.isPresent()
            && !inTime.opensGates()
            && LicenseStatus.of(verdict, rules, clock.machineNow()).opensGates();
    return offline.judge(
        openByWrongClock ? inTime.closed(doubt.get(), rules.onInvalid()) : inTime, now);
  }

  /**
   * Something that cannot be believed says more than nothing, and must not pass for a missing
   * token.
   */
  private Verdict withoutLicense() {
    Verdict last = Verifier.missing("There is no place to look for one.");
    for (WatchedPlace place : places) {
      boolean refused = verdictAt(place) instanceof Verdict.Refused;
      // Nobody is to be told to look for a token where only a request can have put it.
      if (refused || !(last instanceof Verdict.Refused || place.isDecided())) {
        last = verdictAt(place);
      }
    }
    return last;
  }

  private void reportUnlessRuling(WatchedPlace place, long now) {
    if (ruling.isEmpty() || licenseAt(place).equals(ruling)) {
      return;
    }
    tell(new LicenseEvent.Problem(Action.REJECTED, status, whyNot(place, now)));
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
