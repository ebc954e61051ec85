package io.tollgate.core.system;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A console that never keeps its caller waiting: a pipe that nobody empties stops the thread that
 * prints, and nobody else. Also what a class-file transformer may use, which must not run foreign
 * code.
 */
public final class QueuedConsole implements Console, Runnable {
  /** More than a stalled reader will ever want to know. */
  private static final int MOST_WAITING = 64;

  private final Console console;
  private final Deque<String> waiting = new ArrayDeque<>();

  public QueuedConsole(Console console) {
    this.console = console;
  }

  @Override
  public void print(String lines) {
    synchronized (waiting) {
      if (waiting.size() < MOST_WAITING) {
        waiting.addLast(lines);
        waiting.notifyAll();
      }
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        console.print(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String next() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        waiting.wait();
      }
      return waiting.removeFirst();
    }
  }
}
