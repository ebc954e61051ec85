package io.tollgate.premain;

import java.nio.charset.StandardCharsets;

/**
 * The zone's class files in one piece: read at once instead of by 200 zip entries, which is a
 * twentieth of a start. The build writes it; the form is told where that is done ({@code
 * agent/dist/src/build}).
 *
 * <p>A start asks for hundreds of classes while nothing is compiled yet, so a class is looked for
 * by its name as it comes, in a table that is used as it was read.
 */
final class ZonePack {
  private static final int SLOT = 12;

  /** What {@link #find} gives for a class that is not here. */
  static final int NOWHERE = -1;

  private final byte[] pack;
  private final int mask;

  ZonePack(byte[] pack) {
    this.pack = pack;
    this.mask = number(0) - 1;
  }

  /** Where the table tells of a class, by its binary name; or {@link #NOWHERE}. */
  int find(String className) {
    int hash = className.hashCode();
    for (int i = hash; ; i++) {
      int slot = 4 + (i & mask) * SLOT;
      int length = number(slot + 8);
      if (length == 0) {
        return NOWHERE;
      }
      if (number(slot) == hash && nameAt(number(slot + 4)).equals(className)) {
        return slot;
      }
    }
  }

  /** What holds all class files. */
  byte[] bytes() {
    return pack;
  }

  /** Where a class file that was found begins. */
  int begin(int slot) {
    int entry = number(slot + 4);
    return entry + 4 + number(entry);
  }

  /** How long a class file that was found is. */
  int length(int slot) {
    return number(slot + 8);
  }

  /** In Latin-1, of which ASCII is a part: that is copied, and not looked through. */
  private String nameAt(int entry) {
    return new String(pack, entry + 4, number(entry), StandardCharsets.ISO_8859_1);
  }

  private int number(int at) {
    return ((pack[at] & 0xff) << 24)
        | ((pack[at + 1] & 0xff) << 16)
        | ((pack[at + 2] & 0xff) << 8)
        | (pack[at + 3] & 0xff);
  }
}
