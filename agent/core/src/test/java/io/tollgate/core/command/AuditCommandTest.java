package io.tollgate.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.audit.AuditLog;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.system.LocalLedger;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private final Operator operator = new Operator();
  @TempDir private Path folder = Path.of("");

  @Test
  void aSoundLogIsStatusZeroAndSaysHowMuchAndSinceWhen() throws IOException {
    write(3);
    assertEquals(0, verify());
    assertTrue(
        operator.out().matches("sound: 3 entries, from 2\\S+Z to 2\\S+Z\nlast:  [0-9a-f]{64}\n"),
        operator.out());
    assertEquals(0, verify("--json"));
    assertTrue(
        operator.out().startsWith("{\"sound\":true,\"entries\":3,\"from\":\"2"), operator.out());
    assertEquals("", operator.err());
  }

  @Test
  void anEmptyLogIsSound() throws IOException {
    Files.createFile(log());
    assertEquals(0, verify());
    assertEquals("sound: 0 entries\n", operator.out());
  }

  @Test
  void aBrokenLogIsStatusOneAndOneLineNamesTheFirstLineThatDoesNotFit() throws IOException {
    write(3);
    String text = Files.readString(log());
    int third = text.lastIndexOf("LICENSE_LOADED");
    Files.writeString(
        log(), text.substring(0, third) + "LICENSE_DENIED" + text.substring(third + 14));
    assertEquals(1, verify());
    assertEquals(
        "TG-SYS-0020 The audit log is not as it was written. Line 3 of "
            + log()
            + ": It was changed, or is no line of an audit log. Find out who changed it; what was copied elsewhere before says what it held.\n",
        operator.err());
    assertTrue(operator.out().startsWith("broken: 2 entries before the one that does not fit"));
    assertEquals(1, verify("--json"));
    assertTrue(operator.out().contains("\"line\":3,\"code\":\"TG-SYS-0020\""), operator.out());
  }

  @Test
  void aLastLineThatWasCutOffIsSoundAndSaidInALine() throws IOException {
    write(3);
    byte[] bytes = Files.readAllBytes(log());
    Files.write(log(), Arrays.copyOf(bytes, bytes.length - 20));
    assertEquals(0, verify());
    assertTrue(operator.out().startsWith("sound: 2 entries"), operator.out());
    assertTrue(operator.err().startsWith("TG-SYS-0021 "), operator.err());
    assertEquals(1, operator.err().lines().count());
  }

  @Test
  void aFileThatEndsWithoutAnEndAndIsFollowedByAnotherIsBroken() throws IOException {
    write(2);
    Path first = folder.resolve("audit-20000101T000000000Z.jsonl");
    Files.move(log(), first);
    write(1);
    byte[] bytes = Files.readAllBytes(first);
    Files.write(first, Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(1, operator.run("audit", "verify", first.toString(), log().toString()));
    assertTrue(operator.err().contains("Line 2 of " + first), operator.err());
  }

  @Test
  void whatIsNoAuditLogIsBrokenInItsFirstLine() throws IOException {
    Files.write(log(), new byte[200_000]);
    assertEquals(1, verify());
    assertTrue(operator.err().contains("Line 1 of "), operator.err());
    Files.writeString(log(), "{}\n");
    assertEquals(1, verify());
  }

  @Test
  void aFileThatCannotBeReadIsAMistake() throws IOException {
    assertEquals(2, verify());
    assertTrue(operator.err().startsWith("TG-CFG-0011 "), operator.err());
    assertTrue(operator.err().contains(log() + " does not exist."), operator.err());
    Files.createDirectory(log());
    assertEquals(2, verify());
    assertTrue(operator.err().contains(" is no regular file."), operator.err());
  }

  @Test
  void auditAloneAndAuditOfNothingAreMistakes() {
    assertEquals(2, operator.run("audit"));
    assertTrue(operator.err().startsWith("TG-CFG-0010 "), operator.err());
    assertEquals(2, operator.run("audit", "verify"));
    assertTrue(operator.err().startsWith("TG-CFG-0010 "), operator.err());
  }

  private int verify(String... options) {
    String[] arguments = {"audit", "verify", log().toString()};
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return operator.run(all);
  }

  private Path log() {
    return folder.resolve("audit.jsonl");
  }

  private void write(int entries) {
    AuditLog log =
        new AuditLog(
            new LocalLedger(new LocalStorage(), folder.toString(), AuditLog.NAME),
            new SystemClock(),
            "Acme Orders",
            "p",
            new Strict(),
            AuditLog.NO_COPY);
    for (int i = 0; i < entries; i++) {
      log.happened(
          new LicenseEvent.Changed(
              Action.LOADED,
              new LicenseStatus(
                  State.VALID,
                  Kind.LICENSED,
                  true,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  0)));
    }
  }

  private static final class Strict implements AuditLog.Trouble {
    @Override
    public void cannotWrite(String why) {
      throw new AssertionError(why);
    }

    @Override
    public void canWrite() {
      // As it should be.
    }
  }
}
