package io.tollgate.core.command;

import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.text.JsonText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A license from its beginning to its end.
 *
 * @param stretches what holds from one change to the next, the first one since ever
 * @param now what holds now
 */
record Timeline(List<LicenseStatus> stretches, LicenseStatus now) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);

  /** Goes from one transition to the next, so that nothing here knows which states there are. */
  static Timeline of(Verdict verdict, LifecycleRules rules, LicenseStatus now) {
    List<LicenseStatus> stretches = new ArrayList<>();
    long from = Long.MIN_VALUE;
    while (from != Lifecycle.NEVER) {
      LicenseStatus stretch = LicenseStatus.of(verdict, rules, from);
      stretches.add(stretch);
      from = stretch.nextTransition();
    }
    return new Timeline(List.copyOf(stretches), now);
  }

  /** A table; the line with the arrow is now. */
  String text(ZoneId zone) {
    StringBuilder text = new StringBuilder();
    row(text, "", "UTC", zone.getId(), "state", "what happens");
    boolean isPast = true;
    for (int i = 0; i < stretches.size(); i++) {
      LicenseStatus stretch = stretches.get(i);
      if (isPast && stretch.asOf() > now.asOf()) {
        isPast = false;
        row(text, zone, now, "->", "now");
      }
      row(text, zone, stretch, "", happens(i));
    }
    if (isPast) {
      row(text, zone, now, "->", "now");
    }
    return text.toString().stripTrailing();
  }

  String json(String licenseId) {
    List<JsonText> changes = new ArrayList<>();
    for (LicenseStatus stretch : stretches) {
      JsonText change = new JsonText();
      if (stretch.asOf() != Long.MIN_VALUE) {
        change.put("at", UtcText.iso(stretch.asOf()));
      }
      changes.add(
          change
              .put("state", stretch.state().name())
              .put("kind", stretch.kind().text())
              .put("gates", stretch.opensGates() ? "open" : "closed")
              .put("start", startWord(stretch)));
    }
    return new JsonText()
        .put("licenseId", licenseId)
        .put("now", UtcText.iso(now.asOf()))
        .put("state", now.state().name())
        .putObjects("timeline", changes)
        .toString();
  }

  private String happens(int i) {
    LicenseStatus stretch = stretches.get(i);
    boolean first = i == 0;
    boolean changes = !first && stretches.get(i - 1).opensGates() != stretch.opensGates();
    String gates;
    if (changes) {
      gates = stretch.opensGates() ? "gates open" : "gates close, a running JVM goes on";
    } else {
      gates = stretch.opensGates() ? "gates are open" : "gates are closed";
    }
    return gates + "; " + startText(stretch);
  }

  private static String startWord(LicenseStatus status) {
    if (status.atStart().isPresent()) {
      return status.atStart().get().text();
    }
    return status.state() == State.VALID ? "silent" : "banner";
  }

  private static String startText(LicenseStatus status) {
    if (status.atStart().isEmpty()) {
      return status.state() == State.VALID ? "a start prints nothing" : "a start prints a banner";
    }
    return status.atStart().get() == OnProblem.HALT
        ? "a start prints an error and exits with 78"
        : "a start prints an error and goes on with closed gates";
  }

  private static void row(
      StringBuilder text, ZoneId zone, LicenseStatus status, String mark, String happens) {
    boolean always = status.asOf() == Long.MIN_VALUE;
    Instant at = Instant.ofEpochMilli(always ? 0 : status.asOf());
    row(
        text,
        mark,
        always ? "from the beginning" : UTC.format(at.atZone(ZoneOffset.UTC)),
        always ? "" : LOCAL.format(at.atZone(zone)),
        status.state().name(),
        happens);
  }

  private static void row(
      StringBuilder text, String mark, String utc, String local, String state, String happens) {
    text.append(
        String.format(
            Locale.ROOT, "%-2s %-23s  %-30s  %-13s  %s\n", mark, utc, local, state, happens));
  }
}
