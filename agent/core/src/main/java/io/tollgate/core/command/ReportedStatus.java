package io.tollgate.core.command;

import io.tollgate.core.status.StatusFile;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.text.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a running product said of its license. */
final class ReportedStatus {
  /** A disk may be slow for a while, and a machine be busy. */
  private static final long MISSED = 5;

  private static final int MOST_GATES = 20;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private final JsonObject json;
  private final String kind;
  private final String state;
  private final OptionalLong age;

  private ReportedStatus(JsonObject json, String kind, String state, OptionalLong age) {
    this.json = json;
    this.kind = kind;
    this.state = state;
    this.age = age;
  }

  /**
   * Reads it.
   *
   * @param now in ms since the epoch
   * @throws RefusedException if it is something else
   */
  static ReportedStatus read(byte[] content, long now) throws RefusedException {
    try {
      JsonObject json = Json.object(content);
      Optional<String> written = json.string("writtenAt");
      return new ReportedStatus(
          json,
          json.string("kind").orElse(""),
          json.string("state").orElse(""),
          written.isPresent()
              ? OptionalLong.of(Math.max(0, now - Instant.parse(written.get()).toEpochMilli()))
              : OptionalLong.empty());
    } catch (JsonException e) {
      throw new RefusedException(
          ErrorCode.STATUS_ABSENT, "What is there is no status: " + e.rule());
    } catch (DateTimeException e) {
      throw new RefusedException(
          ErrorCode.STATUS_ABSENT, "What is there does not say when it was written.");
    }
  }

  /** {@code licensed}, {@code grace}, {@code evaluation}, {@code invalid}. */
  String kind() {
    return kind;
  }

  /** Whether it was written so long ago that an agent that runs would have written it again. */
  boolean isOld() {
    return age.isPresent() && age.getAsLong() > MISSED * StatusFile.INTERVAL;
  }

  /** How long ago it was written; empty if it was made for whoever asked. */
  Optional<String> age() {
    return age.isPresent() ? Optional.of(length(age.getAsLong()) + " ago") : Optional.empty();
  }

  /** The object as it was read, and how old it is. */
  String json() {
    JsonText text = new JsonText();
    for (String name : json.names()) {
      text.put(name, json, name);
    }
    age.ifPresent(millis -> text.put("ageSeconds", millis / 1_000));
    return text.toString();
  }

  /** The same for people. */
  String text() throws RefusedException {
    try {
      return headline() + "\n\n" + columns() + deniedMost();
    } catch (JsonException e) {
      throw new RefusedException(
          ErrorCode.STATUS_ABSENT, "What is there is no status: " + e.rule());
    }
  }

  private String headline() throws JsonException {
    String stands =
        switch (kind) {
          case "licensed" -> "licensed";
          case "grace" -> "expired, and open until its grace ends";
          case "evaluation" -> "not licensed, and open for evaluation";
          default -> "not licensed";
        };
    return Printable.text(
        json.string("product").orElse("The product") + ": " + stands + " (" + state + ")");
  }

  private Columns columns() throws JsonException {
    Columns columns = new Columns("  ");
    put(columns, "Code", json.string("code"));
    put(columns, "Problem", json.string("message"));
    put(columns, "Customer", json.string("customerId"));
    put(columns, "License", json.string("licenseId"));
    put(columns, "Expires", json.string("expiresAt").map(ReportedStatus::instant));
    put(columns, "Days left", json.stringOrNumber("daysUntilExpiry"));
    put(columns, "Gates close", json.string("graceEndsAt").map(ReportedStatus::instant));
    put(columns, "Tier", json.string("tier"));
    put(columns, "Features", json.strings("features").map(all -> String.join(", ", all)));
    put(columns, "Caps", counts("caps"));
    String gates = json.flag("open").orElse(false) ? "open" : "closed";
    columns.put(
        "Gates",
        gates + json.stringOrNumber("gatesWoven").map(count -> ", " + count + " woven").orElse(""));
    put(columns, "Denied", counts("denied"));
    put(columns, "Would deny", counts("observed"));
    put(columns, "Not gated", json.strings("notGated").map(all -> String.join("; ", all)));
    put(columns, "Agents", json.strings("agents").map(all -> String.join(", ", all)));
    put(columns, "Attaching", json.string("attach"));
    put(columns, "Rejected", counts("rejected"));
    put(columns, "Store", store());
    put(columns, "Vendor", json.string("vendorReachedAt").map(at -> "reached " + instant(at)));
    put(
        columns,
        "Clock",
        json.number("clockBehindMs")
            .map(ms -> length(ms.floor(Long.MAX_VALUE).orElse(0)) + " behind"));
    put(columns, "Verified", json.string("lastVerifiedAt").map(ReportedStatus::instant));
    put(columns, "Written", age());
    return columns;
  }

  private Optional<String> store() throws JsonException {
    Optional<JsonObject> store = json.object("store");
    if (store.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> since = store.get().string("since").map(ReportedStatus::instant);
    String reach =
        since
            .map(at -> (isReached(store.get()) ? ", reached since " : ", out of reach since ") + at)
            .orElse("");
    return Optional.of(store.get().string("at").orElse("") + reach);
  }

  private static boolean isReached(JsonObject store) {
    try {
      return store.flag("reached").orElse(false);
    } catch (JsonException e) {
      return false;
    }
  }

  private static void put(Columns columns, String name, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> columns.put(name, text));
  }

  /** The gates that denied most calls, or would have. */
  private String deniedMost() throws JsonException {
    List<JsonObject> gates = new ArrayList<>();
    for (Object element : json.array("gates").orElse(List.of())) {
      if (element instanceof JsonObject gate && denied(gate) > 0) {
        gates.add(gate);
      }
    }
    gates.sort(Comparator.comparingLong(ReportedStatus::denied).reversed());
    Columns columns = new Columns("  ");
    for (JsonObject gate : gates.subList(0, Math.min(MOST_GATES, gates.size()))) {
      columns.put(
          Long.toString(denied(gate)),
          gate.string("class").orElse("")
              + "."
              + gate.string("method").orElse("")
              + gate.string("feature").map(feature -> " (" + feature + ")").orElse(""));
    }
    return gates.isEmpty() ? "" : "\n\nMost calls that were not open:\n" + columns;
  }

  private static long denied(JsonObject gate) {
    try {
      return gate.number("denied").map(count -> count.floor(Long.MAX_VALUE).orElse(0)).orElse(0L);
    } catch (JsonException e) {
      return 0;
    }
  }

  private Optional<String> counts(String name) throws JsonException {
    Optional<JsonObject> object = json.object(name);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (String member : object.get().names()) {
      text.append(text.length() == 0 ? "" : ", ")
          .append(member.isEmpty() ? "without a feature" : member)
          .append(' ')
          .append(object.get().stringOrNumber(member).orElse(""));
    }
    return Optional.of(text.toString());
  }

  private static String instant(String iso) {
    try {
      return UtcText.plain(Instant.parse(iso).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return iso;
    }
  }

  private static String length(long millis) {
    if (millis < MINUTE) {
      return "less than a minute";
    }
    if (millis < HOUR) {
      return counted(millis / MINUTE, "minute");
    }
    return millis < DAY ? counted(millis / HOUR, "hour") : counted(millis / DAY, "day");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
