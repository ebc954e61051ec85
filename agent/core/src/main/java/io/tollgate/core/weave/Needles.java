package io.tollgate.core.weave;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Strings to be found in constant pools. By length and last byte, because nearly no string of a
 * class file has the length of one of them, and names of one package differ at their end.
 * Immutable.
 */
final class Needles {
  private static final int LAST_BYTES = 128;
  static final Needles NONE = new Needles(new byte[0][][][], new byte[0][]);

  /** By length, then by the last byte's seven bits. */
  private final byte[] @Nullable [][] @Nullable [] byLength;

  private final byte[][] ends;

  private Needles(byte[] @Nullable [][] @Nullable [] byLength, byte[][] ends) {
    this.byLength = byLength;
    this.ends = ends;
  }

  static Needles of(List<String> texts) {
    Needles needles = NONE;
    for (String text : texts) {
      needles = needles.plus(text);
    }
    return needles;
  }

  /** These and one more. */
  Needles plus(String text) {
    byte[] needle = ModifiedUtf8.bytes(text);
    int length = needle.length;
    byte[] @Nullable [][] @Nullable [] copy =
        Arrays.copyOf(byLength, Math.max(byLength.length, length + 1));
    byte[] @Nullable [][] before = copy[length];
    byte[] @Nullable [][] bucket =
        before == null ? new byte[LAST_BYTES][][] : Arrays.copyOf(before, LAST_BYTES);
    int last = needle[length - 1] & (LAST_BYTES - 1);
    byte[] @Nullable [] others = bucket[last];
    byte[][] all = others == null ? new byte[1][] : Arrays.copyOf(others, others.length + 1);
    all[all.length - 1] = needle;
    bucket[last] = all;
    copy[length] = bucket;
    return new Needles(copy, ends);
  }

  /** These, and descriptors of methods that end so. */
  Needles plusEnd(String end) {
    byte[][] more = Arrays.copyOf(ends, ends.length + 1);
    more[ends.length] = ModifiedUtf8.bytes(end);
    return new Needles(byLength, more);
  }

  /** Whether this string of a class file is one of them. */
  boolean hold(byte[] c, int from, int length) {
    if (length < byLength.length) {
      byte[] @Nullable [][] bucket = byLength[length];
      if (bucket != null && length > 0) {
        byte[] @Nullable [] all = bucket[c[from + length - 1] & (LAST_BYTES - 1)];
        if (all != null && isAny(c, from, all)) {
          return true;
        }
      }
    }
    return ends.length > 0 && length > 0 && c[from] == '(' && endsSo(c, from, length);
  }

  private boolean endsSo(byte[] c, int from, int length) {
    for (byte[] end : ends) {
      if (end.length < length && isAt(c, from + length - end.length, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAny(byte[] c, int from, byte[][] needles) {
    for (byte[] needle : needles) {
      if (isAt(c, from, needle)) {
        return true;
      }
    }
    return false;
  }

  /** From the end: descriptors of one package differ there, and not at the beginning. */
  private static boolean isAt(byte[] c, int from, byte[] needle) {
    for (int i = needle.length - 1; i >= 0; i--) {
      if (c[from + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }
}
