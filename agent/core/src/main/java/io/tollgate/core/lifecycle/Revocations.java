package io.tollgate.core.lifecycle;

import io.tollgate.core.source.MountedFile;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.Sha256;
import io.tollgate.verifier.token.Denylist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest denylist that was seen. One that is gone, older, or not to be believed changes
 * nothing: what was revoked stays revoked. Not safe for use by several threads.
 */
public final class Revocations {
  private final List<TokenPlace> places;
  private final TrustedKeys keys;
  private Denylist denylist = Denylist.NONE;
  private Optional<String> seen = Optional.empty();
  private Optional<Refusal> problem = Optional.empty();

  private Revocations(List<TokenPlace> places, TrustedKeys keys) {
    this.places = places;
    this.keys = keys;
  }

  /** Reads the denylist that the policy names, if it names one. */
  public static Revocations read(Policy policy, FileSystem files) {
    List<TokenPlace> places = new ArrayList<>();
    if (policy.denylistFile().isPresent()) {
      places.add(new MountedFile(policy.denylistFile().get(), Denylist.MOST_BYTES, files));
    }
    return of(places, policy.keys());
  }

  /** Reads these places once. */
  static Revocations of(List<TokenPlace> places, TrustedKeys keys) {
    Revocations revocations = new Revocations(places, keys);
    revocations.take(revocations.read());
    return revocations;
  }

  /** What is wrong with what was read last. */
  public Optional<Refusal> problem() {
    return problem;
  }

  /** The verdict, or a refusal if it grants what was revoked. */
  public Verdict judge(Verdict verdict) {
    return denylist.judge(verdict);
  }

  /** Reads, and nothing more. */
  List<PlaceContent> read() {
    List<PlaceContent> contents = new ArrayList<>();
    for (TokenPlace place : places) {
      contents.add(place.read());
    }
    return contents;
  }

  /** Takes over what was read. True if there is a problem, and another one than before. */
  boolean take(List<PlaceContent> contents) {
    Optional<Refusal> before = problem;
    for (int i = 0; i < contents.size(); i++) {
      take(places.get(i).name(), contents.get(i));
    }
    return problem.isPresent() && !problem.equals(before);
  }

  private void take(String place, PlaceContent content) {
    if (!(content instanceof PlaceContent.Found found)) {
      seen = Optional.empty();
      problem =
          Optional.of(new Refusal(ErrorCode.DENYLIST_UNAVAILABLE, "It should be " + place + "."));
      return;
    }
    Optional<String> hash = Optional.of(Sha256.hex(found.bytes()));
    if (hash.equals(seen)) {
      return;
    }
    seen = hash;
    try {
      Denylist read = Denylist.read(found.bytes(), keys);
      boolean follows = read.follows(denylist);
      denylist = follows ? read : denylist;
      problem =
          follows
              ? Optional.empty()
              : Optional.of(
                  new Refusal(
                      ErrorCode.DENYLIST_OLDER,
                      place + " has the number " + read.seq() + ", after " + denylist.seq() + "."));
    } catch (RefusedException e) {
      problem =
          Optional.of(
              new Refusal(
                  e.refusal().code(), e.refusal().detail() + " It was read from " + place + "."));
    }
  }
}
