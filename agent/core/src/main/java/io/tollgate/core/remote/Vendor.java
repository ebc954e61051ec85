package io.tollgate.core.remote;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.policy.Trust;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.Network;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.Remote;
import io.tollgate.verifier.token.Denylist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Fetches published keys and the denylist when they are due, and hands them to the keeper. What is
 * known is given up only for what was fetched whole and can be used.
 *
 * <p>Keys are due every {@code keys.refresh}, a little earlier each time by chance so that a fleet
 * does not come at once; after a failure, and when a token asks for a key that is not known, again
 * after {@code keys.cooldown}, then after twice that, up to an hour. A denylist is due every {@code
 * reverify}, and after a failure likewise.
 */
public final class Vendor implements Runnable {
  private static final long TICK = 1_000;
  private static final long LONGEST_RETRY = 3_600_000;
  private static final int JITTER_PERCENT = 10;

  private final Policy policy;
  private final Trust trust;
  private final Optional<String> installation;
  private final Network network;
  private final StateFolder folder;
  private final LicenseKeeper keeper;
  private final Offline offline;
  private final Clock clock;
  private final Random chance = new Random();
  private TrustedKeys known;
  private final Schedule keys;
  private final Schedule denylist;
  private String askedFor = "";
  private volatile long keysAsked;
  private Optional<Refusal> keysTrouble = Optional.empty();
  private Optional<Refusal> denylistTrouble = Optional.empty();

  /**
   * A vendor that was not asked yet.
   *
   * @param trust the keys as they are judged by now
   * @param keysAsked when published keys were asked for last; {@link Long#MIN_VALUE} if never
   */
  public Vendor(
      Policy policy,
      Trust trust,
      Optional<String> installation,
      Network network,
      StateFolder folder,
      LicenseKeeper keeper,
      Offline offline,
      Clock clock,
      long keysAsked) {
    this.policy = policy;
    this.trust = trust;
    this.known = trust.keys();
    this.installation = installation;
    this.network = network;
    this.folder = folder;
    this.keeper = keeper;
    this.offline = offline;
    this.clock = clock;
    this.keysAsked = keysAsked;
    Remote remote = policy.remote();
    long cooldown = remote.keysCooldown().after(0); // lengths in ms, counted from 1970
    this.keys = new Schedule(remote.keysRefresh().after(0), cooldown, LONGEST_RETRY, keysAsked);
    this.denylist =
        new Schedule(policy.reverify().after(0), cooldown, LONGEST_RETRY, Long.MIN_VALUE);
    if (offline.contacts().keys() < clock.now() && trust.published()) {
      keys.succeeded(offline.contacts().keys(), jitter());
    }
  }

  /** When published keys were asked for last, in ms since the epoch. */
  public long keysAsked() {
    return keysAsked;
  }

  /**
   * What a start cannot do without: keys that a token asks for, or any contact at all after too
   * long a time. May take some seconds, and makes the JDK look for loggers before the host's main:
   * only where the start would fail otherwise.
   */
  public void beforeStart(LicenseStatus status) {
    boolean offlineTooLong =
        status.refusal().isPresent() && status.refusal().get().code() == ErrorCode.OFFLINE_TOO_LONG;
    if (offlineTooLong || keeper.asksForKeys().isPresent()) {
      askForKeys(clock.now());
    }
    if (offlineTooLong) {
      askForDenylist(clock.now());
    }
  }

