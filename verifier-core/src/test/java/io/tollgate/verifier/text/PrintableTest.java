package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void plainTextStaysAsItIs() {
    assertEquals("Ünïcode & Söhne, 東京 ~", Printable.text("Ünïcode & Söhne, 東京 ~"));
  }

  @Test
  void nothingCanForgeALineOrTurnTheTextAround() {
    assertEquals("a?b?c?d?e?f?g?h", Printable.text("a\nb\rc\u001bd\u0085e\u2028f\u202eg\u2066h"));
    assertEquals("???", Printable.text("\u007f\u009f\ufeff"));
  }

  @Test
  void aLongTextIsCut() {
    assertEquals("x".repeat(500), Printable.text("x".repeat(500)));
    assertEquals("x".repeat(500) + "...", Printable.text("x".repeat(501)));
  }
}
