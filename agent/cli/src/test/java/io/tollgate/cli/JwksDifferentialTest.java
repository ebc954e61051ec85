package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.crypto.tink.jwt.JwkSetConverter;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Key sets of one key, sound and changed, read by Tollgate and by Tink: a coordinate that Tink
 * finds on no curve is no key here either.
 */
class JwksDifferentialTest {
  private static final int SETS = 1_000;

  private final Random random = new Random(20_260_601);

  @BeforeAll
  static void registerTink() throws GeneralSecurityException {
    JwtSignatureConfig.register();
  }

  @Test
  void whatTinkCannotReadIsNoKeyHere() {
    int both = 0;
    int neither = 0;
    for (int i = 0; i < SETS; i++) {
      SeededKey key = SeededKey.of("ES256", Optional.of("k"), 1 + i % 5);
      String jwk = i % 4 == 0 ? key.jwk() : changed(key.jwk());
      String set = "{\"keys\":[" + jwk + "]}";
      boolean ours = isRead(set);
      boolean theirs = isReadByTink(set);
      assertTrue(theirs || !ours, "only Tollgate reads " + set);
      both += ours && theirs ? 1 : 0;
      neither += ours || theirs ? 0 : 1;
    }
    assertTrue(both >= SETS / 4, "both read " + both);
    assertTrue(neither > SETS / 4, "neither reads " + neither);
    assertTrue(isRead("{\"keys\":[" + SeededKey.of("RS256", Optional.empty(), 4).jwk() + "]}"));
  }

  /** Another character in the value of x or y. */
  private String changed(String jwk) {
    int from = jwk.indexOf(random.nextBoolean() ? "\"x\":\"" : "\"y\":\"") + 5;
    int at = from + random.nextInt(43);
    char other = "ABCDEFGHabcdefgh0123_-".charAt(random.nextInt(22));
    return jwk.substring(0, at) + other + jwk.substring(at + 1);
  }

  private static boolean isRead(String set) {
    try {
      return !KeyReader.read("set", set.getBytes(StandardCharsets.UTF_8)).isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }

  private static boolean isReadByTink(String set) {
    try {
      return JwkSetConverter.toPublicKeysetHandle(set).size() == 1;
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }
}
