package io.tollgate.core.command;

import io.tollgate.verifier.license.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Instants as the command line takes them. */
public final class When {
  public static final String FORMS =
      "2027-04-01T00:00:00Z, 2027-04-01, seconds since 1970, or P1Y from now";

  /** Of no more digits than the year 5138 has: 202704010000 is meant as a date and is none. */
  private static final String SECONDS = "[0-9]{9,11}";

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private When() {}

  /**
   * The instant that a text means, between 1970 and 9999.
   *
   * @param option the option that it was given for, for messages
   * @throws CommandException if it means none
   */
  public static Instant parse(String option, String text, Instant now) throws CommandException {
    try {
      Instant instant = instant(text, now);
      if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
        return instant;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Said below.
    }
    throw new CommandException(
        option + " " + text + " is no instant between 1970 and 9999: write " + FORMS + ".");
  }

  private static Instant instant(String text, Instant now) {
    if (text.matches(SECONDS)) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    Optional<Window> window = Window.parse(text);
    if (window.isPresent()) {
      return Instant.ofEpochMilli(window.get().after(now.toEpochMilli()));
    }
    return text.contains("T")
        ? Instant.parse(text)
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
