package io.tollgate.core.http;

import io.tollgate.core.system.Clock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts wrong tokens, and says when no more are to be looked at. Each address has a number of its
 * own, so that whoever guesses locks out nobody else; all together have another, so that many
 * addresses do not make many guesses. Addresses which had the right token once have that one among
 * themselves, so that no number of guessers elsewhere keeps the administrator out. A right token
 * takes back no wrong one: whoever guesses may share the administrator's address. The machine
 * itself is none of these, so that nobody elsewhere locks it out. Safe for use by several threads.
 */
final class Attempts {
  /** Wrong tokens of one address within the time. */
  static final int MOST = 10;

  /** Wrong tokens of all addresses of one kind within the time. */
  static final int MOST_OF_ALL = 100;

  /** The time in which they count, and for which none is looked at then, in ms. */
  static final long TIME = 60_000;

  private static final int MOST_KNOWN = 64;
  private static final int NETWORK = 8;
  private static final String MACHINE = "loopback";

  private final Clock clock;
  private final AtomicLong refused = new AtomicLong();
  private final Map<String, Count> counts = new HashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Count allOfStrangers = new Count(MOST_OF_ALL);
  private final Count allOfKnown = new Count(MOST_OF_ALL);

  /** No attempts so far. */
  Attempts(Clock clock) {
    this.clock = clock;
  }

  /** What came in the time since the first, which begins anew once it is over. */
  private static final class Count {
    private final int most;
    private long since;
    private int wrong;

    Count(int most) {
      this.most = most;
    }

    /** True if this one was the last that is borne. */
    boolean add(long now) {
      if (wrong == 0 || isOver(now)) {
        wrong = 0;
        since = now;
      }
      wrong++;
      if (wrong == most) {
        since = now;
      }
      return wrong == most;
    }

    boolean isOver(long now) {
      return now - since >= TIME;
    }

    long lockedFor(long now) {
      return wrong >= most ? Math.max(0, TIME - (now - since)) : 0;
    }
  }

  /** For how many ms no token from there is looked at; 0 if the next one is. */
  synchronized long lockedFor(InetAddress address) {
    String key = key(address);
    long now = clock.elapsed();
    Count count = counts.get(key);
    long own = count == null ? 0 : count.lockedFor(now);
    return key.equals(MACHINE) ? own : Math.max(own, all(key).lockedFor(now));
  }

  private Count all(String key) {
    return known.contains(key) ? allOfKnown : allOfStrangers;
  }

  /** A wrong token came from there. True if no more are looked at now, and were before. */
  synchronized boolean wrong(InetAddress address) {
    long now = clock.elapsed();
    forgetOld(now);
    String key = key(address);
    Count count = counts.get(key);
    if (count == null) {
      count = new Count(MOST);
      counts.put(key, count);
    }
    boolean own = count.add(now);
    return key.equals(MACHINE) ? own : all(key).add(now) || own;
  }

  private void forgetOld(long now) {
    Iterator<Count> each = counts.values().iterator();
    while (each.hasNext()) {
      if (each.next().isOver(now)) {
        each.remove();
      }
    }
  }

  /** The right token came from there. */
  synchronized void right(InetAddress address) {
    String key = key(address);
    known.remove(key);
    known.add(key);
    if (known.size() > MOST_KNOWN) {
      known.remove(known.iterator().next());
    }
  }

  /** A request was refused. */
  void refused() {
    refused.incrementAndGet();
  }

  /** How many were. */
  long allRefused() {
    return refused.get();
  }

  /** One address; of IPv6, where one machine has many, the network (RFC 4291 section 2.5.4). */
  private static String key(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return MACHINE;
    }
    byte[] bytes = address.getAddress();
    return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK) : bytes);
  }
}
