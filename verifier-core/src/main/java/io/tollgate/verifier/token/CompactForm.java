package io.tollgate.verifier.token;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import java.util.Optional;

/**
 * A text in the compact serialization of JWS (RFC 7515 §7.1): three parts of canonical base64url.
 */
final class CompactForm {
  private final String text;
  private final int first;
  private final int second;

  private CompactForm(String text, int first, int second) {
    this.text = text;
    this.first = first;
    this.second = second;
  }

  static CompactForm of(String text) throws RefusedException {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 1 || second < 0 || text.indexOf('.', second + 1) >= 0) {
      throw new RefusedException(
          ErrorCode.TOKEN_MALFORMED, "A JWT has three parts with a dot between them.");
    }
    return new CompactForm(text, first, second);
  }

  byte[] header() throws RefusedException {
    return decode(text.substring(0, first), "header");
  }

  byte[] payload() throws RefusedException {
    return decode(text.substring(first + 1, second), "payload");
  }

  byte[] signature() throws RefusedException {
    return decode(text.substring(second + 1), "signature");
  }

  /** What the signature is over, as it stands in the text. */
  String signed() {
    return text.substring(0, second);
  }

  private static byte[] decode(String part, String name) throws RefusedException {
    Optional<byte[]> bytes = Base64Url.decode(part);
    if (bytes.isEmpty()) {
      throw new RefusedException(ErrorCode.TOKEN_ENCODING, "It is the " + name + ".");
    }
    return bytes.get();
  }
}
