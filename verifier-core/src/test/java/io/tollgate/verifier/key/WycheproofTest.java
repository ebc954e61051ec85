package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every vector, at the primitive: what should verify does, and nothing else. */
class WycheproofTest {

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_p1363_test.json, ES256, 262",
    "ed25519_test.json, EDDSA, 151",
    "rsa_signature_2048_sha256_test.json, RS256, 259",
    "rsa_signature_3072_sha256_test.json, RS256, 259",
    "rsa_signature_4096_sha256_test.json, RS256, 258"
  })
  void everyVectorIsJudgedAsItSaysOrAsTheTableSays(String file, Algorithm algorithm, int vectors)
      throws IOException {
    JsonObject all = read(file);
    List<String> accepted = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int judged = 0;
    for (JsonElement element : all.getAsJsonArray("testGroups")) {
      JsonObject group = element.getAsJsonObject();
      Optional<VerificationKey> key = key(group);
      key.ifPresent(sound -> assertEquals(algorithm, sound.algorithm()));
      for (JsonElement vector : group.getAsJsonArray("tests")) {
        JsonObject test = vector.getAsJsonObject();
        judged++;
        boolean invalid = test.get("result").getAsString().equals("invalid");
        boolean verified =
            key.isPresent() && key.get().verifies(bytes(test, "msg"), bytes(test, "sig"));
        if (verified && invalid) {
          accepted.add(test.get("tcId") + " " + test.get("comment"));
        } else if (!verified && !invalid) {
          refused.add(
              file + " " + test.get("tcId") + " " + (key.isPresent() ? "signature" : "key"));
        }
      }
    }
    assertEquals(List.of(), accepted, "invalid, and accepted");
    assertEquals(table(file), refused, "valid or acceptable, and refused");
    assertEquals(vectors, judged);
    assertEquals(vectors, all.get("numberOfTests").getAsInt());
  }

  /** What the table has on a file, without the reasons. */
  private static List<String> table(String file) throws IOException {
    List<String> rows = new ArrayList<>();
    try (InputStream stream = resource("rsa_refused.txt")) {
      for (String line :
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith(file)) {
          String[] columns = line.split(" ", 4);
          rows.add(columns[0] + " " + columns[1] + " " + columns[2]);
        }
      }
    }
    return rows;
  }

  /** Empty if it is not one to be trusted. */
  private static Optional<VerificationKey> key(JsonObject group) {
    String pem = group.get("publicKeyPem").getAsString();
    try {
      return Optional.of(
          KeyReader.read("vector", pem.getBytes(StandardCharsets.UTF_8)).get(0).key());
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(JsonObject test, String name) {
    return HexFormat.of().parseHex(test.get(name).getAsString());
  }

  private static JsonObject read(String file) throws IOException {
    try (InputStream stream = resource(file)) {
      return JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static InputStream resource(String file) {
    return Objects.requireNonNull(
        WycheproofTest.class.getResourceAsStream("/wycheproof/" + file), file);
  }
}
