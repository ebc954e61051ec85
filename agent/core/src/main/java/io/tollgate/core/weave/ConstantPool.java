package io.tollgate.core.weave;

import java.nio.charset.StandardCharsets;

/**
 * Looks through the constant pool of a class file (JVMS §4.4) for certain strings, without making a
 * single object. Every class that the JVM loads passes here, and nearly none has what is looked
 * for.
 */
final class ConstantPool {
  private static final int MAGIC = 0xcafebabe;
  private static final int FIRST_ENTRY = 10;
  private static final int UTF8 = 1;
  private static final int WIDE = 9;

  /** Java 25. Class files of later versions may have kinds of constants that are not known here. */
  private static final int NEWEST_KNOWN_VERSION = 69;

  private ConstantPool() {}

  /** The bytes by which a string is found; only ASCII, which modified UTF-8 writes as itself. */
  static byte[] needle(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Whether one of the strings is in the pool. A class file of an unknown future form counts as
   * having them, so that the weaver fails on it loudly; what is no class file at all does not,
   * because no JVM will define it.
   */
  static boolean holdsAny(byte[] classFile, byte[][] needles) {
    try {
      return scan(classFile, needles);
    } catch (ArrayIndexOutOfBoundsException e) {
      return false;
    }
  }

  private static boolean scan(byte[] c, byte[][] needles) {
    if (((u2(c, 0) << 16) | u2(c, 2)) != MAGIC) {
      return false;
    }
    int constants = u2(c, 8);
    int at = FIRST_ENTRY;
    for (int i = 1; i < constants; i++) {
      int tag = c[at];
      if (tag == UTF8) {
        int length = u2(c, at + 1);
        if (isAny(c, at + 3, length, needles)) {
          return true;
        }
        at += 3 + length;
        continue;
      }
      int size = sizeOf(tag);
      if (size == 0) {
        return u2(c, 6) > NEWEST_KNOWN_VERSION;
      }
      at += size;
      if (size == WIDE) {
        i++; // takes two places in the pool (JVMS §4.4.5)
      }
    }
    return false;
  }

  /**
   * Bytes of a constant of this kind, its tag included (JVMS §4.4); 0 for a kind that does not
   * exist.
   */
  private static int sizeOf(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 3; // Class, String, MethodType, Module, Package
      case 15 -> 4; // MethodHandle
      case 3, 4, 9, 10, 11, 12, 17, 18 ->
          5; // Integer, Float, member references, NameAndType, Dynamic, InvokeDynamic
      case 5, 6 -> WIDE; // Long, Double
      default -> 0;
    };
  }

  private static boolean isAny(byte[] c, int from, int length, byte[][] needles) {
    for (byte[] needle : needles) {
      if (needle.length == length && isAt(c, from, needle)) {
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

  private static int u2(byte[] c, int at) {
    return ((c[at] & 0xff) << 8) | (c[at + 1] & 0xff);
  }
}
