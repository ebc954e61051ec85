package io.tollgate.verifier.text;

/** Text from outside, made fit for one line of a terminal or a log. */
public final class Printable {
  private static final int LONGEST = 500;

  private Printable() {}

  /**
   * The text with control characters, line separators and directional overrides replaced by {@code
   * ?}, cut at 500 characters: a claim must not be able to forge a log line.
   */
  public static String text(String text) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), LONGEST));
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST) {
        return printable.append("...").toString();
      }
      char c = text.charAt(i);
      printable.append(isPlain(c) ? c : '?');
    }
    return printable.toString();
  }

  /** Whether the character neither ends a line nor changes how others are read. */
  public static boolean isPlain(char c) {
    if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
      return false;
    }
    boolean separator = c == 0x2028 || c == 0x2029;
    boolean directional =
        (c >= 0x202a && c <= 0x202e)
            || c == 0x200e
            || c == 0x200f
            || c == 0x061c
            || (c >= 0x2066 && c <= 0x2069);
    return !separator && !directional && c != 0xfeff;
  }
}
