package io.tollgate.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.system.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The log on a disk that fails when the test says so. */
class AuditLogTest {
  private final StillClock clock = new StillClock();
  private final FakeLedger ledger = new FakeLedger();
  private final List<String> troubles = new ArrayList<>();
  private final AuditLog log =
      new AuditLog(
          ledger,
          clock,
          "Acme Orders",
          "p",
          new AuditLog.Trouble() {
            @Override
            public void cannotWrite(String why) {
              troubles.add(why);
            }

            @Override
            public void canWrite() {
              troubles.add("well");
            }
          },
          AuditLog.NO_COPY);

  @Test
  void remindersAreNoEntries() {
    log.happened(new LicenseEvent.Reminder(Action.GRACE, Happenings.valid("a")));
    assertEquals(List.of(), ledger.lines);
    assertEquals(List.of(), troubles);
  }

  @Test
  void aRemarkIsAnEntryWithItsTextAndNoCode() {
    log.happened(
        new LicenseEvent.Remark(Action.CLOCK, Happenings.valid("a"), "the clock is right again"));
    assertTrue(ledger.lines.get(0).contains("\"message\":\"the clock is right again\""));
    assertFalse(ledger.lines.get(0).contains("\"code\""));
  }

  @Test
  void whatCannotBeWrittenIsWrittenLaterInOrderAndWithItsOwnTime() {
    ledger.fault = Optional.of("cannot be written (No space left on device)");
    log.happened(Happenings.renewed("a"));
    clock.now += 5_000;
    log.happened(Happenings.renewed("b"));
    assertEquals(List.of(), ledger.lines);
    ledger.fault = Optional.empty();
    clock.now += 5_000;
    log.happened(Happenings.renewed("c"));
    assertEquals(3, ledger.lines.size());
    assertTrue(ledger.lines.get(0).contains("\"a\"") && ledger.lines.get(0).contains("11:06:40"));
    assertTrue(ledger.lines.get(1).contains("\"b\"") && ledger.lines.get(1).contains("11:06:45"));
    assertTrue(ledger.lines.get(2).contains("\"c\"") && ledger.lines.get(2).contains("11:06:50"));
    assertEquals("well", troubles.get(troubles.size() - 1));
  }

  @Test
  void aMinuteAfterItFailedItIsDueOnceUntilItFailsAgain() {
    assertFalse(log.isDue());
    ledger.fault = Optional.of("is full");
    log.happened(Happenings.renewed("a"));
    clock.elapsed += 59_999;
    assertFalse(log.isDue());
    clock.elapsed += 1;
    assertTrue(log.isDue());
    log.run();
    assertFalse(log.isDue());
    clock.elapsed += 60_000;
    assertTrue(log.isDue());
    ledger.fault = Optional.empty();
    log.run();
    assertFalse(log.isDue());
    assertEquals(1, ledger.lines.size());
  }

  @Test
  void onlySoManyEntriesWaitAndTheFirstOnesAreKept() {
    ledger.fault = Optional.of("is full");
    for (int i = 0; i < 1_500; i++) {
      log.happened(Happenings.renewed("lic-" + i));
    }
    ledger.fault = Optional.empty();
    clock.elapsed += 60_000;
    log.run();
    assertEquals(1_000, ledger.lines.size());
    assertTrue(ledger.lines.get(999).contains("\"lic-999\""));
  }

  @Test
  void whatWasCutOffIsToldByTheEntryThatIsWrittenAndNotByTheOneThatFailed() {
    ledger.cutOff = 17;
    ledger.fault = Optional.of("is full");
    log.happened(Happenings.renewed("a"));
    // It was taken away the first time.
    ledger.cutOff = 0;
    ledger.fault = Optional.empty();
    log.happened(Happenings.renewed("b"));
    assertTrue(ledger.lines.get(0).contains("\"cutOffBytes\":17"), ledger.lines.get(0));
    assertFalse(ledger.lines.get(1).contains("cutOffBytes"), ledger.lines.get(1));
  }

  @Test
  void twoInstallationsNeverGiveTheSameIdToWhatHappensToBothInOneMillisecond() {
    FakeLedger otherLedger = new FakeLedger();
    AuditLog other =
        new AuditLog(otherLedger, clock, "Acme Orders", "q", new Untroubled(), AuditLog.NO_COPY);
    log.happened(Happenings.renewed("a"));
    other.happened(Happenings.renewed("a"));
    String id = ledger.lines.get(0).substring(0, 45);
    assertFalse(otherLedger.lines.get(0).startsWith(id), id);
  }

  private static final class FakeLedger implements Ledger {
    final List<String> lines = new ArrayList<>();
    Optional<String> fault = Optional.empty();
    long cutOff;

    @Override
    public void append(Line line, long now) throws IOException {
      Optional<byte[]> last =
          lines.isEmpty()
              ? Optional.empty()
              : Optional.of(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8));
      String text =
          new String(line.after(new End(last, cutOff, Optional.empty())), StandardCharsets.UTF_8);
      if (fault.isPresent()) {
        throw new IOException(fault.get());
      }
      lines.add(text);
    }
  }

  private static final class Untroubled implements AuditLog.Trouble {
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
