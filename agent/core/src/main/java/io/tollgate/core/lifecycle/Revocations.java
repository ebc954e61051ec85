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
  private final List<Source> mounted = new ArrayList<>();
  private final Source fetched = new Source();
  private final boolean published;
  private TrustedKeys keys;
  private Denylist denylist = Denylist.NONE;
  private Optional<byte[]> content = Optional.empty();
  private boolean reached;

  private Revocations(List<TokenPlace> places, boolean published, TrustedKeys keys) {
    this.places = places;
    this.published = published;
    this.keys = keys;
    for (int i = 0; i < places.size(); i++) {
      mounted.add(new Source());
    }
  }

  /** What one place held last. */
  private static final class Source {
    private Optional<String> seen = Optional.empty();
    private Optional<Refusal> problem = Optional.empty();
    private Optional<Refusal> told = Optional.empty();
    private boolean sound;

    /** What is wrong and was not, or in another way, when this was asked last. */
    Optional<Refusal> news() {
      boolean known = problem.isEmpty() || problem.equals(told);
      told = problem;
      return known ? Optional.empty() : problem;
    }

    void failed(Refusal why) {
      sound = false;
      problem = Optional.of(why);
    }
  }

  /** Reads the denylist that the policy names, if it names one. */
  public static Revocations read(Policy policy, FileSystem files) {
    return read(policy, policy.keys(), files, Optional.empty());
  }

  /**
   * Reads the denylist that the policy names, if it names one.
   *
   * @param keys the keys that it may be signed with
   * @param remembered the list that counted before this start, as it was signed
   */
  public static Revocations read(
      Policy policy, TrustedKeys keys, FileSystem files, Optional<byte[]> remembered) {
    List<TokenPlace> places = new ArrayList<>();
    if (policy.denylistFile().isPresent()) {
      places.add(new MountedFile(policy.denylistFile().get(), Denylist.MOST_BYTES, files));
    }
    return of(places, policy.remote().denylistUrl().isPresent(), keys, remembered);
  }

  /** Reads these places once. */
  static Revocations of(List<TokenPlace> places, TrustedKeys keys) {
    return of(places, false, keys, Optional.empty());
  }

  private static Revocations of(
      List<TokenPlace> places, boolean published, TrustedKeys keys, Optional<byte[]> remembered) {
    Revocations revocations = new Revocations(places, published, keys);
    if (revocations.areNeeded() && remembered.isPresent()) {
      revocations.remember(remembered.get());
    }
    revocations.take(revocations.read());
    for (Source source : revocations.mounted) {
      source.told = source.problem;
    }
    return revocations;
  }

  /** What is wrong with what was read last. */
  public Optional<Refusal> problem() {
    for (Source source : mounted) {
      if (source.problem.isPresent()) {
        return source.problem;
      }
    }
    return fetched.problem;
  }

  /** One thing that is wrong and was not, or in another way, when this was asked last. */
  Optional<Refusal> news() {
    for (Source source : mounted) {
      Optional<Refusal> news = source.news();
      if (news.isPresent()) {
        return news;
      }
    }
    return fetched.news();
  }

  /** Whether the product needs a denylist. */
  public boolean areNeeded() {
    return published || !places.isEmpty();
  }

  /**
   * Whether the last look found a sound list that is not older than the one before. Where the
   * vendor publishes one, a file is no contact: it may lie there for ever.
   */
  boolean areReached() {
    return reached;
  }

  /** The verdict, or a refusal if it grants what was revoked. */
  public Verdict judge(Verdict verdict) {
    return denylist.judge(verdict);
  }

  /** The list that counts, as it was signed; empty if none was ever seen. */
  public Optional<byte[]> content() {
    return content;
  }

  /** Lists may be signed with these keys from now on. */
  void use(TrustedKeys others) {
    keys = others;
    for (Source source : mounted) {
      source.seen = Optional.empty();
    }
  }

  /** The number of the list that counts; -1 if none was ever seen. */
  long number() {
    return denylist.seq();
  }

  /**
   * Takes over what another JVM of this product has read, if it is newer: no contact with the
   * vendor, and nothing to tell if it cannot be believed.
   */
  void takeShared(byte[] list) {
    if (!areNeeded()) {
      return;
    }
    try {
      Denylist read = Denylist.read(list, keys);
      if (read.seq() > denylist.seq()) {
        denylist = read;
        content = Optional.of(list);
      }
    } catch (RefusedException e) {
      // Whoever can write to the store put it there.
      return;
    }
  }

  private void remember(byte[] list) {
    try {
      denylist = Denylist.read(list, keys);
      content = Optional.of(list);
    } catch (RefusedException e) {
      // Damaged, or signed by a key that is not trusted any more: as good as none.
      return;
    }
  }

  /** Reads, and nothing more. */
  List<PlaceContent> read() {
    List<PlaceContent> contents = new ArrayList<>();
    for (TokenPlace place : places) {
      contents.add(place.read());
    }
    return contents;
  }

  /** Takes over what was read. */
  void take(List<PlaceContent> contents) {
    reached = false;
    for (int i = 0; i < contents.size(); i++) {
      take(mounted.get(i), places.get(i).name(), contents.get(i));
      reached |= mounted.get(i).sound && !published;
    }
  }

  /** Takes over what was fetched. */
  void takeFetched(String from, byte[] list) {
    fetched.seen = Optional.empty();
    take(fetched, from, list);
    reached = fetched.sound;
  }

  private void take(Source source, String place, PlaceContent found) {
    if (found instanceof PlaceContent.Found bytes) {
      take(source, place, bytes.bytes());
      return;
    }
    source.seen = Optional.empty();
    source.failed(new Refusal(ErrorCode.DENYLIST_UNAVAILABLE, "It should be " + place + "."));
  }

  private void take(Source source, String place, byte[] list) {
    Optional<String> hash = Optional.of(Sha256.hex(list));
    if (hash.equals(source.seen)) {
      return;
    }
    source.seen = hash;
    try {
      Denylist read = Denylist.read(list, keys);
      if (!read.follows(denylist)) {
        source.failed(
            new Refusal(
                ErrorCode.DENYLIST_OLDER,
                place + " has the number " + read.seq() + ", after " + denylist.seq() + "."));
        return;
      }
      source.sound = true;
      source.problem = Optional.empty();
      denylist = read;
      content = Optional.of(list);
    } catch (RefusedException e) {
      source.failed(
          new Refusal(
              e.refusal().code(), e.refusal().detail() + " It was read from " + place + "."));
    }
  }
}
