package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

  @Test
  void everyLengthComesBack() {
    Random random = new Random(1);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, Base64Url.decode(Base64Url.encode(bytes)).orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "AA=", "AA==", "AAA=", "AB", "AAB", "A A", "AA\n", "A+", "A/", "é", "AAAA="})
  void oneValueHasOneText(String text) {
    assertTrue(Base64Url.decode(text).isEmpty(), text);
  }

  @Test
  void theAlphabetIsTheUrlSafeOne() {
    assertEquals("-_-_", Base64Url.encode(new byte[] {(byte) 0xfb, (byte) 0xff, (byte) 0xbf}));
  }
}
