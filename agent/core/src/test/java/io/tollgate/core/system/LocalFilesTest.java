package io.tollgate.core.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  private final LocalFiles files = new LocalFiles();
  @TempDir private Path folder = Path.of("");

  @Test
  void aFileIsReadWhole() throws IOException {
    byte[] content = new byte[100];
    Files.write(folder.resolve("f"), content);
    assertArrayEquals(content, bytes(read("f", 100)));
  }

  @Test
  void aLinkIsFollowedAndABrokenOneLeadsToNothing() throws IOException {
    Files.write(folder.resolve("f"), new byte[] {7});
    Files.createSymbolicLink(folder.resolve("link"), Path.of("f"));
    Files.createSymbolicLink(folder.resolve("broken"), Path.of("gone"));
    assertArrayEquals(new byte[] {7}, bytes(read("link", 10)));
    assertEquals(new FileContent.Absent(), read("broken", 10));
  }

  @Test
  void whatIsNotThereIsAbsent() {
    assertEquals(new FileContent.Absent(), read("gone", 10));
    assertEquals(new FileContent.Absent(), read("gone/deeper", 10));
  }

  @Test
  void aFolderIsNoFile() {
    assertEquals(new FileContent.Unreadable("is a directory"), files.read(folder.toString(), 10));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsNotOpenedBecauseThatWouldBlock() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals(
        new FileContent.Unreadable("is no regular file"),
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read("pipe", 10)));
    assertEquals(new FileContent.Unreadable("is no regular file"), files.read("/dev/zero", 10));
  }

  @Test
  void oneByteTooManyIsTooLargeAndAGibibyteIsNotRead() throws IOException {
    Files.write(folder.resolve("f"), new byte[11]);
    assertEquals(new FileContent.TooLarge(), read("f", 10));
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    assertEquals(
        new FileContent.TooLarge(),
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read("big", 10)));
  }

  @Test
  void aFileThatIsWrittenMeanwhileIsReadAgainUntilTwoReadsAgree() throws IOException {
    Files.write(folder.resolve("f"), new byte[] {1});
    assertArrayEquals(new byte[] {2}, bytes(readInTurn(1, 2, 2)));
    assertArrayEquals(new byte[] {6}, bytes(readInTurn(1, 2, 3, 4, 6, 6)));
    assertEquals(
        new FileContent.Unreadable("changes while it is read"), readInTurn(1, 2, 3, 4, 5, 6));
  }

  private FileContent readInTurn(int... contents) {
    int[] reads = {0};
    LocalFiles changing =
        new LocalFiles() {
          @Override
          byte[] readOnce(File file, int mostBytes) {
            return new byte[] {(byte) contents[reads[0]++]};
          }
        };
    return changing.read(folder.resolve("f").toString(), 10);
  }

  private FileContent read(String name, int mostBytes) {
    return files.read(folder.resolve(name).toString(), mostBytes);
  }

  private static byte[] bytes(FileContent content) {
    return assertInstanceOf(FileContent.Bytes.class, content).bytes();
  }
}
