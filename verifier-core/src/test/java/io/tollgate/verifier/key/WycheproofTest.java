package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every vector, at the primitive: what should verify does, and nothing else. */
class WycheproofTest {

  /** The vectors whose result is "acceptable", by what we say to them and why. */
  private static final Map<String, String> ACCEPTABLE =
      Map.of(
          "rsa MissingNull",
          "refused: the encoded message is compared as a whole, and its DigestInfo has a NULL");

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_p1363_test.json, ES256, 262",
    "ed25519_test.json, EDDSA, 151",
    "rsa_signature_2048_sha256_test.json, RS256, 259",
    "rsa_signature_3072_sha256_test.json, RS256, 258",
    "rsa_signature_4096_sha256_test.json, RS256, 258"
  })
  void everyVectorIsJudgedAsItSays(String file, Algorithm algorithm, int vectors)
      throws IOException, RefusedException {
    JsonObject all = read(file);
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (JsonElement group : all.getAsJsonArray("testGroups")) {
      if (hasSmallExponent(group.getAsJsonObject())) {
        // Narrower than the vectors: an exponent is at least 65537, and such a key never verifies
        // anything.
        assertThrows(RefusedException.class, () -> key(group.getAsJsonObject()));
        judged += group.getAsJsonObject().getAsJsonArray("tests").size();
        continue;
      }
      VerificationKey key = key(group.getAsJsonObject());
      assertEquals(algorithm, key.algorithm());
      for (JsonElement element : group.getAsJsonObject().getAsJsonArray("tests")) {
        JsonObject test = element.getAsJsonObject();
        judged++;
        String result = test.get("result").getAsString();
        boolean accepted = key.verifies(bytes(test, "msg"), bytes(test, "sig"));
        if (result.equals("acceptable")) {
          String flag = test.getAsJsonArray("flags").get(0).getAsString();
          assertTrue(ACCEPTABLE.containsKey("rsa " + flag), () -> file + " " + flag);
          assertEquals(false, accepted, file + " " + test.get("tcId"));
        } else if (accepted != result.equals("valid")) {
          wrong.add(test.get("tcId") + " " + test.get("comment") + " is " + result);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(all.get("numberOfTests").getAsInt(), judged);
    assertTrue(judged >= vectors - 10, file + " has " + judged);
  }

  private static boolean hasSmallExponent(JsonObject group) {
    JsonElement exponent = group.getAsJsonObject("publicKey").get("publicExponent");
    return exponent != null && new BigInteger(exponent.getAsString(), 16).bitLength() < 17;
  }

  private static VerificationKey key(JsonObject group) throws RefusedException {
    String pem = group.get("publicKeyPem").getAsString();
    return KeyReader.read("vector", pem.getBytes(StandardCharsets.UTF_8)).get(0).key();
  }

  private static byte[] bytes(JsonObject test, String name) {
    return HexFormat.of().parseHex(test.get(name).getAsString());
  }

  private static JsonObject read(String file) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(WycheproofTest.class.getResourceAsStream("/wycheproof/" + file))) {
      return JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }
}
