package io.tollgate.core.meter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Why keys could not be read, each to be told once. Safe for use by several threads. */
final class Unreadable {
  /** More than that tell nobody more. */
  private static final int MOST = 100;

  private final Set<String> known = new HashSet<>();
  private final List<String> untold = new ArrayList<>();

  synchronized void add(String why) {
    if (known.size() < MOST && known.add(why)) {
      untold.add(why);
    }
  }

  synchronized List<String> untold() {
    List<String> news = new ArrayList<>(untold);
    untold.clear();
    return news;
  }
}
