package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Window;
import java.util.Optional;

/**
 * How long the vendor has been out of reach, and what follows: nothing for a while, then closed
 * gates, then starts that are refused. A clock of its own, beside the license's: neither extends
 * the other. Safe for use by several threads.
 */
public final class Offline {
  private final Window grace;
  private final Window hardStop;
  private Contacts contacts;

  /**
   * When the vendor was reached last, in ms since the epoch; {@link Lifecycle#NEVER} for what is
   * not needed.
   */
  public record Contacts(long keys, long denylist) {
    public static final Contacts NOT_NEEDED = new Contacts(Lifecycle.NEVER, Lifecycle.NEVER);

    long earliest() {
      return Math.min(keys, denylist);
    }
  }

  /**
   * A clock that goes on from what was remembered.
   *
   * @param grace how long after the last contact gates stay open
   * @param hardStop how long after it starts are allowed
   */
  public Offline(Window grace, Window hardStop, Contacts contacts) {
    this.grace = grace;
    this.hardStop = hardStop;
    this.contacts = contacts;
  }

  /** For products that need nothing from outside. */
  public static Offline never() {
    return new Offline(Window.NONE, Window.NONE, Contacts.NOT_NEEDED);
  }

  /** The published keys were fetched, if they are needed. */
  public synchronized void keysReached(long now) {
    contacts = new Contacts(ifNeeded(contacts.keys(), now), contacts.denylist());
  }

  /** The denylist was read and is sound, if it is needed. */
  public synchronized void denylistReached(long now) {
    contacts = new Contacts(contacts.keys(), ifNeeded(contacts.denylist(), now));
  }

  private static long ifNeeded(long before, long now) {
    return before == Lifecycle.NEVER ? before : now;
  }

  /** What is to be remembered. */
  public synchronized Contacts contacts() {
    return contacts;
  }

  /** The instant at which gates close if nothing is reached before, ms since the epoch. */
  public synchronized long closesAt() {
    return after(grace);
  }

  /** The instant from which starts are refused. */
  public synchronized long stopsAt() {
    return after(hardStop);
  }

  private long after(Window window) {
    long since = contacts.earliest();
    return since == Lifecycle.NEVER ? Lifecycle.NEVER : window.after(since);
  }

  /** The status, closed if the vendor has been out of reach for too long. */
  synchronized LicenseStatus judge(LicenseStatus status, long now) {
    contacts = new Contacts(notAfter(contacts.keys(), now), notAfter(contacts.denylist(), now));
    boolean stops = now >= stopsAt();
    if (status.license().isEmpty() || now < closesAt() || (!status.opensGates() && !stops)) {
      return status;
    }
    return status.closed(
        new Refusal(
            ErrorCode.OFFLINE_TOO_LONG,
            "They were reached last at "
                + UtcText.plain(contacts.earliest())
                + "; gates close at "
                + UtcText.plain(closesAt())
                + ", and starts are refused from "
                + UtcText.plain(stopsAt())
                + "."),
        stops ? OnProblem.HALT : OnProblem.GATE);
  }

  /** A contact that seems to lie ahead was made by a clock that was wrong. */
  private static long notAfter(long contact, long now) {
    return contact == Lifecycle.NEVER ? contact : Math.min(contact, now);
  }

  /** The first instant after {@code now} at which {@link #judge} may judge otherwise. */
  synchronized long nextChange(long now) {
    if (now < closesAt()) {
      return closesAt();
    }
    return now < stopsAt() ? stopsAt() : Lifecycle.NEVER;
  }

  /** Since when the vendor has been out of reach; empty if nothing is needed from there. */
  public synchronized Optional<Long> since() {
    return contacts.earliest() == Lifecycle.NEVER
        ? Optional.empty()
        : Optional.of(contacts.earliest());
  }
}
