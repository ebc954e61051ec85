package io.tollgate.dist;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The application of those tests that watch a license change. Prints how its gates stand whenever
 * that changes, and does what it is told on standard input. Ends with its input.
 */
final class GatedHost {
  private static final int CALLERS = 8;
  private static final AtomicLong CALLS = new AtomicLong();
  private static final AtomicLong DENIED = new AtomicLong();
  private static final Object[] NOTHING = {};
  private static Object[] hoard = NOTHING;

  private GatedHost() {}

  @Licensed
  static void anything() {}

  @Licensed("a")
  static void featureA() {}

  @Licensed("b")
  static void featureB() {}

  public static void main(String[] arguments) throws IOException {
    Thread sampler = new Thread(GatedHost::sample, "sampler");
    sampler.setDaemon(true);
    sampler.start();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String order = orders.readLine();
    while (order != null) {
      carryOut(order);
      order = orders.readLine();
    }
  }

  private static void carryOut(String order) {
    String[] words = order.split(" ", -1);
    switch (words[0]) {
      case "interrupt" -> interrupt(words[1]);
      case "heap" -> print("heap " + usedHeap());
      case "threads" -> print("threads " + Thread.getAllStackTraces().size());
      case "fill" -> fill(Long.parseLong(words[1]));
      case "call" -> startCallers();
      case "spin" -> spin();
      case "calls" -> print("calls " + CALLS.get() + " denied " + DENIED.get());
      default -> print("what?");
    }
  }

  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void sample() {
    String last = "";
    while (true) {
      try {
        String now = gates();
        if (!now.equals(last)) {
          print(now);
          last = now;
        }
        Thread.sleep(2);
      } catch (OutOfMemoryError e) {
        // That is what the tests are about: the next look is near.
        Thread.onSpinWait();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String gates() {
    try {
      anything();
    } catch (LicenseRequiredException e) {
      return "closed " + e.code();
    }
    return "open"
        + (isOpen(GatedHost::featureA) ? " a" : "")
        + (isOpen(GatedHost::featureB) ? " b" : "");
  }

  private static boolean isOpen(Runnable gated) {
    try {
      gated.run();
      return true;
    } catch (LicenseRequiredException e) {
      return false;
    }
  }

  private static void interrupt(String names) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(names)) {
        thread.interrupt();
      }
    }
    print("interrupted");
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Leaves nobody in this JVM room for an object, for that many ms. */
  private static void fill(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    print("filling");
    int size = 1 << 20;
    while (System.nanoTime() < end) {
      try {
        hoard = new Object[] {hoard, new byte[size]};
      } catch (OutOfMemoryError e) {
        size = Math.max(16, size / 2);
      }
    }
    boolean filled = size == 16 && hoard.length == 2;
    hoard = NOTHING; // a new array would find no room
    print(filled ? "let go" : "there was memory left");
  }

  private static void startCallers() {
    for (int i = 0; i < CALLERS; i++) {
      Thread caller = new Thread(GatedHost::callForever, "caller");
      caller.setDaemon(true);
      caller.start();
    }
    print("calling");
  }

  /** One loop, never left, that does nothing but call: as hot as code can be. */
  private static void spin() {
    print("spinning");
    long calls = 0;
    try {
      while (true) {
        anything();
        calls++;
      }
    } catch (LicenseRequiredException e) {
      print("spun " + calls);
    }
  }

  private static void callForever() {
    while (true) {
      CALLS.incrementAndGet();
      if (!isOpen(GatedHost::anything)) {
        DENIED.incrementAndGet();
      }
      Thread.onSpinWait();
    }
  }
}
