package io.tollgate.verifier.text;

/** Text from outside, made fit for one line of a terminal or a log. */
public final class Printable {
  private static final int LONGEST = 500;
  private static final String LEFT_OUT = "...";

  /** No part of a file's or a class's name is longer; signatures of tokens are (86 and more). */
  private static final int LONGEST_NAME = 60;

  private static final int HASH_DIGITS = 64;

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

  /**
   * The same, and whatever looks like a token or a key is left out: somebody who gives one where a
   * path or a name belongs must not find it in a log.
   */
  public static String withoutSecrets(String text) {
    String open = cut(cut(text, "-----BEGIN", "-----"), "{", "}");
    StringBuilder rest = new StringBuilder(open.length());
    int from = 0;
    while (from < open.length()) {
      int to = from;
      int longest = 0;
      for (int part = 0; to < open.length() && isOfAToken(open.charAt(to)); to++) {
        part = open.charAt(to) == '.' ? 0 : part + 1;
        longest = Math.max(longest, part);
      }
      String run = open.substring(from, to);
      rest.append(longest > LONGEST_NAME && !isHash(run) ? LEFT_OUT : run);
      if (to < open.length()) {
        rest.append(open.charAt(to));
      }
      from = to + 1;
    }
    return text(rest.toString());
  }

  /** Whether something in the text looks like a token or a key. */
  public static boolean holdsSecret(String text) {
    return !withoutSecrets(text).equals(text(text));
  }

  /** From the first of one to the last of the other, or to the end, left out. */
  private static String cut(String text, String begin, String end) {
    int from = text.indexOf(begin);
    if (from < 0) {
      return text;
    }
    int last = text.lastIndexOf(end);
    String after = last > from ? text.substring(last + end.length()) : "";
    return text.substring(0, from) + LEFT_OUT + after;
  }

  /** What compact tokens are made of: base64url and dots. */
  private static boolean isOfAToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }

  /** A SHA-256 in hexadecimal, as license ids have it. */
  private static boolean isHash(String run) {
    boolean hex = true;
    for (int i = 0; i < run.length(); i++) {
      hex &= Character.digit(run.charAt(i), 16) >= 0;
    }
    return hex && run.length() == HASH_DIGITS;
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
