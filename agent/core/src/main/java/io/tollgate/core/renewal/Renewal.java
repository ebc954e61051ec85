package io.tollgate.core.renewal;

import io.tollgate.core.http.Renewals;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.Candidate;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Requester;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Timely;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.TokenText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Renews the license by way of the store: what is put there has been verified before, and rules
 * when the answer is given. The keeper decides what may rule; here is only what an administrator
 * may ask for.
 */
public final class Renewal implements Renewals {
  private static final String ADMINISTRATOR = "admin";
  private static final String AGENT = "tollgate-agent";

  /** ms to wait for a place that may hang. */
  private static final long PATIENCE = 500;

  private final LicenseKeeper keeper;
  private final Clock clock;
  private final Store store;
  private final Places places;
  private final Use use;
  private final Timely<byte[]> present = new Timely<>("tollgate-http-present", PATIENCE);

  /** The keeper's places that administrators decide: the license before, and the present one. */
  public interface Places {

    /** Holds what the store holds now. */
    void hold(LicenseRow row);
  }

  /** What is counted under caps. */
  public interface Use {

    /** How many places of each metered cap are taken. Waits for nothing. */
    Map<String, Long> byCap();
  }

  /**
   * Renews the license of this keeper.
   *
   * @param store where licenses are put
   * @param places where the keeper finds them
   * @param use of what licenses limit
   */
  public Renewal(LicenseKeeper keeper, Clock clock, Store store, Places places, Use use) {
    this.keeper = keeper;
    this.clock = clock;
    this.store = store;
    this.places = places;
    this.use = use;
  }

  @Override
  public Answer trial(byte[] token) {
    Candidate candidate = keeper.consider(token, clock.now());
    if (candidate.fate() == Candidate.Fate.FAILS) {
      return new Answer.Refused(Outcome.NOT_VERIFIED, candidate.why().orElseThrow());
    }
    List<String> warnings = new ArrayList<>();
    try {
      store.license();
    } catch (StoreException e) {
      warnings.add("It could not be stored. " + e.refusal().line());
    }
    JsonText json =
        new Comparison(candidate.current(), candidate.status(), use.byCap())
            .json(candidate.current(), warnings)
            .put("wouldReplace", candidate.fate() == Candidate.Fate.REPLACES);
    if (candidate.fate() == Candidate.Fate.WAITS) {
      putBeginning(json, candidate);
    } else if (candidate.why().isPresent()) {
      json.put("why", json(candidate.why().get()));
    }
    return new Answer.Told(Outcome.DONE, json);
  }

  private static JsonText json(Refusal refusal) {
    return new JsonText().put("code", refusal.code().code()).put("message", refusal.message());
  }

  private static void putBeginning(JsonText json, Candidate candidate) {
    json.put("waitsUntil", UtcText.iso(candidate.status().lifecycle().orElseThrow().notBefore()));
  }

  @Override
  public Answer renew(byte[] token, Asker asker) {
    Requester by = requester(asker);
    Candidate candidate = keeper.consider(token, clock.now());
    return switch (candidate.fate()) {
      case FAILS -> refused(Outcome.NOT_VERIFIED, candidate, by);
      case STANDS_BACK -> refused(Outcome.STAYS, candidate, by);
      default -> stored(token, candidate, by);
    };
  }

  private Answer refused(Outcome outcome, Candidate candidate, Requester by) {
    Refusal why = candidate.why().orElseThrow();
    keeper.report(Action.REJECTED, why, by);
    return new Answer.Refused(outcome, why);
  }

  private Answer stored(byte[] token, Candidate candidate, Requester by) {
    try {
      LicenseRow row = store.license();
      if (holds(row, candidate)) {
        // Another JVM may have put it there, or one that ended before its place was told.
        decide(row, Action.RENEWED, by);
      } else {
        put(TokenText.of(token), row, candidate, by);
      }
    } catch (StoreException e) {
      return new Answer.Refused(Outcome.NO_STORE, e.refusal());
    } catch (RefusedException e) {
      throw new IllegalStateException("what was verified cannot be read", e);
    }
    LicenseStatus now = keeper.status();
    boolean replaced =
        candidate.fate() == Candidate.Fate.REPLACES
            && now.license().equals(candidate.status().license());
    JsonText json =
        new Comparison(candidate.current(), candidate.status(), use.byCap())
            .json(now, List.of())
            .put("replaced", replaced);
    if (candidate.fate() != Candidate.Fate.WAITS) {
      return new Answer.Told(Outcome.DONE, json);
    }
    putBeginning(json, candidate);
    return new Answer.Told(Outcome.WAITS, json);
  }

  /** Whether this very license is the present one there. */
  private boolean holds(LicenseRow row, Candidate candidate) {
    Optional<String> there = row.token();
    return there.isPresent()
        && consider(there.get()).status().license().equals(candidate.status().license());
  }

