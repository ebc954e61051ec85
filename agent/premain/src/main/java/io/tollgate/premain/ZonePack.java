package io.tollgate.premain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The zone's class files in one piece: read at once instead of by 200 zip entries, which is a
 * twentieth of a start. The build writes it; the form is told where that is done ({@code
 * agent/dist/src/build}).
 */
final class ZonePack {
  private static final int INDEX_ENTRY = 12;

  private final byte[] pack;
  private final int count;

  ZonePack(byte[] pack) {
    this.pack = pack;
    this.count = number(0);
  }

  /** A file of the pack by its path; null if it has none of that name. */
  byte @Nullable [] file(String name) {
    int hash = name.hashCode();
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int entry = 4 + middle * INDEX_ENTRY;
      int found = number(entry);
      if (found == hash) {
        return content(number(entry + 4), number(entry + 8), name);
      }
      if (found < hash) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private byte @Nullable [] content(int from, int length, String name) {
    int nameLength = number(from);
    int begin = from + 4 + nameLength;
    String itsName = new String(pack, from + 4, nameLength, StandardCharsets.US_ASCII);
    return itsName.equals(name) ? Arrays.copyOfRange(pack, begin, from + length) : null;
  }

  private int number(int at) {
    return ((pack[at] & 0xff) << 24)
        | ((pack[at + 1] & 0xff) << 16)
        | ((pack[at + 2] & 0xff) << 8)
        | (pack[at + 3] & 0xff);
  }
}
