package io.tollgate.premain;

/**
 * Class files in one entry of the agent jar, found by name; or only what stands before them. The
 * JVM would list hundreds of entries at each start. The build writes it; the form is told where
 * that is done ({@code agent/dist/src/build}).
 *
 * <p>A start asks for hundreds of classes while nothing is compiled yet, so a class is looked for
 * by its name as it comes, in a table that is used as it was read.
 */
final class ZonePack {
  /** What {@link #find} gives for a class that is not here. */
  static final int NOWHERE = -1;

  private static final int TABLE = 8;
  private static final int SLOT = 20;

  private final byte[] pack;
  private final int mask;

  /**
   * A pack, or the beginning of one.
   *
   * @param pack at least what comes before the class files
   * @throws IllegalArgumentException if it holds no table
   */
  ZonePack(byte[] pack) {
    int slots = pack.length < TABLE ? 0 : number(pack, 4);
    if (Integer.bitCount(slots) != 1 || slots < 0 || slots > (pack.length - TABLE) / SLOT) {
      throw new IllegalArgumentException("The agent jar is damaged.");
    }
    this.pack = pack;
    this.mask = slots - 1;
  }

  /**
   * How much of a pack comes before its class files.
   *
   * @param head its first four bytes
   */
  static int beforeClassFiles(byte[] head) {
    return number(head, 0);
  }

  /** Where the table tells of a class, by its binary name; or {@link #NOWHERE}. */
  int find(String className) {
    int hash = className.hashCode();
    for (int i = 0; i <= mask; i++) {
      int slot = TABLE + ((hash + i) & mask) * SLOT;
      int nameAt = number(pack, slot + 4);
      if (nameAt == 0) {
        return NOWHERE;
      }
      if (number(pack, slot) == hash && name(nameAt).equals(className)) {
        return slot;
      }
    }
    return NOWHERE;
  }

  /** What this was made of. */
  byte[] bytes() {
    return pack;
  }

  /** Where in the pack a class file that was found begins. */
  int begin(int slot) {
    return number(pack, slot + 8);
  }

  /** How many bytes a class file that was found takes in the pack. */
  int length(int slot) {
    return number(pack, slot + 12);
  }

  /** How many bytes it has; if that is not what it takes, it is deflated (RFC 1950). */
  int size(int slot) {
    return number(pack, slot + 16);
  }

  /** By the constructor for ASCII: what decodes by a charset is 800 bytecodes long. */
  @SuppressWarnings("deprecation")
  private String name(int at) {
    return new String(pack, 0, at + 4, number(pack, at));
  }

  private static int number(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }
}
