package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwkSetConverter;
import com.google.crypto.tink.jwt.JwtPublicKeyVerify;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.VerifiedJwt;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of tokens, good and damaged, judged by Tollgate and by Tink: never does Tollgate accept
 * what Tink refuses, and what it refuses beyond that has a rule with a name.
 */
class TinkDifferentialTest {
  private static final int TOKENS = 1_400;
  private static final long SEED = 20_260_601;

  private static final SeededKey EC = SeededKey.of("ES256", Optional.of("ec"), 1);
  private static final SeededKey EC_WITHOUT_KID = SeededKey.of("ES256", Optional.empty(), 2);
  private static final SeededKey EC_OF_NOBODY = SeededKey.of("ES256", Optional.of("ec"), 3);
  private static final SeededKey RSA = SeededKey.of("RS256", Optional.of("rsa"), 4);
  private static final SeededKey RSA_WITHOUT_KID = SeededKey.of("RS256", Optional.empty(), 5);
  private static final SeededKey RSA_OF_NOBODY = SeededKey.of("RS256", Optional.of("rsa"), 6);

  private static final String TRUSTED =
      "{\"keys\":["
          + String.join(",", EC.jwk(), RSA.jwk(), EC_WITHOUT_KID.jwk(), RSA_WITHOUT_KID.jwk())
          + "]}";

  private final Verifier tollgate = verifier(TRUSTED);
  private final Map<StricterRule, Integer> stricter = new EnumMap<>(StricterRule.class);
  private int accepted;
  private int refused;
  private int freedOfSpace;

  @BeforeAll
  static void registerTink() throws GeneralSecurityException {
    JwtSignatureConfig.register();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256"})
  void tinkAndTollgateSayTheSameButForTheRulesThatHaveAName(String algorithm) throws Exception {
    boolean ec = algorithm.equals("ES256");
    List<SeededKey> others =
        ec ? List.of(EC_OF_NOBODY, RSA, RSA_OF_NOBODY) : List.of(RSA_OF_NOBODY, EC, EC_OF_NOBODY);
    JwtPublicKeyVerify tink = tink(TRUSTED);
    Mutants named = new Mutants(ec ? EC : RSA, others, SEED);
    Mutants nameless = new Mutants(ec ? EC_WITHOUT_KID : RSA_WITHOUT_KID, others, SEED + 1);
    for (int i = 0; i < TOKENS; i++) {
      // Of each kind, three in four by the key that has a name.
      compare(tink, (i / 14 % 4 == 0 ? nameless : named).next(i));
    }
    assertEquals(EnumSet.allOf(StricterRule.class), stricter.keySet(), "rules that came up");
    assertTrue(accepted > TOKENS / 14, "both accepted " + accepted);
    assertTrue(refused > TOKENS / 2, "both refused " + refused);
    assertTrue(freedOfSpace > TOKENS / 20, "freed of space " + freedOfSpace);
  }

  private void compare(JwtPublicKeyVerify tink, Mutant mutant) {
    Verdict ours = tollgate.verify(mutant.bytes(), "a test");
    Optional<VerifiedJwt> theirs = verify(tink, mutant.text());
    if (ours instanceof Verdict.Granted granted) {
      assertTrue(mutant.breaks().isEmpty(), mutant::toString);
      if (theirs.isEmpty()) {
        // The one thing that Tollgate forgives and Tink does not: what editors add around a token.
        assertTrue(!mutant.text().equals(mutant.text().strip()), mutant::toString);
        theirs = verify(tink, mutant.text().strip());
        freedOfSpace++;
      }
      accepted++;
      assertSame(granted.license(), theirs.orElseThrow(() -> new AssertionError(mutant)));
    } else if (theirs.isPresent()) {
      StricterRule rule = mutant.breaks().orElseThrow(() -> new AssertionError(mutant));
      assertEquals(rule.code(), ((Verdict.Refused) ours).refusal().code(), mutant::toString);
      stricter.merge(rule, 1, Integer::sum);
    } else {
      refused++;
    }
  }

  private static void assertSame(License ours, VerifiedJwt theirs) {
    try {
      assertEquals(theirs.getSubject(), ours.customerId());
      assertEquals(theirs.getJwtId(), ours.licenseId());
      // Tollgate floors a fraction of a second.
      assertEquals(theirs.getExpiration().getEpochSecond() * 1_000, ours.end());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<VerifiedJwt> verify(JwtPublicKeyVerify tink, String token) {
    try {
      JwtValidator anyTime =
          JwtValidator.newBuilder()
              .allowMissingExpiration()
              .ignoreIssuer()
              .ignoreAudiences()
              .ignoreTypeHeader()
              .setClock(Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC))
              .build();
      return Optional.of(tink.verifyAndDecode(token, anyTime));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static JwtPublicKeyVerify tink(String keys) throws Exception {
    KeysetHandle handle = JwkSetConverter.toPublicKeysetHandle(keys);
    return handle.getPrimitive(RegistryConfiguration.get(), JwtPublicKeyVerify.class);
  }

  private static Verifier verifier(String keys) {
    String policy = "product.name=P\nproduct.contact=C\nkeys.file=keys\n";
    try {
      return new Verifier(
          PolicyReader.read(
              "policy",
              name -> (name.equals("policy") ? policy : keys).getBytes(StandardCharsets.UTF_8)));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }
}
