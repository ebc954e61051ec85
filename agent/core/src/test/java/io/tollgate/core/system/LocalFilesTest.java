package io.tollgate.core.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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
  void aFileThatIsWrittenMeanwhileIsNeverReadHalf() throws Exception {
    Path file = folder.resolve("f");
    byte[] a = "a".repeat(8_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] b = "b".repeat(4_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Files.write(file, a);
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                for (int i = 0; !stop.get(); i++) {
                  byte[] next = i % 2 == 0 ? b : a;
                  out.seek(0);
                  out.write(next, 0, next.length / 2);
                  out.write(next, next.length / 2, next.length - next.length / 2);
                  out.setLength(next.length);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();
    try {
      for (int i = 0; i < 2_000; i++) {
        // Two reads that agree are no proof of a whole file, and the signature is; but the end
        // always holds.
        FileContent content = read("f", 16_384);
        if (content instanceof FileContent.Unreadable unreadable) {
          assertEquals("changes while it is read", unreadable.why());
        } else {
          assertInstanceOf(FileContent.Bytes.class, content);
        }
      }
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  private FileContent read(String name, int mostBytes) {
    return files.read(folder.resolve(name).toString(), mostBytes);
  }

  private static byte[] bytes(FileContent content) {
    return assertInstanceOf(FileContent.Bytes.class, content).bytes();
  }
}
