package io.tollgate.verifier.token;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import java.util.Optional;

/**
 * A text in the compact serialization of JWS (RFC 7515 §7.1): three parts of canonical base64url.
 */
final class CompactForm {
  private static final int PARTS = 3;

  private final String[] parts;

  private CompactForm(String[] parts) {
    this.parts = parts;
  }

  static CompactForm of(String text) throws RefusedException {
    // One more than there may be, however many dots there are.
    String[] parts = text.split("\\.", PARTS + 1);
    if (parts.length != PARTS || parts[0].isEmpty()) {
      throw new RefusedException(
          ErrorCode.TOKEN_MALFORMED, "It does not have three parts with a dot between them.");
    }
    return new CompactForm(parts);
  }

  byte[] header() throws RefusedException {
    return decode(parts[0], "header");
  }

  byte[] payload() throws RefusedException {
    return decode(parts[1], "payload");
  }

  byte[] signature() throws RefusedException {
    return decode(parts[2], "signature");
  }

  /** What the signature is over, as it stands in the text. */
  String signed() {
    return parts[0] + "." + parts[1];
  }

  private static byte[] decode(String part, String name) throws RefusedException {
    Optional<byte[]> bytes = Base64Url.decode(part);
    if (bytes.isEmpty()) {
      throw new RefusedException(ErrorCode.TOKEN_ENCODING, "It is the " + name + ".");
    }
    return bytes.get();
  }
}
