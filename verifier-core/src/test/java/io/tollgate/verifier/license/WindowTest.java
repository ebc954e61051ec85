package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private static final long DAY = 86_400_000L;

  @ParameterizedTest
  @CsvSource({
    "P6M, 6, 0",
    "P1Y, 12, 0",
    "P1Y2M, 14, 0",
    "P90D, 0, 7776000000",
    "P2W, 0, 1209600000",
    "PT12H, 0, 43200000",
    "P1DT1H1M1S, 0, 90061000",
    "PT0S, 0, 0",
    "PT100000000S, 0, 100000000000",
    "P000000001Y000000001M0000001WT1S, 13, 604801000",
    "P100Y, 1200, 0",
    "P36600D, 0, 3162240000000"
  })
  void lengthsAreReadAsIso8601(String text, int months, long millis) {
    assertEquals(Optional.of(new Window(months, millis)), Window.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "6M",
        "p6m",
        "p6M",
        " 6M",
        "P66",
        "PT12",
        "PMM",
        "PT1HT1H",
        "P6",
        "P-6M",
        "P+6M",
        "P6.5D",
        "PT6D",
        "P6H",
        "P1M1Y",
        "P1D1D",
        "P1DT",
        "P 6M",
        "P6M ",
        "P1T1H1T1H",
        "P101Y",
        "P36600DT1S",
        "PT0000000001S",
        "P000000001Y000000001M00000001WT1S",
        "P9999999999D",
        "six months",
        "P٦M",
        "P1Y1Y",
        "PT1S1M"
      })
  void nothingElseIsALength(String text) {
    assertEquals(Optional.empty(), Window.parse(text));
  }

  @Test
  void monthsAreCalendarMonthsInUtcWithTheDayClipped() {
    Window month = new Window(1, 0);
    assertEquals(millis("2028-02-29T10:00:00Z"), month.after(millis("2028-01-31T10:00:00Z")));
    assertEquals(millis("2027-02-28T10:00:00Z"), month.before(millis("2027-03-31T10:00:00Z")));
  }

  @Test
  void arithmeticAgreesWithTheJdksOnAnyInstantBetween1970And9999() {
    Random random = new Random(20261122);
    for (int i = 0; i < 20_000; i++) {
      long instant = (long) (random.nextDouble() * 253_402_300_799_999L);
      int months = random.nextInt(1201);
      long millis = random.nextLong(36_600 * DAY);
      ZonedDateTime time = Instant.ofEpochMilli(instant).atZone(ZoneOffset.UTC);
      Window window = new Window(months, millis);
      assertEquals(
          time.plus(Period.ofMonths(months)).plus(Duration.ofMillis(millis)).toInstant(),
          Instant.ofEpochMilli(window.after(instant)));
      assertEquals(
          time.minus(Period.ofMonths(months)).minus(Duration.ofMillis(millis)).toInstant(),
          Instant.ofEpochMilli(window.before(instant)));
    }
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
