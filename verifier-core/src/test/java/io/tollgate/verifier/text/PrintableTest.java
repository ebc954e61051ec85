package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void everyCharacterIsPlainButThese() {
    StringBuilder others = new StringBuilder();
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      if (!Printable.isPlain(c)) {
        boolean follows = c > 0 && !Printable.isPlain((char) (c - 1));
        boolean goesOn = !Printable.isPlain((char) (c + 1));
        if (!follows || !goesOn) {
          others.append(follows ? "-" : " ").append(Integer.toHexString(c));
        }
      }
    }
    assertEquals(" 0-1f 7f-9f 61c 200e-200f 2028-202e 2066-2069 feff", others.toString());
    assertTrue(Printable.isPlain(Character.MAX_VALUE));
  }

  @Test
  void aLongTextIsCut() {
    assertEquals("x".repeat(500), Printable.text("x".repeat(500)));
    assertEquals("x".repeat(500) + "...", Printable.text("x".repeat(501)));
  }
}
