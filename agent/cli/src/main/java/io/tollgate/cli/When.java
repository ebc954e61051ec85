package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.license.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Instants as the command line takes them. */
final class When {
  static final String FORMS =
      "2027-04-01T00:00:00Z, 2027-04-01, seconds since 1970, or P1Y from now";

  private When() {}

  static Instant parse(String option, String text, Instant now) throws CommandException {
    try {
      if (text.matches("[0-9]{9,12}")) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      Optional<Window> window = Window.parse(text);
      if (window.isPresent()) {
        return Instant.ofEpochMilli(window.get().after(now.toEpochMilli()));
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(option + " " + text + " is no instant: write " + FORMS + ".");
    }
  }
}
