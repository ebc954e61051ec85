package io.tollgate.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that other software issued and that customers could hold: they verify for ever. */
class GoldenTokensTest {
  private static final Path GOLDEN = folder();
  private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/golden/tokens.csv", numLinesToSkip = 1)
  void aTokenSaysWhatItsIssuerWroteUntilItEnds(
      String token,
      String keys,
      String format,
      String algorithm,
      String customer,
      String licenseId,
      String end)
      throws IOException, RefusedException {
    Policy policy = policy(format, keys);
    Verdict verdict = new Verifier(policy).verify(content(token), token);
    LicenseStatus status = LicenseStatus.of(verdict, policy.rules(), NOW);
    assertEquals(State.VALID, status.state(), verdict.toString());
    License license = status.license().orElseThrow();
    assertEquals(format, license.format().text());
    assertEquals(algorithm, license.algorithm());
    assertEquals(customer, license.customerId());
    assertEquals(licenseId, license.licenseId());
    assertEquals(end, UtcText.iso(license.end()));
    long ends = Instant.parse(end).toEpochMilli();
    assertEquals(State.EXPIRING, LicenseStatus.of(verdict, policy.rules(), ends - 1).state());
    assertEquals(State.GRACE, LicenseStatus.of(verdict, policy.rules(), ends).state());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "jose/es256.jwt, jose/keys.jwks.json, jwt, claims.tier=plan.tier;claims.caps=plan.seats, gold,"
        + " '', seats=25, ''",
    "jose/rs256.jwt, jose/keys.jwks.json, jwt, claims.tier=plan.tier;claims.caps=plan.seats, gold,"
        + " '', seats=25, ''",
    "jose/eddsa.jwt, jose/keys.jwks.json, jwt, claims.tier=plan.tier;claims.caps=plan.seats, gold,"
        + " '', seats=25, ''",
    "node/eddsa.jwt, node/eddsa.jwk.json, jwt, claims.features=features;claims.caps=caps, '',"
        + " export audit, services=9007199254740991, ''",
    "node/rs256.jwt, node/rs256.jwk.json, jwt, '', '', '', '', P3M P30D gate",
    "node/bundle.json, node/rs256.pem, bundle, claims.tier=acme.tier;claims.caps=acme.entitlements,"
        + " enterprise, '', cpu=64 ram=256, ''",
    "openssl/bundle.json, openssl/rs256.pem, bundle,"
        + " claims.tier=harbor.tier;claims.caps=harbor.entitlements, gold, '', cpu=64, ''",
    "tollgate/es256.jwt, tollgate/es256.jwk.json, jwt, claims.features=features, '', export, '',"
        + " P1M P14D -",
    "tollgate/rs256.jwt, tollgate/rs256.jwk.json, jwt, claims.features=features, '', export, '',"
        + " P1M P14D -",
    "tollgate/eddsa.jwt, tollgate/eddsa.jwk.json, jwt, claims.features=features, '', export, '',"
        + " P1M P14D -"
  })
  void aTokenGrantsWhatItsIssuerWrote(
      String token,
      String keys,
      String format,
      String lines,
      String tier,
      String features,
      String caps,
      String terms)
      throws IOException, RefusedException {
    License license = granted(policy(format, keys, lines.split(";", -1)), token);
    assertEquals(tier, license.entitlements().tier().orElse(""));
    assertEquals(features, String.join(" ", license.entitlements().features()));
    List<String> granted = new ArrayList<>();
    license.entitlements().caps().forEach((cap, most) -> granted.add(cap + "=" + most));
    assertEquals(caps, String.join(" ", granted));
    assertEquals(terms(terms), license.terms());
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource({
    "node/es256.jwt, node/es256.jwk.json, token.issuer=vendor",
    "node/es256.jwt, node/es256.jwk.json, token.audience=orders",
    "node/es256.jwt, node/es256.jwk.json, token.audience=billing",
    "jose/es256.jwt, jose/keys.jwks.json, token.audience=borealis",
    "jose/es256.jwt, jose/keys.jwks.json, token.issuer=https://vendor.example",
    "tollgate/rs256.jwt, tollgate/rs256.jwk.json, token.audience=orders"
  })
  void aTokenIsForWhomItsIssuerWroteAndNobodyElse(String token, String keys, String line)
      throws IOException, RefusedException {
    granted(policy("jwt", keys, line), token);
    Verdict other = new Verifier(policy("jwt", keys, line + "x")).verify(content(token), token);
    assertInstanceOf(Verdict.Refused.class, other);
  }

  private static License granted(Policy policy, String token) throws IOException {
    Verdict verdict = new Verifier(policy).verify(content(token), token);
    return assertInstanceOf(Verdict.Granted.class, verdict, verdict.toString()).license();
  }

  /** Windows and end mode; a hyphen for what is absent. */
  private static License.Terms terms(String text) {
    if (text.isEmpty()) {
      return License.Terms.NONE;
    }
    String[] parts = text.split(" ", -1);
    return new License.Terms(
        Window.parse(parts[0]),
        Window.parse(parts[1]),
        parts[2].equals("gate") ? Optional.of(OnProblem.GATE) : Optional.empty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "openssl/es256.jwt, openssl/es256.pem, jwt",
    "openssl/rs256.jwt, openssl/rs256.pem, jwt",
    "openssl/eddsa.jwt, openssl/eddsa.pem, jwt",
    "node/licence-v1.token, node/licence-v1.key, licence-v1",
    "openssl/bundle.json, openssl/rs256.pem, bundle",
    "node/endorsed.bundle.json, node/root.jwk.json, bundle"
  })
  void anyFlippedBitIsNoticed(String token, String keys, String format)
      throws IOException, RefusedException {
    Verifier verifier = new Verifier(policy(format, keys));
    byte[] text =
        new String(content(token), StandardCharsets.US_ASCII)
            .strip()
            .getBytes(StandardCharsets.US_ASCII);
    for (int bit = 0; bit < text.length * 8; bit++) {
      byte[] flipped = text.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Verdict verdict = verifier.verify(flipped, token);
      assertInstanceOf(Verdict.Refused.class, verdict, "bit " + bit);
    }
  }

  @Test
  void noTokenIsLeftOut() throws IOException {
    Set<String> listed = new TreeSet<>();
    for (String line : Files.readAllLines(GOLDEN.resolve("tokens.csv"))) {
      listed.add(line.substring(0, line.indexOf(',')));
    }
    listed.remove("token");
    Set<String> present = new TreeSet<>();
    for (Path file : files()) {
      String name = GOLDEN.relativize(file).toString().replace('\\', '/');
      if (name.endsWith(".jwt") || name.endsWith(".token") || name.endsWith("bundle.json")) {
        present.add(name);
      }
    }
    assertEquals(present, listed);
  }

  @Test
  void noPrivateKeyIsKept() throws IOException {
    for (Path file : files()) {
      String text = Files.readString(file);
      assertFalse(text.contains("PRIVATE KEY---") || text.contains("\"d\":"), file.toString());
    }
  }

  private static Policy policy(String format, String keys, String... lines)
      throws RefusedException {
    String policy =
        "product.name=P\nproduct.contact=C\nkeys.file="
            + keys
            + "\ntoken.formats="
            + format
            + "\n"
            + String.join("\n", lines)
            + "\n";
    return PolicyReader.read(
        "policy",
        name -> name.equals("policy") ? policy.getBytes(StandardCharsets.UTF_8) : content(name));
  }

  private static byte[] content(String name) throws IOException {
    return Files.readAllBytes(GOLDEN.resolve(name));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Path folder() {
    URL golden = Objects.requireNonNull(GoldenTokensTest.class.getResource("/golden"));
    try {
      return Path.of(golden.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
