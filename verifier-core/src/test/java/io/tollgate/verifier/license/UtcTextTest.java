package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcTextTest {

  @Test
  void instantsReadAsTheJdkWritesThem() {
    DateTimeFormatter iso =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    DateTimeFormatter plain =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    Random random = new Random(20261122);
    for (int i = 0; i < 20_000; i++) {
      long instant = (long) (random.nextDouble() * 253_402_300_799_999L);
      assertEquals(iso.format(Instant.ofEpochMilli(instant)), UtcText.iso(instant));
      assertEquals(plain.format(Instant.ofEpochMilli(instant)), UtcText.plain(instant));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "86400000, 1",
    "86400001, 2",
    "-1, 0",
    "-86399999, 0",
    "-86400000, -1",
    "29462400000, 341"
  })
  void daysAreRoundedUp(long millisAhead, long days) {
    assertEquals(days, UtcText.daysUntil(1_000, 1_000 + millisAhead));
  }
}
