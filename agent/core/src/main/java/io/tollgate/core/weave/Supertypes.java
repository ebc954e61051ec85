package io.tollgate.core.weave;

/**
 * Which types have been named as superclass or interface by the classes that came by, as hashes.
 * The JVM shows a class to its transformers before it loads what the class extends and implements:
 * a type that turns out to hand marks down may have classes below it that were let pass. If its
 * name is not here, it has none. A hash of another name only costs a second look.
 *
 * <p>Safe for use by several threads.
 */
final class Supertypes {
  private static final int FIRST_SIZE = 4096;

  private int[] table = new int[FIRST_SIZE];
  private int count;

  Supertypes() {}

  /** Of a name in a class file. */
  static int hash(byte[] c, int from, int length) {
    int hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + c[i];
    }
    return hash == 0 ? 1 : hash;
  }

  static int hash(String name) {
    byte[] bytes = ModifiedUtf8.bytes(name);
    return hash(bytes, 0, bytes.length);
  }

  synchronized void add(int hash) {
    int at = place(table, hash);
    if (table[at] == 0) {
      table[at] = hash;
      count++;
      if (count * 2 > table.length) {
        grow();
      }
    }
  }

  synchronized boolean has(int hash) {
    return table[place(table, hash)] != 0;
  }

  private void grow() {
    int[] larger = new int[table.length * 2];
    for (int hash : table) {
      if (hash != 0) {
        larger[place(larger, hash)] = hash;
      }
    }
    table = larger;
  }

  /** Where it is, or would be: the next free place counts as its own. */
  private static int place(int[] table, int hash) {
    int at = (hash ^ (hash >>> 15)) & (table.length - 1);
    while (table[at] != 0 && table[at] != hash) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }
}
