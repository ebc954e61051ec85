package io.tollgate.verifier.token;

import io.tollgate.verifier.key.Algorithm;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.Parts;
import io.tollgate.verifier.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code {iat_ms}.{exp_ms}.{customerId}.{claims}.{sig}}, the last three in base64url, signed with
 * Ed25519 over {@code licence-v1:{iat_ms}:{exp_ms}:{customerId}:{claims}}.
 *
 * @param issuedAt {@code iat_ms}
 * @param expiresAt {@code exp_ms}, the last instant at which it counts
 * @param claims the JSON text, not parsed
 */
record LicenceV1Token(
    long issuedAt, long expiresAt, String customerId, String claims, String signature)
    implements Token {
  private static final int MOST_CHARACTERS = 4_096;
  private static final int PARTS = 5;

  static LicenceV1Token parse(String text) throws RefusedException {
    if (text.length() > MOST_CHARACTERS) {
      throw new RefusedException(ErrorCode.TOKEN_TOO_LONG, "");
    }
    List<String> parts = Parts.of(text, '.');
    if (parts.size() != PARTS) {
      throw malformed("It has not five parts with dots between them.");
    }
    String customerId = decoded(parts.get(2), "customer id");
    if (!LicenceId.isOne(customerId)) {
      throw malformed("Its customer id is not of 1 to 64 letters, digits, dots, hyphens and _.");
    }
    return new LicenceV1Token(
        millis(parts.get(0), "first part, the issue time,"),
        millis(parts.get(1), "second part, the end,"),
        customerId,
        decoded(parts.get(3), "claims"),
        parts.get(4));
  }

  @Override
  public SignedClaims verify(TrustedKeys trusted) throws RefusedException {
    byte[] signatureBytes = bytes(signature, "signature");
    byte[] signed = signed().getBytes(StandardCharsets.UTF_8);
    TrustedKey signer =
        trusted
            .of(KeyUse.SIGNATURE)
            .signer(Algorithm.EDDSA, Optional.empty(), signed, signatureBytes);
    return LicenceV1Claims.read(this, signer);
  }

  private String signed() {
    return "licence-v1:" + issuedAt + ":" + expiresAt + ":" + customerId + ":" + claims;
  }

  /** A positive integer without leading zeros, as JavaScript can count it exactly. */
  private static long millis(String text, String part) throws RefusedException {
    boolean digits = !text.isEmpty() && text.charAt(0) != '0';
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (digits) {
      long millis = new JsonNumber(text).whole(JsonNumber.MOST_SAFE).orElse(0);
      if (millis > 0) {
        return millis;
      }
    }
    throw malformed("Its " + part + " is no count of ms between 1 and 2^53 - 1.");
  }

  private static String decoded(String part, String name) throws RefusedException {
    Optional<String> text = Utf8.decode(bytes(part, name));
    if (text.isEmpty()) {
      throw malformed("Its " + name + " is not UTF-8.");
    }
    return text.get();
  }

  private static byte[] bytes(String part, String name) throws RefusedException {
    Optional<byte[]> bytes = Base64Url.decode(part);
    if (bytes.isEmpty()) {
      throw new RefusedException(ErrorCode.TOKEN_ENCODING, "It is the " + name + ".");
    }
    return bytes.get();
  }

  private static RefusedException malformed(String why) {
    return new RefusedException(ErrorCode.TOKEN_MALFORMED, why);
  }
}
