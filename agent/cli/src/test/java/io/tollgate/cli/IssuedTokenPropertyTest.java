package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.tollgate.core.command.CommandRunner;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code issue} writes, {@code verify} accepts, whatever the claims; and nothing beside it.
 */
class IssuedTokenPropertyTest {
  private static final int LICENSES = 25;
  private static final long YEAR = 31_536_000;
  private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").getEpochSecond();

  private final StringWriter out = new StringWriter();
  private final Random random = new Random(20_260_601);
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"ES256, jwt", "RS256, jwt", "EdDSA, jwt"})
  void whatIsIssuedIsVerified(String algorithm, String format) throws IOException {
    makeKeyAndPolicy(algorithm, format);
    for (int i = 0; i < LICENSES; i++) {
      JsonObject claims = claims();
      run(issue(format, claims));
      run(
          "verify",
          "--policy",
          policy(),
          "--file",
          token(),
          "--at",
          Instant.ofEpochSecond(NOW).toString());
      JsonObject verified = JsonParser.parseString(out.toString()).getAsJsonObject();
      assertEquals("licensed", verified.get("kind").getAsString());
      assertEquals(format, verified.get("format").getAsString());
      assertEquals(algorithm, verified.get("algorithm").getAsString());
      assertEquals(claims.get("sub"), verified.get("customerId"));
      assertEquals(claims.get("jti"), verified.get("licenseId"));
      assertEquals(seconds(claims, "exp"), seconds(verified, "expiresAt"));
      assertEquals(claims, payload());
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"ES256, jwt", "RS256, jwt", "EdDSA, jwt"})
  void anyFlippedBitOfWhatIsIssuedIsNoticed(String algorithm, String format)
      throws IOException, RefusedException {
    makeKeyAndPolicy(algorithm, format);
    run(issue(format, claims()));
    Verifier verifier =
        new Verifier(
            PolicyReader.read(
                "policy.properties", name -> Files.readAllBytes(folder.resolve(name))));
    byte[] token = Files.readAllBytes(folder.resolve("token"));
    License license =
        assertInstanceOf(Verdict.Granted.class, verifier.verify(token, "a test")).license();
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Verdict verdict = verifier.verify(flipped, "a test");
      assertInstanceOf(Verdict.Refused.class, verdict, () -> license + " as " + printable(flipped));
    }
  }

  private void makeKeyAndPolicy(String algorithm, String format) throws IOException {
    run("keygen", "--alg", algorithm, "--kid", "k", "--out", folder.toString());
    Files.writeString(
        folder.resolve("policy.properties"),
        "product.name=P\nproduct.contact=C\nkeys.file=k.jwk.json\ntoken.formats=" + format + "\n");
  }

  /** Claims as a vendor might choose them, and stranger ones. */
  private JsonObject claims() {
    JsonObject claims = new JsonObject();
    claims.addProperty("sub", "x" + text());
    claims.addProperty("jti", "lic-" + random.nextInt());
    claims.addProperty("iat", NOW - random.nextLong(YEAR));
    claims.addProperty("exp", NOW + 1 + random.nextLong(YEAR * 100));
    if (random.nextBoolean()) {
      claims.addProperty("iss", text());
    }
    if (random.nextBoolean()) {
      claims.addProperty("nbf", NOW - random.nextLong(YEAR));
    }
    if (random.nextBoolean()) {
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
      claims.add("claim" + i, value(6));
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

  private String[] issue(String format, JsonObject claims) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "issue", "--key", folder.resolve("k.private.pem").toString(), "--format", format));
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
    arguments.add(token());
    return arguments.toArray(new String[0]);
  }

  /** The claims as they stand in the token. */
  private JsonObject payload() throws IOException {
    String[] parts = Files.readString(folder.resolve("token")).split("\\.", -1);
    String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static long seconds(JsonObject object, String name) {
    String text = object.get(name).getAsString();
    return text.endsWith("Z") ? Instant.parse(text).getEpochSecond() : Long.parseLong(text);
  }

  private void run(String... arguments) {
    StringWriter err = new StringWriter();
    out.getBuffer().setLength(0);
    int status =
        CommandRunner.run(
            Tollgate.commandLine(java.time.InstantSource.system())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true)),
            arguments);
    assertEquals(0, status, () -> List.of(arguments) + ": " + out + err);
  }

  private String policy() {
    return folder.resolve("policy.properties").toString();
  }

  private String token() {
    return folder.resolve("token").toString();
  }

  private static String printable(byte[] token) {
    return new String(token, StandardCharsets.ISO_8859_1);
  }
}
