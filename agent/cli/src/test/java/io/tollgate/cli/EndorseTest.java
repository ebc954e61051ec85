package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndorseTest {
  @TempDir private Path folder = Path.of("");
  private Tool tool = new Tool(folder);

  @BeforeEach
  void makeKeys() {
    tool = new Tool(folder);
    tool.does("keygen", "--alg", "ES256", "--kid", "root", "--out", "@", "--use", "root");
    tool.does("keygen", "--alg", "EdDSA", "--kid", "k", "--out", "@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"k.jwk.json", "k.public.pem", "k.public.raw"})
  void anEndorsementNamesTheKeyByItsThumbprint(String endorsed) throws Exception {
    endorse(endorsed, "P2Y");
    String[] parts = tool.read("endorsement").split("\\.", -1);
    JsonObject header = json(parts[0]);
    assertEquals(Optional.of("key-endorsement+jwt"), header.string("typ"));
    assertEquals(Optional.of("ES256"), header.string("alg"));
    assertEquals(Optional.of("root"), header.string("kid"));
    JsonObject claims = json(parts[1]);
    String thumbprint =
        KeyReader.read("k", Files.readAllBytes(folder.resolve("k.public.pem")))
            .get(0)
            .key()
            .thumbprint();
    assertEquals(Optional.of(thumbprint), claims.string("jkt"));
    assertEquals(seconds("2028-11-24T12:00:00Z"), claims.number("exp"));
    assertEquals(seconds(Tool.NOW.toString()), claims.number("iat"));
  }

  @ParameterizedTest
  @CsvSource({
    "k.jwk.json, 2026-11-24T12:00:00Z, is over already",
    "k.jwk.json, 2020-01-01, is over already",
    "k.jwk.json, +10000-01-01T00:00:00Z, is no instant between",
    "k.jwk.json, soon, is no instant",
    "root.jwk.json, P1Y, is a root key",
    "other.jwk.json, P1Y, is a root key",
    "two.pem, P1Y, several keys",
    "k.private.pem, P1Y, TG-KEY-0002",
    "nowhere.pem, P1Y, does not exist",
  })
  void whatNoAgentWouldTakeIsNotEndorsed(String key, String exp, String why) throws Exception {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "other", "--out", "@", "--use", "root");
    tool.write("two.pem", tool.read("k.public.pem") + tool.read("k.public.pem"));
    tool.refuses(
        why,
        "endorse",
        "--key",
        "@root.private.pem",
        "--endorsed-key",
        "@" + key,
        "--exp",
        exp,
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @Test
  void aKeyForLicensesEndorsesNothing() {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "other", "--out", "@");
    tool.refuses(
        "is a key for use sig",
        "endorse",
        "--key",
        "@other.private.pem",
        "--endorsed-key",
        "@k.jwk.json",
        "--exp",
        "P1Y",
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @Test
  void aKeyWhoseJwkDoesNotSayRootEndorsesNothing() throws Exception {
    tool.write("root.jwk.json", tool.read("root.jwk.json").replace("\"use\":\"root\",", ""));
    tool.refuses(
        "is a key for use sig",
        "endorse",
        "--key",
        "@root.private.pem",
        "--endorsed-key",
        "@k.jwk.json",
        "--exp",
        "P1Y",
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @Test
  void ofARootKeyThereIsNoFormThatHidesItsUse() {
    assertTrue(tool.has("root.jwk.json"));
    assertFalse(tool.has("root.public.pem"));
    assertTrue(tool.has("k.public.pem"));
  }

  @Test
  void theRootKeyMayLieInAKeyset() throws Exception {
    tool.does("keygen", "--alg", "RS256", "--kid", "r2", "--out", "@", "--use", "root", "--keyset");
    tool.does(
        "endorse",
        "--key",
        "@r2.keyset.json",
        "--keyset-key",
        "@r2.kek.json",
        "--endorsed-key",
        "@k.jwk.json",
        "--exp",
        "P1Y",
        "--out",
        "@endorsement");
    assertEquals(
        Optional.of("r2"), json(tool.read("endorsement").split("\\.", -1)[0]).string("kid"));
  }

  @Test
  void anEndorsementIsNoLicense() throws Exception {
    endorse("k.jwk.json", "P2Y");
    tool.policy("k.public.pem");
    assertEquals(1, tool.verifies("endorsement"));
    assertTrue(tool.out().contains("malformed"), tool.out());
  }

  private void endorse(String key, String exp) {
    tool.does(
        "endorse",
        "--key",
        "@root.private.pem",
        "--endorsed-key",
        "@" + key,
        "--exp",
        exp,
        "--out",
        "@endorsement");
  }

  private static Optional<JsonNumber> seconds(String instant) {
    return Optional.of(new JsonNumber(String.valueOf(Instant.parse(instant).getEpochSecond())));
  }

  private static JsonObject json(String part) throws Exception {
    return Json.object(Base64.getUrlDecoder().decode(part));
  }
}
