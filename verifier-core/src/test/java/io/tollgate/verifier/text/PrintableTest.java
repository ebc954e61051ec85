package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  @Test
  void whatLooksLikeATokenOrAKeyIsLeftOut() {
    String signature = "a".repeat(40) + "_-" + "Z9".repeat(22);
    for (String secret :
        new String[] {
          "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJBIn0." + signature,
          "1775001600000.1806537600000.YWNtZQ.e30." + signature,
          "{\"primaryKeyId\":1,\"key\":[{\"value\":\"x\"}]}",
          "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE+/x\n-----END PRIVATE KEY-----"
        }) {
      assertEquals("It is ... here.", Printable.withoutSecrets("It is " + secret + " here."));
      assertTrue(Printable.holdsSecret(secret), secret);
    }
  }

  @Test
  void pathsNamesAndHashesAreNoSecrets() {
    for (String open :
        new String[] {
          "/var/lib/kubelet/pods/0b7e2f2c-1f0e-4f6b-9d64-3c1b4e5a6f70/volumes/secret/acme/token",
          "com.acme.orders.internal.service.implementation.VeryLongNamedServiceImplementation.run",
          "sha256:" + "0123456789abcdef".repeat(4),
          "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        }) {
      assertEquals(open, Printable.withoutSecrets(open));
      assertFalse(Printable.holdsSecret(open), open);
    }
  }
}
