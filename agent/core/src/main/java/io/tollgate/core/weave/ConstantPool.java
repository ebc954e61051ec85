package io.tollgate.core.weave;

import org.jspecify.annotations.Nullable;

/**
 * Looks through the constant pool of a class file (JVMS §4.4) for certain strings. Every class that
 * the JVM loads passes here, and nearly none has what is looked for.
 */
final class ConstantPool {
  private static final int MAGIC = 0xcafebabe;
  private static final int FIRST_ENTRY = 10;
  private static final int UTF8 = 1;
  private static final int WIDE = 9;

  /** Java 25. Class files of later versions may have kinds of constants that are not known here. */
  private static final int NEWEST_KNOWN_VERSION = 69;

  private ConstantPool() {}

  /**
   * Whether one of the strings is in the pool; if none is, what the class extends and implements is
   * noted. A class file of an unknown future form counts as having one, so that the weaver fails on
   * it loudly; what is no class file at all does not, because no JVM will define it.
   */
  static boolean holdsAny(byte[] classFile, Needles needles, @Nullable Supertypes seen) {
    try {
      return scan(classFile, needles, seen);
    } catch (ArrayIndexOutOfBoundsException e) {
      return false;
    }
  }

  /** The same, and nothing is noted. */
  static boolean holdsAny(byte[] classFile, Needles needles) {
    return holdsAny(classFile, needles, null);
  }

  private static boolean scan(byte[] c, Needles needles, @Nullable Supertypes seen) {
    if (((u2(c, 0) << 16) | u2(c, 2)) != MAGIC) {
      return false;
    }
    int constants = u2(c, 8);
    int[] places = new int[constants];
    int at = FIRST_ENTRY;
    for (int i = 1; i < constants; i++) {
      places[i] = at;
      int tag = c[at];
      if (tag == UTF8) {
        int length = u2(c, at + 1);
        if (needles.hold(c, at + 3, length)) {
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
    if (seen != null) {
      note(c, places, at, seen);
    }
    return false;
  }

  /** After the pool: access, this class, its superclass, its interfaces (JVMS §4.1). */
  private static void note(byte[] c, int[] places, int at, Supertypes seen) {
    note(c, places[u2(c, at + 4)], places, seen);
    int interfaces = u2(c, at + 6);
    for (int i = 0; i < interfaces; i++) {
      note(c, places[u2(c, at + 8 + 2 * i)], places, seen);
    }
  }

  private static void note(byte[] c, int constant, int[] places, Supertypes seen) {
    if (constant == 0) {
      return; // java.lang.Object and modules extend nothing
    }
    int name = places[u2(c, constant + 1)];
    int length = u2(c, name + 1);
    int from = name + 3;
    boolean ofTheJdk =
        length > 5
            && c[from] == 'j'
            && c[from + 1] == 'a'
            && c[from + 2] == 'v'
            && c[from + 3] == 'a'
            && c[from + 4] == '/';
    if (!ofTheJdk) {
      seen.add(Supertypes.hash(c, from, length));
    }
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

  private static int u2(byte[] c, int at) {
    return ((c[at] & 0xff) << 8) | (c[at + 1] & 0xff);
  }
}
