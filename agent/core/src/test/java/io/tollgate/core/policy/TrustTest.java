package io.tollgate.core.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.system.Environment;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final TestKey ES256 = TestKey.generate();

  /** RFC 8037 appendix A.2, and RFC 8032 §7.1 test 2. */
  private static final String SEALED = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

  private static final String OTHER = "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw";

  @Test
  void theVariableReplacesTheEd25519KeyAndNoOther() {
    Trust trust = trust("keys.env=ACME_KEY", Optional.of(OTHER + "\n"));
    assertEquals(Optional.empty(), trust.problem());
    assertEquals(2, trust.keys().all().size());
    assertEquals("es", trust.keys().all().get(0).id());
    assertFalse(ids(trust).contains(ids(trust("", Optional.empty())).get(1)));
  }

  @Test
  void withoutTheVariableThePolicysKeysStay() {
    List<String> sealed = ids(trust("", Optional.empty()));
    assertEquals(sealed, ids(trust("keys.env=ACME_KEY", Optional.empty())));
    assertEquals(sealed, ids(trust("keys.env=ACME_KEY", Optional.of("  "))));
    assertEquals(sealed, ids(trust("", Optional.of(OTHER))), "the policy names no variable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "-----BEGIN PUBLIC KEY-----",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void aMalformedReplacementIsSaidAndThePolicysKeysStay(String value) {
    Trust trust = trust("keys.env=ACME_KEY", Optional.of(value));
    assertEquals(ids(trust("", Optional.empty())), ids(trust));
    Refusal problem = trust.problem().orElseThrow();
    assertEquals(ErrorCode.KEY_OVERRIDE, problem.code());
    assertTrue(problem.message().contains("ACME_KEY"), problem.message());
    assertFalse(problem.message().contains(value), problem.message());
  }

  private static List<String> ids(Trust trust) {
    List<String> ids = new ArrayList<>();
    for (TrustedKey key : trust.keys().all()) {
      ids.add(key.id());
    }
    return ids;
  }

  private static Trust trust(String line, Optional<String> variable) {
    String text = "product.name=P\nproduct.contact=C\nkeys.file=es,ed\n" + line;
    try {
      Policy policy =
          PolicyReader.read(
              "policy",
              name ->
                  (name.equals("es") ? ES256.jwk("es") : name.equals("ed") ? SEALED : text)
                      .getBytes(StandardCharsets.UTF_8));
      return Trust.of(policy, new OneVariable(variable));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  private record OneVariable(Optional<String> value) implements Environment {
    @Override
    public Optional<String> property(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> variable(String name) {
      return name.equals("ACME_KEY") ? value : Optional.empty();
    }
  }
}
