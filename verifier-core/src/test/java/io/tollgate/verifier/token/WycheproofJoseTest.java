package io.tollgate.verifier.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every vector of JWS and JWK, from the text of token and key to the key that signed: what is
 * invalid is refused, and what is valid is accepted but for the vectors in a table beside them,
 * which says why.
 */
class WycheproofJoseTest {
  private static final String NONE = "-";

  @ParameterizedTest
  @CsvSource({"json_web_signature, 401", "json_web_key, 26"})
  void everyVectorIsJudgedAsItSaysOrAsTheTableSays(String name, int vectors) throws IOException {
    JsonObject all = JsonParser.parseString(read(name + "_test.json")).getAsJsonObject();
    List<String> refused = new ArrayList<>();
    List<String> accepted = new ArrayList<>();
    int judged = 0;
    for (JsonElement element : all.getAsJsonArray("testGroups")) {
      JsonObject group = element.getAsJsonObject();
      // A vector of an HMAC has its key in "private" and no other.
      String key = group.get(group.has("public") ? "public" : "private").toString();
      for (JsonElement vector : group.getAsJsonArray("tests")) {
        JsonObject test = vector.getAsJsonObject();
        judged++;
        String id = test.get("tcId").getAsString();
        boolean valid = test.get("result").getAsString().equals("valid");
        boolean granted = codeOf(() -> signer(token(test), key)).equals(NONE);
        if (granted && !valid) {
          accepted.add(id + " " + test.get("comment").getAsString());
        } else if (!granted && valid) {
          refused.add(id + " " + codeOf(() -> keys(key)) + " " + codeOf(() -> jws(token(test))));
        }
      }
    }
    assertEquals(List.of(), accepted, "invalid, and accepted");
    assertEquals(table(name + "_refused.txt"), refused, "valid, and refused");
    assertEquals(vectors, judged);
    assertEquals(vectors, all.get("numberOfTests").getAsInt());
  }

  /** The way of a license token up to its claims. */
  private static void signer(String token, String keys) throws RefusedException {
    jws(token).signer(keys(keys));
  }

  private static TrustedKeys keys(String text) throws RefusedException {
    return new TrustedKeys(KeyReader.read("vector", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static CompactJws jws(String text) throws RefusedException {
    return CompactJws.parse(TokenText.of(text.getBytes(StandardCharsets.UTF_8)), JwsType.LICENSE);
  }

  private static String token(JsonObject test) {
    JsonElement jws = test.get("jws");
    return jws.isJsonPrimitive() ? jws.getAsString() : jws.toString();
  }

  private static String codeOf(Step step) {
    try {
      step.run();
      return NONE;
    } catch (RefusedException e) {
      return e.refusal().code().code();
    }
  }

  private interface Step {
    void run() throws RefusedException;
  }

  /** Number and codes of each line; the reason is for people, and must be there. */
  private static List<String> table(String file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : read(file).lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] columns = line.split(" ", 4);
      assertFalse(columns[3].isBlank(), line);
      lines.add(columns[0] + " " + columns[1] + " " + columns[2]);
    }
    return lines;
  }

  private static String read(String file) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            WycheproofJoseTest.class.getResourceAsStream("/wycheproof/" + file))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
