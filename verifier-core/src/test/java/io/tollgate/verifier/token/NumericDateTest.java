package io.tollgate.verifier.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tollgate.verifier.text.JsonNumber;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericDateTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1000",
    "1795335929, 1795335929000",
    "1.999, 1000",
    "1.0, 1000",
    "0.5, 0",
    "1e3, 1000000",
    "1.5E1, 15000",
    "253402300799, 253402300799000",
    "253402300799.9, 253402300799000",
    "0e0, 0",
    "-0, 0"
  })
  void secondsBecomeMillisWithTheFractionFloored(String text, long millis) {
    assertEquals(OptionalLong.of(millis), NumericDate.millis(new JsonNumber(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-0.1",
        "-1e-60",
        "253402300800",
        "253402300800.0",
        "999999999999999999",
        "9999999999999999999999",
        "1e400",
        "1e999999999",
        "1e-999999999",
        "1e2147483647",
        "1e-2147483647",
        "1e99999999999",
        "1.00000000000000000000000000000000000000000"
      })
  void whatIsNoTimeBetween1970And9999IsRefusedAtOnce(String text) {
    assertEquals(
        OptionalLong.empty(),
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> NumericDate.millis(new JsonNumber(text))));
  }
}
