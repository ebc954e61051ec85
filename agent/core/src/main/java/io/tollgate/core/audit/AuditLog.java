package io.tollgate.core.audit;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Ledger;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a line for everything that happens to the license. What cannot be written waits, and is
 * written when that works again. Safe for use by several threads; waits for disks and for other
 * JVMs, so none of those threads may be one that watches the license.
 */
public final class AuditLog implements LicenseListener, Runnable {
  /** Its name in the state folder, without what tells its files apart. */
  public static final String NAME = "audit";

  /** The file in the state folder that it is written to. */
  public static final String FILE = NAME + ".jsonl";

  /** What a license goes through in years, and less than a megabyte. */
  private static final int MOST_WAITING = 1_000;

  /** Nobody gets the lines. */
  public static final Copy NO_COPY = new NoCopy();

  private static final long NEXT_TRY = 60_000;
  private static final long NEVER = Long.MIN_VALUE;

  private final Ledger ledger;
  private final Clock clock;
  private final String product;
  private final String process;
  private final Trouble trouble;
  private final Copy copy;
  private final Deque<AuditLine.Entry> waiting = new ArrayDeque<>();
  private long cutOff;
  private volatile long failedAt = NEVER;

  /** Is told whether the log can be written. */
  public interface Trouble {

    /** It could not; what waits for it may be lost with this JVM. */
    void cannotWrite(String why);

    /** It could. */
    void canWrite();
  }

  /** Is handed each line that was written. */
  public interface Copy {

    /** It was; not to be waited for. */
    void written(byte[] line);
  }

  /**
   * A log that is not touched before something happens.
   *
   * @param process tells this JVM from others that write to the same log
   */
  public AuditLog(
      Ledger ledger, Clock clock, String product, String process, Trouble trouble, Copy copy) {
    this.ledger = ledger;
    this.clock = clock;
    this.product = product;
    this.process = process;
    this.trouble = trouble;
    this.copy = copy;
  }

  @Override
  public synchronized void happened(LicenseEvent event) {
    if (event instanceof LicenseEvent.Reminder) {
      return;
    }
    if (waiting.size() == MOST_WAITING) {
      // Of a disk that was full for years the beginning says more than the end.
      return;
    }
    waiting.addLast(new AuditLine.Entry(event, product, process, clock.now()));
    write();
  }

  /** Whether it could not be written a minute ago, and nobody tries just now; never waits. */
  public boolean isDue() {
    long failed = failedAt;
    return failed != NEVER && clock.elapsed() - failed >= NEXT_TRY;
  }

  /** Tries again to write what waits. */
  @Override
  public void run() {
    // At once, so that no other thread is sent after one that hangs.
    failedAt = NEVER;
    write();
  }

  private synchronized void write() {
    try {
      while (!waiting.isEmpty()) {
        write(waiting.getFirst());
        waiting.removeFirst();
      }
      failedAt = NEVER;
      trouble.canWrite();
    } catch (IOException e) {
      failedAt = clock.elapsed();
      trouble.cannotWrite(String.valueOf(e.getMessage()));
    }
  }

  private static final class NoCopy implements Copy {
    @Override
    public void written(byte[] line) {}
  }

  private void write(AuditLine.Entry entry) throws IOException {
    Place place = new Place(entry);
    ledger.append(place, entry.at());
    cutOff = 0;
    copy.written(place.line);
  }

  /** Where an entry is written. Told in what could be written what of a line before was not. */
  private final class Place implements Ledger.Line {
    private final AuditLine.Entry entry;
    private byte[] line = {};

    Place(AuditLine.Entry entry) {
      this.entry = entry;
    }

    @Override
    public byte[] after(Ledger.End end) {
      cutOff = Math.max(cutOff, end.cutOff());
      line = entry.after(end, cutOff);
      return line;
    }
  }
}
