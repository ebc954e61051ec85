package io.tollgate.benchmarks.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** An ordinary class without gates, of which many copies are made under other names. */
public final class Ordinary {
  private static final int MOST = 500;
  private static final String SEPARATOR = ", ";

  private final String name;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Long> amounts = new HashMap<>();
  private boolean closed;

  /** One of that name. */
  public Ordinary(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** Its name, in lower case. */
  public String key() {
    return name.toLowerCase(Locale.ROOT).strip();
  }

  /** Adds a line. */
  public void add(String line, long amount) {
    if (closed || lines.size() == MOST) {
      throw new IllegalStateException("No more lines for " + name + ".");
    }
    lines.add(line);
    amounts.merge(line, amount, Long::sum);
  }

  /** What it comes to. */
  public double total(double rate) {
    double total = 0;
    for (long amount : amounts.values()) {
      total += amount < 0 ? 0 : amount * rate;
    }
    return total;
  }

  /** Takes no more lines. */
  public void close() {
    closed = true;
  }

  /** As a text. */
  public String text() {
    StringBuilder text = new StringBuilder(name);
    try {
      for (Map.Entry<String, Long> entry : new TreeMap<>(amounts).entrySet()) {
        text.append(SEPARATOR).append(entry.getKey()).append('=').append(entry.getValue());
      }
    } catch (ClassCastException e) {
      text.append(SEPARATOR).append(e.getMessage());
    }
    return text.toString();
  }
}
