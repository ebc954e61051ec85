package io.tollgate.core.command.doctor;

import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.policy.Trust;
import io.tollgate.core.remote.Knowledge;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.source.EnvironmentVariable;
import io.tollgate.core.source.MountTable;
import io.tollgate.core.source.MountedFile;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.StorePlace;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.state.Installation;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileFacts;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.token.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to look at: one product's policy, and what this machine holds for it.
 *
 * @param trust the keys that this product goes by here
 * @param denylistProblem why the list of revoked licenses was not taken
 * @param tokenFile where the token is looked for
 * @param content what lies there
 * @param facts what else is known of that file
 * @param mounts where something is mounted on this machine
 * @param store where licenses may lie that were renewed over HTTP
 * @param tokens what the places hold that hold something, in order of rank
 * @param status which license rules, and how it stands
 * @param now by this machine's clock, in ms since the epoch
 * @param made when this Tollgate was made, in ms since the epoch
 */
public record Setup(
    Policy policy,
    Trust trust,
    Optional<Refusal> denylistProblem,
    String tokenFile,
    FileContent content,
    Optional<FileFacts> facts,
    Set<String> mounts,
    StoreSetup store,
    List<PlacedToken> tokens,
    LicenseStatus status,
    long now,
    long made) {

  /**
   * A token, good or bad.
   *
   * @param place what to call its place
   */
  record PlacedToken(String place, PlaceContent.Found content, Verdict verdict) {}

  /**
   * Reads everything once, as a start with these settings would.
   *
   * @param tokenFile where to look for the token
   * @throws RefusedException if a setting names a file that holds nothing
   */
  public static Setup read(
      Policy policy,
      Settings settings,
      String tokenFile,
      FileSystem disk,
      Environment environment,
      long now,
      long made)
      throws RefusedException {
    FileSystem files = new ReadOnce(disk);
    List<TokenPlace> places = new ArrayList<>();
    policy
        .tokens()
        .env()
        .ifPresent(variable -> places.add(new EnvironmentVariable(variable, environment)));
    places.add(new MountedFile(tokenFile, files));
    StateFolder folder = StateFolder.toRead(settings.stateFolder(), files);
    StoreSetup store = StoreSetup.read(settings, folder, files);
    places.add(StorePlace.before(store.mirror().previous()));
    places.add(StorePlace.present(store.mirror().token()));
    Knowledge knowledge = Knowledge.of(policy, folder, files, environment);
    Trust trust = knowledge.trust();
    Revocations revocations = knowledge.revocations();
    Optional<String> said = Installation.said(settings, files);
    Verifier verifier =
        new Verifier(
            policy, trust.keys(), said.isPresent() ? said : Installation.remembered(folder));
    return new Setup(
        policy,
        trust,
        revocations.problem(),
        tokenFile,
        files.read(tokenFile, TokenText.MOST_BYTES),
        files.facts(tokenFile),
        MountTable.read(files),
        store,
        tokens(places, verifier, revocations),
        new LicenseKeeper(verifier, policy.rules(), places, Vetoes.now(revocations), now).status(),
        now,
        made);
  }

  private static List<PlacedToken> tokens(
      List<TokenPlace> places, Verifier verifier, Revocations revocations) {
    List<PlacedToken> tokens = new ArrayList<>();
    for (TokenPlace place : places) {
      if (place.read() instanceof PlaceContent.Found found) {
        Verdict verdict = revocations.judge(verifier.verify(found.bytes(), place.name()));
        if (!(verdict instanceof Verdict.Missing)) {
          tokens.add(new PlacedToken(place.name(), found, verdict));
        }
      }
    }
    return List.copyOf(tokens);
  }
}
