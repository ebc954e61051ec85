package io.tollgate.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.VerificationKey;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Reason;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker says of each token what verifier-core says of it. */
@ExtendWith(Pages.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerVerdictsIT {
  private static final Path VECTORS = Path.of(System.getProperty("tollgate.vectors"));
  private static final Path CORPUS = VECTORS.resolve("io/tollgate/verifier/fuzz");
  private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;

  private Page checker;

  @BeforeAll
  void open(Pages pages) {
    checker = pages.browser().newPage();
    checker.navigate(pages.url("/checker"));
  }

  @AfterAll
  void close() {
    if (checker != null) {
      checker.close();
    }
  }

  private Set<String> assertSameAnswers(List<Question> questions) {
    List<String> ofPage = Question.ofPage(checker, questions);
    assertEquals(questions.size(), ofPage.size());
    List<String> differences = new ArrayList<>();
    Set<String> answers = new TreeSet<>();
    for (int i = 0; i < questions.size(); i++) {
      String expected = withoutRule(questions.get(i).ofVerifier());
      String answer = withoutRule(ofPage.get(i));
      answers.add(expected);
      if (!expected.equals(answer)) {
        differences.add(
            questions.get(i).name() + "\n  verifier: " + expected + "\n  page:     " + answer);
      }
    }
    assertEquals(List.of(), differences);
    return answers;
  }

  /**
   * What text is no JSON is the same for both; the page says of more of it which rule it breaks.
   */
  private static String withoutRule(String answer) {
    return answer.replaceFirst(
        "(TG-TOK-0004.*: )(It is not strict JSON of at most 16 levels|It is not a JSON object"
            + "|Something follows the JSON object)[.]$",
        "$1no JSON");
  }

  @Test
  void goldenTokensAreWhatTheyAreAtEveryTime() throws IOException {
    List<Question> questions = new ArrayList<>();
    for (String line : Files.readAllLines(VECTORS.resolve("golden/tokens.csv"))) {
      String[] columns = line.split(", ", -1);
      if (columns[0].equals("token")) {
        continue;
      }
      long end = Instant.parse(columns[6]).toEpochMilli();
      for (long now : new long[] {0, NOW, end - 1, end, end + 89 * DAY, end + 2000 * DAY}) {
        questions.add(new Question(line + now, golden(columns[0]), golden(columns[1]), now));
      }
    }
    Set<String> states = new TreeSet<>();
    for (String answer : assertSameAnswers(questions)) {
      states.add(answer.substring(0, answer.indexOf(' ')));
    }
    assertTrue(states.containsAll(Set.of("VALID", "EXPIRING", "GRACE", "EXPIRED")), "" + states);
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(VECTORS.resolve("golden").resolve(name));
  }

  @ParameterizedTest
  @CsvSource({
    "openssl/es256.jwt, openssl/es256.pem",
    "openssl/rs256.jwt, openssl/rs256.pem",
    "node/licence-v1.token, node/licence-v1.key",
    "node/endorsed.bundle.json, node/root.jwk.json"
  })
  void aFlippedBitIsNoticed(String token, String keys) throws IOException {
    byte[] text = golden(token);
    List<Question> questions = new ArrayList<>();
    // Each of the eight bits in its turn.
    for (int bit = 0; bit < text.length * 8; bit += 9) {
      byte[] flipped = text.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      questions.add(new Question(token + " bit " + bit, flipped, golden(keys), NOW));
    }
    assertTrue(questions.size() > 100);
    for (String answer : assertSameAnswers(questions)) {
      assertTrue(answer.startsWith("INVALID # invalid #  # TG-"), answer);
    }
  }

  @Test
  void hostileTokensAreRefusedForTheSameReasons() {
    List<Question> questions = HostileTokens.questions(NOW);
    assertTrue(questions.size() > 250, "" + questions.size());
    Set<String> codes = new TreeSet<>();
    for (String answer : assertSameAnswers(questions)) {
      for (ErrorCode code : ErrorCode.values()) {
        if (answer.contains(code.code())) {
          codes.add(code.code());
        }
      }
    }
    Set<String> known = new TreeSet<>(pageCodes().keySet());
    // A policy's values are not a token's.
    known.remove("TG-CFG-0002");
    assertEquals(known, codes, "every code that the page knows is met, and no other");
  }

  /** What may stand where a policy says that tier, features and caps are. */
  static List<String> entitlements() {
    return List.of(
        "\"n\":0",
        "\"t\":\"gold\",\"f\":[\"export\",\"import\",\"export\"],\"c\":{\"cpu\":64,\"ram\":0,\"m\":9007199254740991}",
        "\"f\":\"export\",\"a\":{\"f~g\":{\"a\":true,\"b\":false}},\"x\":7.0",
        "\"c\":{\"z\":1,\"a\":2,\"m\":3}",
        "\"c\":{\"x\":1},\"x\":2",
        "\"a\":[{\"f~g\":\"c\"}]",
        "\"a\":\"b\"",
        "\"t\":1",
        "\"t\":null",
        "\"t\":{}",
        "\"f\":1",
        "\"f\":null",
        "\"f\":[\"a\",null]",
        "\"f\":\"\"",
        "\"f\":[\" \"]",
        "\"f\":{\"a\":1}",
        "\"f\":{\" \":true}",
        "\"f\":[[\"a\"]]",
        "\"c\":-1",
        "\"c\":1.5",
        "\"c\":9007199254740992",
        "\"c\":1e999999999",
        "\"c\":\"5\"",
        "\"c\":null",
        "\"c\":[5]",
        "\"c\":{\"a\":-1}",
        "\"c\":{\"a\":{\"b\":5}}",
        "\"c\":{\"a\":null}");
  }

  @ParameterizedTest
  @MethodSource("entitlements")
  void whatALicenseGrantsIsReadFromWhereThePolicySays(String claims) throws RefusedException {
    Signer key = Signer.es256();
    String token = key.jwt("{\"sub\":\"A\",\"exp\":1," + claims + "}");
    String policy =
        """
        product.name=P
        product.contact=C
        keys.file=k
        claims.tier=t
        claims.features=f, /a/f~0g
        claims.caps=c,x
        """;
    Policy paths =
        PolicyReader.read(
            "policy",
            name -> (name.equals("k") ? key.pem() : policy).getBytes(StandardCharsets.UTF_8));
    Verdict verdict = new Verifier(paths).verify(token.getBytes(StandardCharsets.US_ASCII), "here");
    String expected;
    if (verdict instanceof Verdict.Granted granted) {
      Entitlements all = granted.license().entitlements();
      expected = all.tier().orElse("-") + " " + all.features() + " " + all.caps();
    } else {
      expected =
          ((Verdict.Refused) verdict).refusal().line().replace(" It was read from here.", "");
    }
    Object ofPage =
        checker.evaluate(
            """
            async ([token, keys]) => {
              const r = await tollgate.check(token, keys, {tier: 't', features: 'f, /a/f~0g', caps: 'c,x'});
              return r.license
                ? `${r.license.tier ?? '-'} [${r.license.features.join(', ')}] {${r.license.caps.map((cap) => cap.join('=')).join(', ')}}`
                : `${r.code} ${r.problem}`;
            }
            """,
            List.of(token, key.pem()));
    assertEquals(expected, ofPage);
  }

  @Test
  void theWordsOfEachCodeAreThoseOfTheCatalogue() {
    Map<String, ErrorCode> catalogue = new TreeMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      catalogue.put(code.code(), code);
    }
    pageCodes()
        .forEach(
            (name, words) -> {
              ErrorCode code = Optional.ofNullable(catalogue.get(name)).orElseThrow();
              assertEquals(
                  List.of(code.reason().map(Reason::text).orElse(""), code.title(), code.advice()),
                  words);
            });
  }

  @SuppressWarnings("unchecked") // an object of arrays of strings
  private Map<String, List<String>> pageCodes() {
    return (Map<String, List<String>>) checker.evaluate("() => tollgate.codes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Jwt", "Bundle", "LicenceV1"})
  void theFuzzersTokensAreJudgedAlike(String form) throws IOException {
    byte[] keys = Files.readAllBytes(CORPUS.resolve("trusted.jwks.json"));
    List<Question> questions = new ArrayList<>();
    for (Path file : corpus(form)) {
      for (long now : new long[] {0, 1_500, NOW}) {
        questions.add(new Question(file + " at " + now, Files.readAllBytes(file), keys, now));
      }
    }
    assertSameAnswers(questions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Claims", "Json"})
  void theFuzzersClaimsAreJudgedAlike(String kind) throws IOException {
    Signer key = Signer.ed25519();
    List<Question> questions = new ArrayList<>();
    for (Path file : corpus(kind)) {
      byte[] content = Files.readAllBytes(file);
      int line = kind.equals("Json") ? -1 : indexOf('\n', content);
      String header =
          line < 0 ? "{\"alg\":\"EdDSA\"}" : new String(content, 0, line, StandardCharsets.UTF_8);
      byte[] claims = Arrays.copyOfRange(content, line + 1, content.length);
      byte[] token = key.jws(header, claims).getBytes(StandardCharsets.US_ASCII);
      questions.add(
          new Question(file.toString(), token, key.raw().getBytes(StandardCharsets.US_ASCII), NOW));
    }
    assertSameAnswers(questions);
  }

  private static int indexOf(char wanted, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return bytes.length - 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Jwks", "Pem", "RawKey", "Spki"})
  void theFuzzersKeysAreJudgedAlike(String kind) throws IOException {
    byte[] token = golden("openssl/es256.jwt");
    List<Question> questions = new ArrayList<>();
    for (Path file : corpus(kind)) {
      byte[] content = Files.readAllBytes(file);
      byte[] key =
          kind.equals("Spki")
              ? ("-----BEGIN PUBLIC KEY-----\n"
                      + Base64.getEncoder().encodeToString(content)
                      + "\n-----END PUBLIC KEY-----\n")
                  .getBytes(StandardCharsets.US_ASCII)
              : content;
      questions.add(new Question(file.toString(), token, key, NOW));
    }
    assertSameAnswers(questions);
  }

  private static List<Path> corpus(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS.resolve(kind + "FuzzTestInputs"))) {
      List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
      assertTrue(found.size() > 5, kind);
      return found;
    }
  }

  @ParameterizedTest
  @CsvSource({"json_web_signature, 401", "json_web_key, 26"})
  void everyVectorOfJwsAndJwkIsJudgedAlike(String name, int vectors) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (JsonElement element : wycheproof(name + "_test.json").getAsJsonArray("testGroups")) {
      JsonObject group = element.getAsJsonObject();
      // A vector of an HMAC has its key in "private" and no other.
      String key = group.get(group.has("public") ? "public" : "private").toString();
      for (JsonElement vector : group.getAsJsonArray("tests")) {
        JsonObject test = vector.getAsJsonObject();
        JsonElement jws = test.get("jws");
        String token = jws.isJsonPrimitive() ? jws.getAsString() : jws.toString();
        questions.add(Question.of(name + " " + test.get("tcId"), token, key, NOW));
      }
    }
    assertEquals(vectors, questions.size());
    assertSameAnswers(questions);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_p1363_test.json, 262",
    "ed25519_test.json, 151",
    "rsa_signature_2048_sha256_test.json, 259",
    "rsa_signature_3072_sha256_test.json, 259",
    "rsa_signature_4096_sha256_test.json, 258"
  })
  void everyVectorOfASignatureIsJudgedAlike(String file, int vectors) throws IOException {
    List<List<String>> asked = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (JsonElement element : wycheproof(file).getAsJsonArray("testGroups")) {
      JsonObject group = element.getAsJsonObject();
      String pem = group.get("publicKeyPem").getAsString();
      for (JsonElement vector : group.getAsJsonArray("tests")) {
        JsonObject test = vector.getAsJsonObject();
        byte[] message = HexFormat.of().parseHex(test.get("msg").getAsString());
        byte[] signature = HexFormat.of().parseHex(test.get("sig").getAsString());
        asked.add(List.of(pem, Question.base64(message), Question.base64(signature)));
        expected.add(test.get("tcId") + " " + ofVerifier(pem, message, signature));
      }
    }
    List<?> answers =
        (List<?>)
            checker.evaluate(
                """
                async (asked) => {
                  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
                  const answers = [];
                  for (const [pem, message, signature] of asked) {
                    answers.push(await tollgate.verifies(pem, bytes(message), bytes(signature)).catch((e) => e.code ?? String(e)));
                  }
                  return answers.map(String);
                }
                """,
                asked);
    List<String> ofPage = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String id = expected.get(i).substring(0, expected.get(i).indexOf(' '));
      ofPage.add(id + " " + answers.get(i));
    }
    assertEquals(expected, ofPage);
    assertEquals(vectors, ofPage.size());
    assertTrue(ofPage.stream().anyMatch(answer -> answer.endsWith(" true")));
  }

  private static String ofVerifier(String pem, byte[] message, byte[] signature) {
    try {
      VerificationKey key =
          KeyReader.read("vector", pem.getBytes(StandardCharsets.UTF_8)).get(0).key();
      return String.valueOf(key.verifies(message, signature));
    } catch (RefusedException e) {
      return e.refusal().code().code();
    }
  }

  private static JsonObject wycheproof(String file) throws IOException {
    return JsonParser.parseString(Files.readString(VECTORS.resolve("wycheproof").resolve(file)))
        .getAsJsonObject();
  }
}
