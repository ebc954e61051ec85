package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.net.HttpsNetwork;
import io.tollgate.core.policy.Trust;
import io.tollgate.core.remote.Knowledge;
import io.tollgate.core.remote.Vendor;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.state.Installation;
import io.tollgate.core.state.Memory;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a start finds out about the license, and goes on to find out while the JVM runs.
 *
 * @param clock the time that licenses are judged by
 * @param store what the JVMs of an installation share
 * @param installation which one it is
 * @param keeper knows which license rules
 * @param vendor fetches keys and denylists, if the policy names any
 */
record Inquiry(
    Policy policy,
    Settings settings,
    FileSystem files,
    StateFolder folder,
    Timekeeper clock,
    Trust trust,
    Revocations revocations,
    Offline offline,
    StoreLink store,
    Optional<String> installation,
    LicenseKeeper keeper,
    Optional<Vendor> vendor) {

  /**
   * Reads what is remembered and what is mounted, and judges. Goes to the network, and to a store
   * there, only if a start would fail without.
   *
   * @throws RefusedException if a setting about the network cannot be used
   */
  static Inquiry open(
      Policy policy,
      Settings settings,
      List<TokenPlace> places,
      Environment environment,
      FileSystem files)
      throws RefusedException {
    StateFolder folder =
        settings.stateFolder().isPresent()
            ? new StateFolder(settings.stateFolder().get(), files, new LocalStorage())
            : StateFolder.none(files);
    Memory memory = Memory.read(folder);
    Timekeeper clock = new Timekeeper(new SystemClock(), memory.mark());
    long now = clock.now();
    Knowledge knowledge = Knowledge.of(policy, folder, files, environment);
    Trust trust = knowledge.trust();
    Revocations revocations = knowledge.revocations();
    Offline offline =
        new Offline(
            policy.remote().offlineGrace(),
            policy.remote().offlineHardStop(),
            memory.contacts(policy.remote().keysUrl().isPresent(), revocations.areNeeded(), now));
    StoreLink store = StoreLink.of(settings, policy.productName(), files, folder, clock);
    List<TokenPlace> allPlaces = new ArrayList<>(places);
    allPlaces.addAll(store.places());
    Optional<String> installation = Installation.of(policy, settings, folder, files, store);
    LicenseKeeper keeper =
        new LicenseKeeper(
            new Verifier(policy, trust.keys(), installation),
            policy.rules(),
            allPlaces,
            new Vetoes(revocations, offline, clock),
            now);
    store.tell(keeper);
    if (store.isShared() && !keeper.status().opensGates()) {
      store.beforeStart();
    }
    Optional<Vendor> vendor = Optional.empty();
    if (policy.remote().fetches()) {
      vendor =
          Optional.of(
              new Vendor(
                  policy,
                  trust,
                  installation,
                  new HttpsNetwork(settings.caFile(), settings.proxy(), files, environment),
                  folder,
                  keeper,
                  offline,
                  clock,
                  memory.keysAsked().orElse(Long.MIN_VALUE)));
      vendor.get().beforeStart(keeper.status());
      if (vendor.get().keysAsked() != memory.keysAsked().orElse(Long.MIN_VALUE)) {
        // Now, because this start may end here and the next one is not to ask again at once.
        Memory.of(clock, offline, vendor.get().keysAsked()).write(folder);
      }
    }
    return new Inquiry(
        policy,
        settings,
        files,
        folder,
        clock,
        trust,
        revocations,
        offline,
        store,
        installation,
        keeper,
        vendor);
  }

  /** Where the license stands. */
  LicenseStatus status() {
    return keeper.status();
  }

  /** Says what was not taken, besides the license. */
  void tellProblems(Announcer announcer) {
    if (trust.problem().isPresent()) {
      announcer.problem("the public key was not replaced", trust.problem().get());
    }
    if (revocations.problem().isPresent()) {
      announcer.happened(
          new LicenseEvent.Problem(Action.REVOKED, status(), revocations.problem().get()));
    }
    if (vendor.isPresent()) {
      vendor.get().introduce(announcer);
    }
    store.introduce(announcer, keeper);
    if (clock.problem().isPresent()) {
      announcer.happened(new LicenseEvent.Problem(Action.CLOCK, status(), clock.problem().get()));
    }
  }
}
