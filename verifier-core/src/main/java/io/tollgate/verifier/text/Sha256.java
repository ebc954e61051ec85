package io.tollgate.verifier.text;

import org.bouncycastle.crypto.digests.SHA256Digest;

/** SHA-256 by Bouncy Castle, whatever providers the JVM has. */
public final class Sha256 {
  private Sha256() {}

  /** The 32 bytes of the hash. */
  public static byte[] of(byte[] bytes) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }

  /** The hash in lower-case hexadecimal. */
  public static String hex(byte[] bytes) {
    byte[] hash = of(bytes);
    StringBuilder text = new StringBuilder();
    for (byte b : hash) {
      text.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return text.toString();
  }
}