  private Candidate consider(String token) {
    return keeper.consider(token.getBytes(StandardCharsets.US_ASCII), clock.now());
  }

  private void put(String token, LicenseRow row, Candidate candidate, Requester by)
      throws StoreException {
    String who = by.actor() + " " + by.ipAddress();
    if (row.revision() == 0 && candidate.fate() != Candidate.Fate.RULES) {
      seed();
    } else if (candidate.fate() == Candidate.Fate.WAITS
        && waits(row)
        && row.previous().isPresent()
        // Or else the license that rules until then would be forgotten, for the sake of two that
        // wait.
        && store.back(row.revision(), who, clock.now()).isEmpty()) {
      // Somebody else was faster, and what there is now may be another case.
      put(token, store.license(), candidate, by);
      return;
    }
    decide(store.putLicense(token, who, clock.now()), Action.RENEWED, by);
    if (candidate.fate() == Candidate.Fate.WAITS) {
      keeper.remark(
          Action.LOADED,
          "a license was stored, and rules from "
              + UtcText.plain(candidate.status().lifecycle().orElseThrow().notBefore())
              + " on",
          by);
    } else if (candidate.fate() == Candidate.Fate.RULES) {
      keeper.remark(Action.LOADED, "the license that rules was stored", by);
    }
  }

  /** What rules so far is what one step back leads to, wherever it lies. */
  private void seed() throws StoreException {
    Optional<String> ruling = presentToken();
    if (ruling.isPresent()) {
      store.seedLicense(ruling.get(), AGENT, clock.now());
    }
  }

  private Optional<String> presentToken() {
    try {
      Optional<byte[]> token = present.ask(new Present(keeper));
      return token.isPresent() && token.get().length > 0
          ? Optional.of(TokenText.of(token.get()))
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (RefusedException e) {
      throw new IllegalStateException("what was verified cannot be read", e);
    }
  }

  private record Present(LicenseKeeper keeper) implements Callable<byte[]> {
    @Override
    public byte[] call() {
      return keeper.readRuling().orElse(new byte[0]);
    }
  }

  private boolean waits(LicenseRow row) {
    return row.token().isPresent() && consider(row.token().get()).fate() == Candidate.Fate.WAITS;
  }

  @Override
  public Answer back(Asker asker) {
    try {
      Optional<Answer> answer = Optional.empty();
      while (answer.isEmpty()) {
        answer = backFrom(store.license(), requester(asker));
      }
      return answer.get();
    } catch (StoreException e) {
      return new Answer.Refused(Outcome.NO_STORE, e.refusal());
    }
  }

  /** Empty if somebody else was faster, and what there is now has to be looked at. */
  private Optional<Answer> backFrom(LicenseRow row, Requester by) throws StoreException {
    if (row.previous().isEmpty()) {
      return Optional.of(nothingBefore());
    }
    byte[] token = row.previous().get().getBytes(StandardCharsets.US_ASCII);
    Candidate candidate = keeper.considerBack(token, clock.now());
    boolean goes =
        candidate.fate() == Candidate.Fate.REPLACES || candidate.fate() == Candidate.Fate.WITHDRAWS;
    if (!goes) {
      return Optional.of(refused(Outcome.STAYS, candidate, by));
    }
    Optional<LicenseRow> before =
        store.back(row.revision(), by.actor() + " " + by.ipAddress(), clock.now());
    if (before.isEmpty()) {
      return Optional.empty();
    }
    decide(before.get(), Action.RESTORED, by);
    if (candidate.fate() == Candidate.Fate.WITHDRAWS) {
      keeper.remark(Action.RESTORED, "the license in the store was taken back", by);
    }
    LicenseStatus now = keeper.status();
    return Optional.of(
        new Answer.Told(
            Outcome.DONE,
            new Comparison(candidate.current(), now, use.byCap())
                .json(now, List.of())
                .put("replaced", !now.license().equals(candidate.current().license()))));
  }

  private static Answer nothingBefore() {
    return new Answer.Refused(
        Outcome.NOTHING_BEFORE, new Refusal(ErrorCode.LICENSE_NONE_BEFORE, ""));
  }

  private void decide(LicenseRow row, Action action, Requester by) {
    places.hold(row);
    keeper.decide(List.of(content(row.previous()), content(row.token())), action, by, clock.now());
  }

  private static PlaceContent content(Optional<String> token) {
    return token.isPresent()
        ? new PlaceContent.Found(token.get().getBytes(StandardCharsets.US_ASCII))
        : new PlaceContent.Nothing();
  }

  private static Requester requester(Asker asker) {
    return new Requester(ADMINISTRATOR, asker.ipAddress(), asker.userAgent());
  }

  @Override
  public void close() {
    present.close();
  }
}
