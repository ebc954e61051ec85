package io.tollgate.core;

import io.tollgate.core.audit.AuditLog;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Ledger;
import io.tollgate.core.system.LineFiles;
import io.tollgate.core.system.LocalLineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The lines of the audit log on their way to a store that others share. What waits longer than
 * there is room for, and what an earlier JVM could not send, comes from the file: the store takes
 * each line once.
 */
final class AuditLines implements AuditLog.Copy, StoreWatch.Outgoing {
  /** What a license goes through in years. */
  private static final int MOST = 1_000;

  private static final int AT_A_TIME = 200;

  private final Optional<String> file;
  private final Deque<String> waiting = new ArrayDeque<>();
  private boolean readFile;

  /** Lines that are in this file too, if there is one. */
  AuditLines(Optional<String> file) {
    this.file = file;
    this.readFile = file.isPresent();
  }

  @Override
  public synchronized void written(byte[] line) {
    if (waiting.size() == MOST) {
      waiting.removeFirst();
      readFile = file.isPresent();
    }
    waiting.addLast(new String(line, StandardCharsets.UTF_8));
  }

  @Override
  public void send(Store store) throws StoreException {
    if (isFileDue()) {
      List<String> lines = newest();
      for (int from = 0; from < lines.size(); from += AT_A_TIME) {
        store.append(lines.subList(from, Math.min(from + AT_A_TIME, lines.size())));
      }
      fileIsSent();
    }
    List<String> some = some();
    while (!some.isEmpty()) {
      store.append(some);
      sent(some);
      some = some();
    }
  }

  private synchronized boolean isFileDue() {
    return readFile;
  }

  private synchronized void fileIsSent() {
    readFile = false;
  }

  private synchronized List<String> some() {
    List<String> some = new ArrayList<>();
    for (String line : waiting) {
      if (some.size() < AT_A_TIME) {
        some.add(line);
      }
    }
    return some;
  }

  private synchronized void sent(List<String> lines) {
    for (String line : lines) {
      waiting.removeFirstOccurrence(line);
    }
  }

  private List<String> newest() {
    Newest newest = new Newest();
    try {
      new LocalLineFiles().read(file.orElseThrow(), Ledger.LONGEST_LINE, newest);
    } catch (IOException e) {
      // There is none yet, or it cannot be read: what happens from now on is sent as it happens.
      return List.of();
    }
    return new ArrayList<>(newest.lines);
  }

  private static final class Newest implements LineFiles.Reader {
    private final Deque<String> lines = new ArrayDeque<>();

    @Override
    public boolean line(byte[] line, boolean ended) {
      if (ended) {
        if (lines.size() == MOST) {
          lines.removeFirst();
        }
        lines.addLast(new String(line, StandardCharsets.UTF_8));
      }
      return true;
    }
  }
}
