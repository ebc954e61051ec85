package io.tollgate.core.system;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A JVM that holds a file locked until its standard input ends. */
final class LockProgram {
  private LockProgram() {}

  public static void main(String[] arguments) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "locked" : "failed");
      if (System.in.read() >= 0) {
        throw new IllegalStateException("Nothing is to be said to this program.");
      }
    }
  }
}
