package io.tollgate.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.Offline.Contacts;
import io.tollgate.core.lifecycle.Timekeeper.Mark;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.Storage;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  private static final byte[] TEXT = "some text".getBytes(StandardCharsets.UTF_8);
  private static final Memory MEMORY =
      new Memory(
          new Mark(10, 20, 30), OptionalLong.of(40), OptionalLong.of(50), OptionalLong.of(60));

  @TempDir private Path scratch;

  @Test
  void whatIsWrittenIsReadAgainAndIsItsOwnersAlone() throws IOException {
    StateFolder folder = folder("a/b");
    folder.write("file", TEXT);
    assertArrayEquals(TEXT, folder.read("file").orElseThrow());
    assertEquals(Optional.empty(), folder.news());
    assertEquals("rw-------", permissions("a/b/file"));
    assertEquals("rwx------", permissions("a/b"));
  }

  @Test
  void aFileThatWasNeverWrittenIsNoTrouble() {
    StateFolder folder = folder("a");
    assertTrue(folder.read("file").isEmpty());
    assertEquals(Optional.empty(), folder.news());
  }

  @Test
  void aFileThatIsCutOffOrChangedAnywhereIsNotReadAndIsTold() throws IOException {
    folder("a").write("file", TEXT);
    byte[] whole = Files.readAllBytes(scratch.resolve("a/file"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(scratch.resolve("a/file"), java.util.Arrays.copyOf(whole, length));
      assertDamaged();
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(scratch.resolve("a/file"), changed);
      assertDamaged();
    }
  }

  private void assertDamaged() {
    StateFolder folder = folder("a");
    assertTrue(folder.read("file").isEmpty());
    assertEquals(ErrorCode.STATE_LOST, folder.news().orElseThrow().code());
  }

  @Test
  void aFolderThatCannotBeUsedIsToldOnceUntilItIsWellAgain() throws IOException {
    Files.writeString(scratch.resolve("a"), "no folder");
    StateFolder folder = folder("a/b");
    folder.write("file", TEXT);
    assertEquals(ErrorCode.STATE_UNUSABLE, folder.news().orElseThrow().code());
    folder.write("file", TEXT);
    assertEquals(Optional.empty(), folder.news());
    Files.delete(scratch.resolve("a"));
    folder.write("file", TEXT);
    assertEquals(Optional.empty(), folder.news());
    assertArrayEquals(TEXT, folder.read("file").orElseThrow());
  }

  @Test
  void aDamagedFileDoesNotHideALogThatCannotBeWritten() throws IOException {
    folder("a").write("file", TEXT);
    Files.writeString(scratch.resolve("a/file"), "damaged");
    StateFolder folder = folder("a");
    folder.read("file");
    assertEquals(ErrorCode.STATE_LOST, folder.news().orElseThrow().code());
    folder.cannotAppend("The audit log cannot be written.");
    assertEquals(ErrorCode.STATE_UNUSABLE, folder.news().orElseThrow().code());
    assertEquals(Optional.empty(), folder.news());
  }

  @Test
  void aFullDiskLeavesWhatWasThere() {
    folder("a").write("file", TEXT);
    StateFolder full =
        new StateFolder(
            scratch.resolve("a").toString(),
            new LocalFiles(),
            new Storage() {
              @Override
              public void open(String folder) {}

              @Override
              public void replace(String path, byte[] content) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void reserve(String path) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    full.write("file", "other".getBytes(StandardCharsets.UTF_8));
    Refusal told = full.news().orElseThrow();
    assertEquals(ErrorCode.STATE_UNUSABLE, told.code());
    assertTrue(told.detail().contains("No space left"), told.detail());
    assertArrayEquals(TEXT, full.read("file").orElseThrow());
  }

  @Test
  void whatAKilledWriterLeftBehindIsTidiedAwayAfterAnHour() throws IOException {
    StateFolder folder = folder("a");
    folder.write("file", TEXT);
    Path abandoned = Files.writeString(scratch.resolve("a/.file.1.new"), "half");
    Path fresh = Files.writeString(scratch.resolve("a/.file.2.new"), "half");
    Files.setLastModifiedTime(
        abandoned, FileTime.fromMillis(Files.getLastModifiedTime(fresh).toMillis() - 3_700_000));
    folder.write("file", TEXT);
    assertFalse(Files.exists(abandoned));
    assertTrue(Files.exists(fresh));
    try (Stream<Path> left = Files.list(scratch.resolve("a"))) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void withoutAFolderNothingIsRememberedAndNothingIsTold() {
    StateFolder none = StateFolder.none(new LocalFiles());
    none.write("file", TEXT);
    assertTrue(none.read("file").isEmpty());
    assertFalse(none.isThere());
    assertEquals(Optional.empty(), none.news());
    assertEquals(Memory.NONE, Memory.read(none));
  }

  @Test
  void theMemoryIsReadAsItWasWritten() {
    StateFolder folder = folder("a");
    MEMORY.write(folder);
    assertEquals(MEMORY, Memory.read(folder));
    Memory first =
        new Memory(
            new Mark(10, 0, Long.MIN_VALUE),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    first.write(folder);
    assertEquals(first, Memory.read(folder));
  }

  @Test
  void aMemoryOfAnotherKindIsNone() {
    StateFolder folder = folder("a");
    for (String text : List.of("{}", "[]", "{\"mark\":\"x\"}", "{\"mark\":-1}")) {
      folder.write("memory.json", text.getBytes(StandardCharsets.UTF_8));
      assertEquals(Memory.NONE, Memory.read(folder), text);
    }
  }

  @Test
  void aProductThatNeverReachedItsVendorBeginsToCountNow() {
    assertEquals(new Contacts(7, Lifecycle.NEVER), Memory.NONE.contacts(true, false, 7));
    assertEquals(new Contacts(Lifecycle.NEVER, 7), Memory.NONE.contacts(false, true, 7));
    assertEquals(new Contacts(40, 50), MEMORY.contacts(true, true, 7));
  }

  private StateFolder folder(String name) {
    return new StateFolder(scratch.resolve(name).toString(), new LocalFiles(), new LocalStorage());
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.resolve(name)));
  }
}
