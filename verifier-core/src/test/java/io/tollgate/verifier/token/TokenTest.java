package io.tollgate.verifier.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenTest {

  @ParameterizedTest
  @CsvSource({
    "{, BUNDLE",
    "{....}, BUNDLE",
    "a.b.c.d.e, LICENCE_V1",
    "...., LICENCE_V1",
    "a.b.c, JWT",
    "a.b.c.d, JWT",
    "a.b.c.d.e.f, JWT",
    "x, JWT"
  })
  void aFormIsToldFromTheTextAlone(String text, TokenFormat form) {
    assertEquals(form, Token.formOf(text));
  }

  @ParameterizedTest
  @EnumSource
  void aTextOfAnotherFormIsRefused(TokenFormat form) {
    String text = form == TokenFormat.BUNDLE ? "{}" : "a.b";
    RefusedException e = assertThrows(RefusedException.class, () -> Token.parse(form, text));
    assertEquals(ErrorCode.TOKEN_MALFORMED, e.refusal().code());
  }
}
