package io.tollgate.core.announce;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.system.Console;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.Printable;
import java.util.Optional;

/**
 * Says on stderr what the operator has to know: a banner at start, one line for each change later.
 * Nothing at all at a start with a valid license.
 */
public final class Announcer implements LicenseListener {
  private final Console console;
  private final boolean json;
  private final String product;
  private final String contact;
  private final String places;

  /**
   * An announcer for one product.
   *
   * @param json whether to write JSON lines
   * @param contact whom to ask; left out if empty
   * @param places where tokens are looked for; left out if empty
   */
  public Announcer(Console console, boolean json, String product, String contact, String places) {
    this.console = console;
    this.json = json;
    this.product = product;
    this.contact = contact;
    this.places = places;
  }

  /** The banner or error of a start; silence in state VALID. */
  public void atStart(LicenseStatus status) {
    if (status.state() != State.VALID) {
      Notice notice = notice(status, headlineAtStart(status));
      console.print(json ? notice.json() : notice.block());
    }
  }

  /** The same for an agent that was attached to a JVM that runs, and does not end it. */
  public void whenAttached(LicenseStatus status) {
    if (status.state() != State.VALID) {
      Notice notice = notice(status, headlineOfChange(status));
      console.print(json ? notice.json() : notice.block());
    }
  }

  @Override
  public void happened(LicenseEvent event) {
    if (event instanceof LicenseEvent.Problem problem) {
      problem(headlineOfProblem(problem.action()), problem.refusal());
    } else if (event instanceof LicenseEvent.Remark remark) {
      note(remark.text());
    } else {
      printLine(notice(event.status(), headlineOfChange(event.status())));
    }
  }

  /** One line on the product that is no problem. */
  public void note(String text) {
    remark(product + ": " + text);
  }

  /** One line without a problem. */
  public void remark(String headline) {
    printLine(new Notice(headline));
  }

  /** Something is wrong that does not change where the license stands. */
  public void problem(String headline, Refusal refusal) {
    Notice notice = new Notice(product + ": " + headline);
    addRefusal(notice, refusal);
    notice.add("Next", "next", refusal.code().advice());
    addContact(notice);
    printLine(notice);
  }

  private void printLine(Notice notice) {
    console.print(json ? notice.json() : notice.line());
  }

  private Notice notice(LicenseStatus status, String headline) {
    Notice notice = new Notice(headline);
    notice.add("State", "state", status.state().name());
    if (status.refusal().isPresent()) {
      addRefusal(notice, status.refusal().get());
    }
    if (status.license().isPresent()) {
      License license = status.license().get();
      notice.add("Customer", "customerId", license.customerId());
      notice.add("License", "licenseId", license.licenseId());
    }
    if (status.lifecycle().isPresent()) {
      addDates(notice, status.lifecycle().get(), status.asOf());
    }
    if (status.refusal().isPresent() && !places.isEmpty()) {
      notice.add("Looked at", "places", Printable.withoutSecrets(places));
    }
    notice.add("Next", "next", next(status));
    addContact(notice);
    return notice;
  }

  private String headlineAtStart(LicenseStatus status) {
    if (status.kind() == Kind.EVALUATION) {
      return product + " starts as an evaluation, without a license";
    }
    if (status.opensGates()) {
      return product + ": the license " + whatItDoes(status);
    }
    return status.atStart().equals(Optional.of(OnProblem.HALT))
        ? product + " does not start"
        : product + " starts with its licensed functions closed";
  }

  private static String whatItDoes(LicenseStatus status) {
    if (status.state() == State.GRACE) {
      return "has expired";
    }
    boolean losesTrust =
        status.lifecycle().isPresent() && status.lifecycle().get().losesTrustFirst();
    return losesTrust ? "counts no more soon: its key is endorsed no longer" : "expires soon";
  }

  private String headlineOfChange(LicenseStatus status) {
    if (status.kind() == Kind.EVALUATION) {
      return product + ": this is an evaluation, without a license";
    }
    return product + ": licensed functions are " + (status.opensGates() ? "open" : "closed");
  }

  private static String headlineOfProblem(Action action) {
    return switch (action) {
      case REJECTED -> "a token was not taken";
      case REVOKED -> "the denylist was not taken";
      case KEYS -> "the vendor's keys were not fetched";
      case CLOCK -> "the clock is wrong";
      case DENIED -> "licensed calls were denied";
      case OFFLINE -> "the store is not used";
      default -> "the license needs attention";
    };
  }

  private static String next(LicenseStatus status) {
    if (status.refusal().isPresent()) {
      return status.refusal().get().code().advice();
    }
    if (status.state() == State.VALID || status.lifecycle().isEmpty()) {
      return "Nothing is to be done.";
    }
    return "Renew the license: licensed functions close at "
        + UtcText.plain(status.lifecycle().get().closesForGood())
        + ".";
  }

  private static void addRefusal(Notice notice, Refusal refusal) {
    notice.add("Code", "code", refusal.code().code());
    notice.add("Problem", "problem", refusal.problem());
  }

  private static void addDates(Notice notice, Lifecycle lifecycle, long asOf) {
    notice.add("Expires", "expiresAt", dated(lifecycle.end(), asOf), UtcText.iso(lifecycle.end()));
    long closes = lifecycle.closesForGood();
    notice.add(
        closes < lifecycle.closesAt() ? "Endorsed to" : "Grace until",
        "graceEndsAt",
        dated(closes, asOf),
        UtcText.iso(closes));
  }

  /** The instant, and how many days it is away. */
  private static String dated(long instant, long asOf) {
    long days = UtcText.daysUntil(asOf, instant);
    String distance;
    if (asOf < instant) {
      distance = "in " + days + (days == 1 ? " day" : " days");
    } else if (days == 0) {
      distance = "today";
    } else {
      distance = -days + (days == -1 ? " day ago" : " days ago");
    }
    return UtcText.plain(instant) + " (" + distance + ")";
  }

  private void addContact(Notice notice) {
    if (!contact.isEmpty()) {
      notice.add("Contact", "contact", contact);
    }
  }
}
