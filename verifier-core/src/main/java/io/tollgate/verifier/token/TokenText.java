package io.tollgate.verifier.token;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;

/** What a place holds, freed of what editors add around a token. */
public final class TokenText {
  /** A place that holds more is refused before anything is parsed. */
  public static final int MOST_BYTES = 16 * 1024;

  private TokenText() {}

  /**
   * The token's text: one UTF-8 byte order mark and ASCII white space around it are forgiven,
   * nothing inside is.
   *
   * @return the text, empty if the place is blank
   * @throws RefusedException if it is too large or not ASCII
   */
  public static String of(byte[] content) throws RefusedException {
    if (content.length > MOST_BYTES) {
      throw new RefusedException(ErrorCode.TOKEN_TOO_LARGE, "");
    }
    return trimmed(content);
  }

  /** The text in content of whatever size. */
  static String trimmed(byte[] content) throws RefusedException {
    int from = hasByteOrderMark(content) ? 3 : 0;
    int to = content.length;
    while (from < to && isWhiteSpace(content[from])) {
      from++;
    }
    while (to > from && isWhiteSpace(content[to - 1])) {
      to--;
    }
    for (int i = from; i < to; i++) {
      if (content[i] < 0) {
        throw new RefusedException(ErrorCode.TOKEN_MALFORMED, "It holds characters outside ASCII.");
      }
    }
    return new String(content, from, to - from, StandardCharsets.US_ASCII);
  }

  private static boolean hasByteOrderMark(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xef
        && content[1] == (byte) 0xbb
        && content[2] == (byte) 0xbf;
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' || b == 0x0b;
  }
}