  /** Tells what went wrong before there was a listener. */
  public void introduce(LicenseListener listener) {
    if (keysTrouble.isPresent()) {
      listener.happened(new LicenseEvent.Problem(Action.KEYS, keeper.status(), keysTrouble.get()));
    }
    if (denylistTrouble.isPresent()) {
      listener.happened(
          new LicenseEvent.Problem(Action.REVOKED, keeper.status(), denylistTrouble.get()));
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        // First of all a moment for the host: TLS makes the JDK look for loggers, and which those
        // are is the host's to say in its main (JBoss LogManager).
        clock.pause(TICK);
        fetchWhatIsDue();
      }
    } catch (InterruptedException e) {
      // Nothing is fetched any more: the patience with an unreachable vendor ends at its own time.
      Thread.currentThread().interrupt();
    }
  }

  private void fetchWhatIsDue() {
    try {
      long now = clock.now();
      Optional<String> asked = keeper.asksForKeys();
      boolean another = asked.isPresent() && !asked.get().equals(askedFor);
      if (another) {
        askedFor = asked.get();
        keys.hurry();
      }
      if (keys.isDue(now)) {
        askForKeys(now);
      }
      if (denylist.isDue(now)) {
        askForDenylist(now);
      }
    } catch (RuntimeException | Error e) {
      // For lack of memory, say. What is known stays, and the next tick is near.
      return;
    }
  }

  private void askForKeys(long now) {
    if (policy.remote().keysUrl().isEmpty() || !keys.mayAsk(now)) {
      return;
    }
    keys.asking(now);
    keysAsked = now;
    String url = policy.remote().keysUrl().get();
    Fetched fetched = network.get(url, PublishedKeys.MOST_BYTES);
    if (fetched instanceof Fetched.Failed failed) {
      keysFailed(new Refusal(ErrorCode.KEYS_UNREACHABLE, failed.why() + "."));
      return;
    }
    byte[] set = ((Fetched.Body) fetched).bytes();
    try {
      TrustedKeys published = PublishedKeys.read(named(url), set);
      PublishedKeys.remember(folder, url, set);
      keysFetched(published);
    } catch (RefusedException e) {
      keysFailed(new Refusal(ErrorCode.KEYS_REFUSED, e.refusal().detail()));
    }
  }

  private void keysFetched(TrustedKeys published) {
    long now = clock.now();
    offline.keysReached(now);
    Trust fresh = trust.withPublished(policy, published);
    keeper.use(new Verifier(policy, fresh.keys(), installation), kept(fresh), fresh.own());
    known = fresh.keys();
    keeper.refresh(clock, true);
    if (keysTrouble.isPresent()) {
      keysTrouble = Optional.empty();
      keeper.remark(Action.KEYS, "the vendor's keys were fetched again");
    }
    if (keeper.asksForKeys().isPresent()) {
      keys.failed();
    } else {
      keys.succeeded(now, jitter());
    }
  }

  /** What was trusted before and still is: another key under an old name is another key. */
  private TrustedKeys kept(Trust fresh) {
    List<TrustedKey> same = new ArrayList<>();
    for (TrustedKey key : fresh.keys().of(KeyUse.SIGNATURE).all()) {
      for (TrustedKey before : known.withThumbprint(key.key().thumbprint()).all()) {
        if (before.id().equals(key.id())) {
          same.add(key);
        }
      }
    }
    return new TrustedKeys(same);
  }

  private void keysFailed(Refusal refusal) {
    keys.failed();
    if (keysTrouble.isEmpty()) {
      keysTrouble = Optional.of(refusal);
      keeper.report(Action.KEYS, refusal);
    }
  }

  private void askForDenylist(long now) {
    if (policy.remote().denylistUrl().isEmpty() || !denylist.mayAsk(now)) {
      return;
    }
    denylist.asking(now);
    String url = policy.remote().denylistUrl().get();
    Fetched fetched = network.get(url, Denylist.MOST_BYTES);
    if (fetched instanceof Fetched.Failed failed) {
      denylistFailed(new Refusal(ErrorCode.DENYLIST_UNAVAILABLE, failed.why() + "."));
      return;
    }
    if (denylistTrouble.isPresent()) {
      denylistTrouble = Optional.empty();
      keeper.remark(Action.REVOKED, "the denylist was fetched again");
    }
    // A list that cannot be believed is told by the keeper.
    if (keeper.takeDenylist(named(url), ((Fetched.Body) fetched).bytes(), clock.now())) {
      denylist.succeeded(clock.now(), jitter());
    } else {
      denylist.failed();
    }
  }

  private void denylistFailed(Refusal refusal) {
    denylist.failed();
    if (denylistTrouble.isEmpty()) {
      denylistTrouble = Optional.of(refusal);
      keeper.report(Action.REVOKED, refusal);
    }
  }

  /** The address without its query, which may hold a secret. */
  private static String named(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  private int jitter() {
    return chance.nextInt(JITTER_PERCENT + 1);
  }
}
