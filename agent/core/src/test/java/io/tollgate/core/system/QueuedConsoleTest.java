package io.tollgate.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueuedConsoleTest {
  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
  private final Semaphore mayPrint = new Semaphore(0);

  @Test
  void aPipeThatNobodyEmptiesKeepsNobodyWaitingAndLosesOnlyWhatIsTooMuch() throws Exception {
    QueuedConsole console =
        new QueuedConsole(
            lines -> {
              mayPrint.acquireUninterruptibly();
              printed.add(lines);
            });
    for (int i = 0; i < 1_000; i++) {
      console.print("line " + i);
    }
    Thread voice = DaemonThreads.start("test-voice", console);
    mayPrint.release(10_000);
    for (int i = 0; i < 64; i++) {
      assertEquals("line " + i, printed.poll(30, TimeUnit.SECONDS));
    }
    console.print("later");
    assertEquals("later", printed.poll(30, TimeUnit.SECONDS));
    voice.interrupt();
    voice.join();
  }
}
