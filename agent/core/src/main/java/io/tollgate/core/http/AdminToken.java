package io.tollgate.core.http;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.Timely;
import io.tollgate.verifier.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The token that opens what is not for everybody. Its file is read at each request that brings a
 * token, so that another one counts at once; what cannot be read in time opens nothing.
 */
final class AdminToken {
  private static final int MOST_BYTES = 4096;
  private static final long PATIENCE = 500;
  private static final String SCHEME = "bearer ";

  private final Optional<TokenFile> file;
  private final Timely<String> asked = new Timely<>("tollgate-http-token", PATIENCE);

  /** The token of a file; without one nothing is ever opened. */
  AdminToken(Optional<String> file, FileSystem files) {
    this.file = file.isPresent() ? Optional.of(new TokenFile(file.get(), files)) : Optional.empty();
  }

  /**
   * Whether these credentials are right (RFC 6750 §2.1).
   *
   * @param authorization the header's value
   */
  boolean admits(String authorization) throws InterruptedException {
    if (!isToken(authorization) || file.isEmpty()) {
      return false;
    }
    String token = authorization.substring(SCHEME.length()).trim();
    Optional<String> hash = asked.ask(file.get());
    // Hashes have one length: how long a comparison takes tells nothing of the token.
    return !token.isEmpty()
        && hash.isPresent()
        && MessageDigest.isEqual(
            hash.get().getBytes(StandardCharsets.US_ASCII),
            Sha256.hex(token.getBytes(StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether these are credentials of the right kind at all. */
  static boolean isToken(String authorization) {
    return authorization.length() > SCHEME.length()
        && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  void close() {
    asked.close();
  }

  /** The hash of the file's token; none for a file that is absent, unreadable or blank. */
  private record TokenFile(String path, FileSystem files) implements Callable<String> {
    private static final String NONE = "";

    @Override
    public String call() {
      if (files.read(path, MOST_BYTES) instanceof FileContent.Bytes content) {
        String token = new String(content.bytes(), StandardCharsets.ISO_8859_1).trim();
        return token.isEmpty() ? NONE : Sha256.hex(token.getBytes(StandardCharsets.ISO_8859_1));
      }
      return NONE;
    }
  }
}
