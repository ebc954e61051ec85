package io.tollgate.core.remote;

import io.tollgate.core.state.StateFolder;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keys that the vendor published, as they were fetched last. Kept with the address that they
 * came from: a product that is told another one starts from its own keys again.
 */
public final class PublishedKeys {
  static final int MOST_BYTES = 256 * 1024;
  private static final String FILE = "keys.jwks";

  private PublishedKeys() {}

  /** What was fetched from that address before; empty if nothing usable is remembered. */
  public static Optional<TrustedKeys> remembered(StateFolder folder, String url) {
    Optional<byte[]> content = folder.read(FILE);
    byte[] line = line(url);
    if (content.isEmpty()
        || content.get().length < line.length
        || !Arrays.equals(Arrays.copyOf(content.get(), line.length), line)) {
      return Optional.empty();
    }
    byte[] set = content.get();
    try {
      return Optional.of(read(url, Arrays.copyOfRange(set, line.length, set.length)));
    } catch (RefusedException e) {
      // Another version took them.
      return Optional.empty();
    }
  }

  /**
   * Reads what was fetched.
   *
   * @throws RefusedException if no key in it can be used
   */
  static TrustedKeys read(String url, byte[] set) throws RefusedException {
    return new TrustedKeys(KeyReader.readPublished(url, set));
  }

  static void remember(StateFolder folder, String url, byte[] set) {
    byte[] line = line(url);
    byte[] content = Arrays.copyOf(line, line.length + set.length);
    System.arraycopy(set, 0, content, line.length, set.length);
    folder.write(FILE, content);
  }

  private static byte[] line(String url) {
    return (url + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
