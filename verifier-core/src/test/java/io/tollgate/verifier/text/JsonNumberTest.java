package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "-0, 0", "7, 7", "7.0, 7", "7e0, 7", "0.7e1, 7", "1000, 1000", "1e3, 1000"})
  void aWholeNumberMayBeWrittenInManyWays(String text, long value) {
    assertEquals(OptionalLong.of(value), new JsonNumber(text).whole(1_000));
    assertEquals(OptionalLong.of(value), new JsonNumber(text).floor(1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1001", "1001.0", "1.001e3", "-1", "-0.1", "1e999999999", "1e-999999999", "1e-65"})
  void whatIsNegativeOrTooMuchIsNeither(String text) {
    assertEquals(OptionalLong.empty(), new JsonNumber(text).whole(1_000));
    assertEquals(OptionalLong.empty(), new JsonNumber(text).floor(1_000));
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0", "999.999, 999", "1000.9, 1000", "1e-1, 0", "1e-64, 0"})
  void aFractionIsFlooredOrRefused(String text, long floor) {
    assertEquals(OptionalLong.empty(), new JsonNumber(text).whole(1_000));
    assertEquals(OptionalLong.of(floor), new JsonNumber(text).floor(1_000));
  }

  @Test
  void aTextHasAtMostFortyCharacters() {
    assertEquals(OptionalLong.of(7), new JsonNumber("7." + "0".repeat(38)).whole(1_000));
    assertEquals(OptionalLong.empty(), new JsonNumber("7." + "0".repeat(39)).whole(1_000));
  }
}
