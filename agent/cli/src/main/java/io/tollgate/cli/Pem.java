package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PEM (RFC 7468), one block. */
final class Pem {
  private static final int LINE = 64;

  private static final String CONVERT =
      " It holds a key in another form, encrypted or of one algorithm only: make PKCS#8 in the"
          + " clear of it with openssl pkcs8 -topk8 -nocrypt -in F -out G.";

  private Pem() {}

  static String of(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /**
   * A SubjectPublicKeyInfo, from what is the same in all keys of a kind and what is a key's own.
   *
   * @param prefix DER in base64
   */
  static String ofPublicKey(String prefix, byte[]... parts) {
    ByteArrayOutputStream spki = new ByteArrayOutputStream();
    spki.writeBytes(Base64.getDecoder().decode(prefix));
    for (byte[] part : parts) {
      spki.writeBytes(part);
    }
    return of("PUBLIC KEY", spki.toByteArray());
  }

  static byte[] body(String pem, String label, String name) throws CommandException {
    String begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new CommandException(
          name + " holds no PEM block " + label + "." + (isOtherKey(pem) ? CONVERT : ""));
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new CommandException(name + " holds a PEM block that is not base64.");
    }
  }

  /** PKCS#8 encrypted with a passphrase, or SEC 1 or PKCS#1 as openssl wrote them once. */
  private static boolean isOtherKey(String pem) {
    return pem.contains(" PRIVATE KEY-----");
  }
}
