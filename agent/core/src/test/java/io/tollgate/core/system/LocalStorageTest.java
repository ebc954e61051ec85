package io.tollgate.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
  @TempDir private Path folder;

  @Test
  void aFolderOpensWhileAnotherThreadPutsFilesInPlace() throws Exception {
    LocalStorage storage = new LocalStorage();
    byte[] content = "x".getBytes(StandardCharsets.UTF_8);
    String file = folder.resolve("file").toString();
    FutureTask<Integer> writing =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < 500; i++) {
                storage.replace(file, content);
              }
              return 500;
            });
    new Thread(writing).start();
    while (!writing.isDone()) {
      storage.open(folder.toString());
    }
    assertEquals(500, writing.get());
    assertEquals("x", Files.readString(folder.resolve("file")));
  }

  /** A link to nowhere stands for it: it is listed, and cannot be looked at. */
  @Test
  void aFileThatIsGoneBetweenListAndLookIsNobodysTrouble() throws Exception {
    Files.createSymbolicLink(folder.resolve(".file.1.new"), folder.resolve("gone"));
    new LocalStorage().open(folder.toString());
  }
}
