package io.tollgate.dist;

import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.core.state.Memory;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Writes what the agent remembers, as fast as it can, until it is killed: into several folders at
 * once, numbers that grow, each from the one that it finds. Prints the folder's place in the
 * arguments and the number once everything with it is written.
 */
final class StateWriter implements Runnable {
  static final String[] DOCUMENTS = {"denylist", "keys.jwks"};

  private final int place;
  private final StateFolder folder;

  private StateWriter(int place, String path) {
    this.place = place;
    this.folder = new StateFolder(path, new LocalFiles(), new LocalStorage());
  }

  public static void main(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      new Thread(new StateWriter(i, arguments[i]), "writer").start();
    }
  }

  @Override
  public void run() {
    long number = Math.max(0, Memory.read(folder).mark().at());
    while (true) {
      number++;
      new Memory(
              new Timekeeper.Mark(number, 0, number),
              OptionalLong.of(number),
              OptionalLong.of(number),
              OptionalLong.of(number))
          .write(folder);
      for (String document : DOCUMENTS) {
        folder.write(document, document(number));
      }
      System.out.println(place + " " + number);
    }
  }

  /** The number and then a lot of it, so that a write takes its time. */
  static byte[] document(long number) {
    return (number + " ").repeat(5_000).getBytes(StandardCharsets.UTF_8);
  }
}
