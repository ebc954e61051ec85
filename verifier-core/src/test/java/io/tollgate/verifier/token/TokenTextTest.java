package io.tollgate.verifier.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenTextTest {

  @Test
  void whiteSpaceAndOneByteOrderMarkAroundATokenAreForgiven() throws RefusedException {
    assertEquals("a.b.c", of("a.b.c"));
    assertEquals("a.b.c", of(" \t\r\n\f\u000ba.b.c\r\n"));
    assertEquals("a.b.c", of("\ufeffa.b.c\n"));
    assertEquals("a.b.c", of("\ufeff\n a.b.c"));
    assertEquals("a. b.c", of("a. b.c"));
    assertEquals("a\u0000b", of("a\u0000b"));
  }

  @Test
  void blankPlacesHoldNoToken() throws RefusedException {
    assertEquals("", of(""));
    assertEquals("", of(" \r\n\t"));
    assertEquals("", of("\ufeff"));
    assertEquals("", of("\ufeff \n"));
  }

  @Test
  void nothingElseIsForgiven() {
    for (String text : new String[] {"\ufeff\ufeffa", " \ufeffa", "a\u00a0", "\u2003a", "a.é.c"}) {
      RefusedException e = assertThrows(RefusedException.class, () -> of(text), text);
      assertEquals(ErrorCode.TOKEN_MALFORMED, e.refusal().code());
    }
  }

  @Test
  void whatIsNearlyAByteOrderMarkIsNone() {
    for (int i = 0; i < 3; i++) {
      byte[] content = "\ufeffa.b.c".getBytes(StandardCharsets.UTF_8);
      content[i] = 'x';
      RefusedException e = assertThrows(RefusedException.class, () -> TokenText.of(content));
      assertEquals(ErrorCode.TOKEN_MALFORMED, e.refusal().code());
    }
  }

  @Test
  void sixteenKibibytesAreReadAndOneMoreIsNot() throws RefusedException {
    assertEquals(16_384, of("x".repeat(16_384)).length());
    RefusedException e = assertThrows(RefusedException.class, () -> of("x".repeat(16_385)));
    assertEquals(ErrorCode.TOKEN_TOO_LARGE, e.refusal().code());
  }

  private static String of(String text) throws RefusedException {
    return TokenText.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
