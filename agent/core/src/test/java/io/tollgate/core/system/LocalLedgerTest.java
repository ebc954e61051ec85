package io.tollgate.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLedgerTest {
  private static final long NOON = 1_795_000_000_000L;

  @TempDir private Path folder = Path.of("");
  private final List<Ledger.End> ends = new ArrayList<>();

  @Test
  void theFolderIsMadeAndEachLineKnowsTheOneBefore() throws IOException {
    Path made = folder.resolve("a/b");
    Ledger ledger = new LocalLedger(new LocalStorage(), made.toString(), "log");
    append(ledger, "one");
    append(ledger, "two");
    assertEquals("one\ntwo\n", Files.readString(made.resolve("log.jsonl")));
    assertEquals(List.of("", "one"), lasts());
  }

  @Test
  void aLineLongerThanABlockIsKnownWhole() throws IOException {
    Ledger ledger = ledger(1_000_000, 9);
    String line = "x".repeat(20_000);
    append(ledger, "first");
    append(ledger, line);
    append(ledger, "third");
    assertEquals(List.of("", "first", line), lasts());
  }

  @Test
  void aFullFileIsPutAsideAndTheNextLineSaysWhichHoldsTheOneBefore() throws IOException {
    Ledger ledger = ledger(10, 9);
    append(ledger, "one");
    append(ledger, "two");
    append(ledger, "three");
    append(ledger, "4");
    assertEquals(List.of("log-20261118T110640000Z.jsonl", "log.jsonl", "log.lock"), names());
    assertEquals("one\ntwo\n", read("log-20261118T110640000Z.jsonl"));
    assertEquals("three\n4\n", read("log.jsonl"));
    assertEquals(Optional.of("log-20261118T110640000Z.jsonl"), end(2).continued());
    assertEquals("two", text(end(2).last()));
  }

  @Test
  void onlySoManyFullFilesAreKeptAndTheOldestGoFirst() throws IOException {
    Ledger ledger = ledger(6, 2);
    for (int i = 1; i <= 5; i++) {
      // The clock stands still, and then goes back.
      ledger.append(new Words("line" + i), i < 4 ? NOON : NOON - 5_000);
    }
    assertEquals(
        List.of(
            "log-20261118T110640000Z-1-1-1.jsonl",
            "log-20261118T110640000Z-1-1.jsonl",
            "log.jsonl",
            "log.lock"),
        names());
    assertEquals("line3\n", read("log-20261118T110640000Z-1-1.jsonl"));
    assertEquals("line4\n", read("log-20261118T110640000Z-1-1-1.jsonl"));
    assertEquals("line5\n", read("log.jsonl"));
  }

  @Test
  void aWriterThatWasKilledRightAfterItPutAFileAsideIsFollowed() throws IOException {
    Ledger ledger = ledger(1_000, 9);
    append(ledger, "one");
    Files.move(folder.resolve("log.jsonl"), folder.resolve("log-20261118T110640000Z.jsonl"));
    append(ledger, "two");
    assertEquals(Optional.of("log-20261118T110640000Z.jsonl"), end(1).continued());
    assertEquals("one", text(end(1).last()));
  }

  @Test
  void aLineThatWasCutOffIsTakenAway() throws IOException {
    Ledger ledger = ledger(1_000_000, 9);
    for (String rest : List.of("ha", "\0\0\0\0", "h".repeat(20_000))) {
      Files.writeString(folder.resolve("log.jsonl"), "one\n" + rest);
      ends.clear();
      append(ledger, "two");
      assertEquals("one\ntwo\n", read("log.jsonl"));
      assertEquals(rest.length(), end(0).cutOff());
      assertEquals("one", text(end(0).last()));
    }
    Files.writeString(folder.resolve("log.jsonl"), "half a first line");
    append(ledger, "one");
    assertEquals("one\n", read("log.jsonl"));
  }

  @Test
  void whatIsNoFileIsNotWrittenTo() throws Exception {
    Ledger ledger = ledger(1_000, 9);
    Path log = folder.resolve("log.jsonl");
    assertEquals(0, new ProcessBuilder("mkfifo", log.toString()).start().waitFor());
    assertEquals("is no regular file", fault(ledger));
    Files.delete(log);
    Files.createDirectory(log);
    assertEquals("is no regular file", fault(ledger));
    Files.delete(log);
    append(ledger, "one");
    assertEquals("one\n", read("log.jsonl"));
  }

  @Test
  void aFolderThatCannotBeMadeIsAFaultThatSaysSo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals("is no folder", fault(new LocalLedger(new LocalStorage(), file.toString(), "l")));
    Ledger below = new LocalLedger(new LocalStorage(), file.resolve("x").toString(), "l");
    assertEquals("cannot be made", fault(below));
  }

  @Test
  void aLineOfSomebodyElsesThatIsTooLongToBeOneIsNotReadWhole() throws IOException {
    Files.writeString(folder.resolve("log.jsonl"), "x".repeat(100_000) + "\n");
    assertEquals("ends with a line that was not written here", fault(ledger(1_000_000, 9)));
  }

  @Test
  void whileAnotherProcessHoldsTheLockNothingIsWritten() throws Exception {
    Ledger ledger = ledger(1_000, 9);
    append(ledger, "one");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProgram.class.getName(),
                folder.resolve("log.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals('l', holder.getInputStream().read());
    Thread writer = new Thread(() -> assertAppends(ledger));
    writer.start();
    writer.join(300);
    assertTrue(writer.isAlive());
    assertEquals("one\n", read("log.jsonl"));
    holder.getOutputStream().close();
    assertTrue(holder.waitFor(30, TimeUnit.SECONDS));
    writer.join(30_000);
    assertEquals("one\ntwo\n", read("log.jsonl"));
  }

  private void assertAppends(Ledger ledger) {
    try {
      append(ledger, "two");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private LocalLedger ledger(long full, int kept) {
    return new LocalLedger(new LocalStorage(), folder.toString(), "log", full, kept);
  }

  private void append(Ledger ledger, String line) throws IOException {
    ledger.append(new Words(line), NOON);
  }

  private String fault(Ledger ledger) {
    return String.valueOf(assertThrows(IOException.class, () -> append(ledger, "x")).getMessage());
  }

  private final class Words implements Ledger.Line {
    private final String line;
    private int asked;

    Words(String line) {
      this.line = line;
    }

    @Override
    public byte[] after(Ledger.End end) {
      if (asked++ > 0) {
        ends.remove(ends.size() - 1);
      }
      ends.add(end);
      return line.getBytes(StandardCharsets.UTF_8);
    }
  }

  private Ledger.End end(int line) {
    return ends.get(line);
  }

  private List<String> lasts() {
    return ends.stream().map(end -> text(end.last())).toList();
  }

  private static String text(Optional<byte[]> line) {
    return line.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
