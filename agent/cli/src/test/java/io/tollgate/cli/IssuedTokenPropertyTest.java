package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code issue} writes, {@code verify} accepts, whatever the claims; and nothing beside it.
 */
class IssuedTokenPropertyTest {
  private static final int LICENSES = 12;
  private static final long YEAR = 31_536_000;
  private static final long NOW = Tool.NOW.getEpochSecond();

  @TempDir private static Path folder = Path.of("");

  private final Random random = new Random(20_260_601);
  private final Tool tool = new Tool(folder);

  @BeforeAll
  static void makeKeys() {
    for (String algorithm : List.of("ES256", "RS256", "EdDSA")) {
      new Tool(folder).does("keygen", "--alg", algorithm, "--kid", algorithm, "--out", "@keys");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "ES256, jwt",
    "RS256, jwt",
    "EdDSA, jwt",
    "ES256, bundle",
    "RS256, bundle",
    "EdDSA, bundle",
    "EdDSA, licence-v1"
  })
  void whatIsIssuedIsVerified(String algorithm, String format) throws Exception {
    tool.policy("keys/" + algorithm + ".jwk.json", "token.formats=" + format);
    for (int i = 0; i < LICENSES; i++) {
      JsonObject claims = claims(format);
      tool.does(issue(algorithm, format, claims));
      assertEquals(0, tool.verifies("token"), () -> tool.out() + claims);
      JsonObject verified = JsonParser.parseString(tool.out()).getAsJsonObject();
      assertEquals(format, verified.get("format").getAsString());
      assertEquals(algorithm, verified.get("algorithm").getAsString());
      assertEquals(claims.get("sub"), verified.get("customerId"));
      assertEquals(claims.get("jti"), verified.get("licenseId"));
      assertEquals(seconds(claims, "exp"), seconds(verified, "expiresAt"));
      assertEquals(written(format, claims), payload(format));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "ES256, jwt",
    "RS256, jwt",
    "EdDSA, jwt",
    "ES256, bundle",
    "RS256, bundle",
    "EdDSA, bundle",
    "EdDSA, licence-v1"
  })
  void anyFlippedBitOfWhatIsIssuedIsNoticed(String algorithm, String format) throws Exception {
    tool.policy("keys/" + algorithm + ".jwk.json", "token.formats=" + format);
    tool.does(issue(algorithm, format, claims(format)));
    Verifier verifier =
        new Verifier(
            PolicyReader.read(
                "policy.properties", name -> Files.readAllBytes(folder.resolve(name))));
    byte[] token = tool.read("token").strip().getBytes(StandardCharsets.US_ASCII);
    assertInstanceOf(Verdict.Granted.class, verifier.verify(token, "a test"));
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Verdict verdict = verifier.verify(flipped, "a test");
      assertInstanceOf(Verdict.Refused.class, verdict, "bit " + bit);
    }
  }

  /** Claims as a vendor might choose them, and stranger ones. */
  private JsonObject claims(String format) {
    boolean narrow = format.equals("licence-v1");
    JsonObject claims = new JsonObject();
    claims.addProperty("sub", narrow ? "acme-" + random.nextInt() : "x" + text());
    claims.addProperty("jti", "lic-" + random.nextInt());
    claims.addProperty("iat", NOW - random.nextLong(YEAR));
    claims.addProperty("exp", NOW + 1 + random.nextLong(YEAR * 100));
    if (!narrow && random.nextBoolean()) {
      claims.addProperty("iss", text());
    }
    if (!narrow && random.nextBoolean()) {
      claims.addProperty("nbf", NOW - random.nextLong(YEAR));
    }
    if (!narrow && random.nextBoolean()) {
      JsonArray audience = new JsonArray();
      for (int i = random.nextInt(3); i >= 0; i--) {
        audience.add("a" + text());
      }
      claims.add("aud", audience);
    }
    if (random.nextBoolean()) {
      claims.add("tollgate", JsonParser.parseString(terms()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      claims.add("claim" + i, value(narrow ? 2 : 6));
    }
    return claims;
  }

  private String terms() {
    return switch (random.nextInt(3)) {
      case 0 -> "{\"warn\":\"P1M\"}";
      case 1 -> "{\"grace\":\"PT12H\",\"on_expired\":\"gate\"}";
      default -> "{}";
    };
  }

  private JsonElement value(int deepest) {
    return switch (random.nextInt(deepest > 0 ? 9 : 7)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2 -> new JsonPrimitive(random.nextLong());
      case 3 -> new JsonPrimitive(new BigInteger(100, random));
      case 4 ->
          new JsonPrimitive(new BigDecimal(new BigInteger(40, random), random.nextInt(60) - 20));
      case 5, 6 -> new JsonPrimitive(text());
      case 7 -> {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(deepest - 1));
        }
        yield array;
      }
      default -> {
        JsonObject object = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.add(text(), value(deepest - 1));
        }
        yield object;
      }
    };
  }

  /** Up to twenty characters of all of Unicode, half of them ASCII, control characters included. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int c = random.nextInt(random.nextBoolean() ? 128 : Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '=' : c);
    }
    return text.toString();
  }

  private String[] issue(String algorithm, String format, JsonObject claims) {
    List<String> arguments =
        new ArrayList<>(
            List.of("issue", "--key", "@keys/" + algorithm + ".private.pem", "--format", format));
    for (String name : claims.keySet()) {
      JsonElement value = claims.get(name);
      if (name.equals("aud")) {
        value.getAsJsonArray().forEach(one -> arguments.add("--aud=" + one.getAsString()));
      } else if (List.of("sub", "jti", "iss", "iat", "exp", "nbf").contains(name)) {
        arguments.add("--" + name + "=" + value.getAsString());
      } else {
        arguments.add("--claim=" + name + "=" + value);
      }
    }
    arguments.add("--out");
    arguments.add("@token");
    return arguments.toArray(new String[0]);
  }

  /** What of the claims stands in the signed JSON. */
  private static JsonObject written(String format, JsonObject claims) {
    JsonObject written = claims.deepCopy();
    if (format.equals("licence-v1")) {
      written.add("licenceId", written.remove("jti"));
      List.of("sub", "iat", "exp").forEach(written::remove);
    }
    return written;
  }

  /** The signed JSON as it stands in the token. */
  private JsonObject payload(String format) throws IOException {
    String token = tool.read("token");
    if (format.equals("bundle")) {
      token = JsonParser.parseString(token).getAsJsonObject().get("jwt").getAsString();
    }
    String part = token.split("\\.", -1)[format.equals("licence-v1") ? 3 : 1];
    String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static long seconds(JsonObject object, String name) {
    String text = object.get(name).getAsString();
    return text.endsWith("Z") ? Instant.parse(text).getEpochSecond() : Long.parseLong(text);
  }
}
