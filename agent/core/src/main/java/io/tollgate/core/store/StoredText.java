package io.tollgate.core.store;

import io.tollgate.verifier.text.Sha256;

/** Text from outside as a column holds it. */
final class StoredText {
  /** The longest key of a meter, in characters. */
  static final int LONGEST_KEY = 512;

  /** The longest name of a product or a cap. */
  static final int LONGEST_NAME = 128;

  private static final String HASHED = "sha256:";

  private StoredText() {}

  /**
   * The text itself if it is short enough and every database takes it, or else {@code sha256:} and
   * its hash. So is text that begins like a hash, or else it could pass for another.
   */
  static String of(String text, int longest) {
    return text.length() <= longest && isPlain(text) && !text.startsWith(HASHED)
        ? text
        : HASHED + Sha256.hex(utf16(text));
  }

  /** PostgreSQL takes no NUL and no half of a surrogate pair. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** Not UTF-8, in which halves of surrogate pairs are all the same. */
  private static byte[] utf16(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }
}
