package io.tollgate.cli;

import io.tollgate.verifier.text.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of one key, good ones and damaged ones, the same from the same seed. */
final class Mutants {
  /** The order of P-256 (SEC 2 §2.4.2). */
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String ODD = ALPHABET + "+/=. \n\t\r\"{}:,~\u0000\u007f\u00e9";
  private static final List<String> SPACE = List.of(" ", "\n", "\r\n", "\t", "\n\n", "\f");

  private final SeededKey key;
  private final List<SeededKey> others;
  private final Random random;

  /**
   * @param key what signs
   * @param others keys whose signatures stand in the wrong place
   */
  Mutants(SeededKey key, List<SeededKey> others, long seed) {
    this.key = key;
    this.others = others;
    this.random = new Random(seed);
  }

  /** The next one; each kind comes up as often as any other. */
  Mutant next(int number) {
    return switch (number % 14) {
      case 0 -> Mutant.of("valid", token());
      case 1 -> flippedBit();
      case 2 -> flippedBitInside();
      case 3 -> cut();
      case 4 -> signatureOfAnotherLength();
      case 5 -> partsOfTwoTokens();
      case 6 -> madeUpSignature();
      case 7 -> otherEncoding();
      case 8 -> typo();
      case 9 -> surroundedBySpace();
      case 10 -> signedHeader();
      case 11 -> signedClaims();
      case 12 -> signedByAnother();
      default -> hmacOfThePublicKey();
    };
  }

  /** A token that is right in every respect. */
  String token() {
    return key.jws(header(), claims());
  }

  private String header() {
    String kid = key.kid().map(name -> ",\"kid\":\"" + name + "\"").orElse(",\"kid\":\"any\"");
    return pick(
        "{" + alg() + "}",
        "{" + alg() + ",\"typ\":\"JWT\"}",
        "{" + alg() + kid + "}",
        "{ \"typ\" : \"jwt\" ," + alg() + kid + " }\n",
        "{" + alg() + ",\"jku\":\"https://attacker.example/keys\"" + kid + "}",
        "{\"\\u0061lg\":\"" + key.algorithm() + "\",\"cty\":\"x\"}");
  }

  private String alg() {
    return "\"alg\":\"" + key.algorithm() + "\"";
  }

  private String claims() {
    return "{\"sub\":\"customer "
        + random.nextInt()
        + "\",\"jti\":\"lic-"
        + random.nextInt(1000)
        + "\",\"exp\":"
        + (1_800_000_000L + random.nextInt(Integer.MAX_VALUE))
        + pick("", ".5", "e0")
        + pick("", ",\"iat\":1700000000", ",\"nbf\":1", ",\"nbf\":1.5,\"iss\":\"vendor\"")
        + pick(
            "", ",\"aud\":\"app\"", ",\"aud\":[\"app\",\"other\"]", ",\"x\":{\"y\":[1,null,true]}")
        + "}";
  }

  private Mutant flippedBit() {
    byte[] text = token().getBytes(StandardCharsets.ISO_8859_1);
    flip(text);
    return Mutant.of("flipped bit", new String(text, StandardCharsets.ISO_8859_1));
  }

  private Mutant flippedBitInside() {
    String[] parts = parts(token());
    int which = random.nextInt(3);
    byte[] bytes = Base64.getUrlDecoder().decode(parts[which]);
    flip(bytes);
    parts[which] = Base64Url.encode(bytes);
    return Mutant.of("flipped bit in part " + which, String.join(".", parts));
  }

  private Mutant cut() {
    String token = token();
    int at = random.nextInt(token.length());
    return Mutant.of("cut", random.nextBoolean() ? token.substring(0, at) : token.substring(at));
  }

  private Mutant signatureOfAnotherLength() {
    String[] parts = parts(token());
    byte[] right = Base64.getUrlDecoder().decode(parts[2]);
    int more = 1 + random.nextInt(3);
    byte[] front = new byte[right.length + more];
    System.arraycopy(right, 0, front, more, right.length);
    return withSignature(
        "signature of another length",
        parts,
        switch (random.nextInt(5)) {
          case 0 -> Arrays.copyOf(right, right.length + more);
          case 1 -> front;
          case 2 -> Arrays.copyOf(right, right.length - more);
          case 3 -> Arrays.copyOfRange(right, more, right.length);
          default -> new byte[0];
        });
  }

  private Mutant partsOfTwoTokens() {
    String[] one = parts(token());
    String[] two = parts(token());
    String text =
        pick(
            two[0] + "." + one[1] + "." + one[2],
            one[0] + "." + two[1] + "." + one[2],
            one[0] + "." + one[1] + "." + two[2],
            one[1] + "." + one[0] + "." + one[2],
            one[2] + "." + one[1] + "." + one[0],
            one[0] + "." + one[2],
            one[0] + "." + one[1] + "." + one[2] + "." + two[2],
            one[0] + "." + one[1] + "." + two[1] + "." + one[2]);
    return Mutant.of("parts of two tokens", text);
  }

  private Mutant madeUpSignature() {
    String[] parts = parts(token());
    byte[] right = Base64.getUrlDecoder().decode(parts[2]);
    byte[] noise = new byte[right.length];
    random.nextBytes(noise);
    byte[] made =
        switch (random.nextInt(4)) {
          case 0 -> new byte[right.length];
          case 1 -> noise;
          default -> key.algorithm().equals("ES256") ? madeUpPoint(right) : madeUpPower(right);
        };
    return withSignature("made-up signature", parts, made);
  }

  /** r and s at the edges of their range, and (r, n - s), which is as good as (r, s). */
  private byte[] madeUpPoint(byte[] right) {
    BigInteger r = new BigInteger(1, Arrays.copyOf(right, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(right, 32, 64));
    List<BigInteger> edges =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            N.subtract(BigInteger.ONE),
            N,
            N.add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    return switch (random.nextInt(6)) {
      case 0 -> point(edges.get(random.nextInt(edges.size())), s);
      case 1 -> point(r, edges.get(random.nextInt(edges.size())));
      case 2 ->
          point(edges.get(random.nextInt(edges.size())), edges.get(random.nextInt(edges.size())));
      case 3 -> point(s, r);
      case 4 -> point(N.subtract(r), s);
      default -> point(r, N.subtract(s));
    };
  }

  private static byte[] point(BigInteger r, BigInteger s) {
    byte[] both = Arrays.copyOf(SeededKey.fixed(r, 32), 64);
    System.arraycopy(SeededKey.fixed(s, 32), 0, both, 32, 32);
    return both;
  }

  private byte[] madeUpPower(byte[] right) {
    BigInteger number = new BigInteger(1, right);
    BigInteger modulus = key.rsaModulus();
    return SeededKey.fixed(
        switch (random.nextInt(5)) {
          case 0 -> BigInteger.ONE;
          case 1 -> modulus;
          case 2 -> modulus.subtract(BigInteger.ONE);
          case 3 -> modulus.subtract(number);
          default -> number.add(modulus); // fits into as many bytes now and then
        },
        right.length);
  }

  private Mutant otherEncoding() {
    String[] parts = parts(token());
    int which = random.nextInt(3);
    String part = parts[which];
    switch (random.nextInt(6)) {
      case 0 -> parts[which] = part + "=".repeat(1 + random.nextInt(2));
      case 1 -> parts[which] = part.replace('-', '+').replace('_', '/');
      case 2 -> parts[which] = insert(part, pick(" ", "\n", "\r\n", "\t", "=", ".", "%3D", "\\"));
      case 3 -> parts[which] = "";
      default -> {
        // What stray bits there are lie in the last character.
        char last = part.charAt(part.length() - 1);
        char neighbor = ALPHABET.charAt(ALPHABET.indexOf(last) ^ (1 + random.nextInt(3)));
        parts[which] = part.substring(0, part.length() - 1) + neighbor;
      }
    }
    return Mutant.of("other encoding", String.join(".", parts));
  }

  private Mutant typo() {
    String token = token();
    int at = random.nextInt(token.length());
    String before = token.substring(0, at);
    String after = token.substring(at + 1);
    char there = token.charAt(at);
    String odd = String.valueOf(ODD.charAt(random.nextInt(ODD.length())));
    String typed =
        switch (random.nextInt(5)) {
          case 0 -> before + after;
          case 1 -> before + odd + there + after;
          case 2 -> before + odd + after;
          case 3 -> before + there + there + after;
          default ->
              before
                  + (Character.isUpperCase(there)
                      ? Character.toLowerCase(there)
                      : Character.toUpperCase(there))
                  + after;
        };
    return Mutant.of("typo", typed);
  }

  private Mutant surroundedBySpace() {
    String before = random.nextBoolean() ? SPACE.get(random.nextInt(SPACE.size())) : "";
    return Mutant.of(
        "surrounded by space", before + token() + SPACE.get(random.nextInt(SPACE.size())));
  }

  private Mutant signedHeader() {
    String deep = "[".repeat(20) + "]".repeat(20);
    return switch (random.nextInt(9)) {
      case 4 ->
          Mutant.breaking(
              StricterRule.NOTHING_AFTER,
              key.jws("{" + alg() + "}" + pick("x", "{}", "}", ","), claims()));
      case 0 ->
          breaking(
              StricterRule.TYP_IS_JWT,
              pick("\"typ\":\"at+jwt\"", "\"typ\":\"\"", "\"typ\":\"key-endorsement+jwt\""));
      case 1 -> breaking(StricterRule.NO_EXTENSION, pick("\"b64\":true", "\"zip\":\"DEF\""));
      case 2 ->
          breaking(StricterRule.STRICT_JSON, pick("\"x\":TRUE", "\"x\":\"a\tb\"", "\"x\":Null"));
      case 3 -> breaking(StricterRule.FLAT_JSON, "\"x\":" + deep);
      default ->
          Mutant.of(
              "signed header",
              key.jws(
                  pick(
                      "{}",
                      "",
                      "[]",
                      "null",
                      alg(),
                      "{" + alg() + "," + alg() + "}",
                      "{" + alg() + ",}",
                      "{'alg':'" + key.algorithm() + "'}",
                      "{\"alg\":null}",
                      "{\"alg\":[\"" + key.algorithm() + "\"]}",
                      "{\"alg\":\"none\"}",
                      "{\"alg\":\"HS256\"}",
                      "{\"alg\":\"" + key.algorithm().toLowerCase(Locale.ROOT) + "\"}",
                      "{\"alg\":\"" + key.algorithm() + " \"}",
                      "{\"alg\":\"ES384\"}",
                      "{\"alg\":\"RS512\"}",
                      "{\"alg\":\"PS256\"}",
                      "{\"alg\":\"EdDSA\"}",
                      "{\"alg\":\"" + (key.algorithm().equals("ES256") ? "RS256" : "ES256") + "\"}",
                      "{" + alg() + ",\"crit\":[\"exp\"],\"exp\":1}",
                      "{" + alg() + ",\"crit\":[]}",
                      "{" + alg() + ",\"typ\":1}",
                      "{" + alg() + ",\"typ\":null}",
                      "{" + alg() + ",\"x\":\"\\ud800\"}",
                      "{" + alg() + ",\"kid\":\"nobody\"}",
                      "{" + alg() + ",\"jwk\":" + others.get(0).jwk() + "}"),
                  claims()));
    };
  }

  private Mutant breaking(StricterRule rule, String member) {
    return Mutant.breaking(rule, key.jws("{" + alg() + "," + member + "}", claims()));
  }

  private Mutant signedClaims() {
    String end = "\"exp\":4000000000";
    return switch (random.nextInt(7)) {
      case 4 ->
          claiming(
              StricterRule.NOTHING_AFTER, "{\"sub\":\"A\"," + end + "}" + pick("x", "{}", "}"));
      case 0 ->
          claiming(
              StricterRule.WHOLE_LICENSE,
              pick(
                  "{}",
                  "{" + end + "}",
                  "{\"sub\":\"A\"}",
                  "{\"sub\":\" \"," + end + "}",
                  "{\"sub\":\"A\",\"jti\":\"\"," + end + "}"));
      case 1 ->
          claiming(
              StricterRule.KNOWN_TERMS,
              "{\"sub\":\"A\","
                  + end
                  + ",\"tollgate\":{"
                  + pick("\"only\":1", "\"grace\":\"1\"")
                  + "}}");
      case 2 ->
          claiming(
              StricterRule.FLAT_JSON,
              "{\"sub\":\"A\"," + end + ",\"x\":" + "[".repeat(17) + "]".repeat(17) + "}");
      case 3 ->
          claiming(
              StricterRule.SIZE,
              "{\"sub\":\"A\"," + end + ",\"x\":\"" + "y".repeat(16 * 1024) + "\"}");
      default ->
          Mutant.of(
              "signed claims",
              key.jws(
                  header(),
                  pick(
                      "",
                      "null",
                      "{\"sub\":\"A\"," + end + "," + end + "}",
                      "{\"sub\":1," + end + "}",
                      "{\"sub\":\"A\",\"exp\":\"4000000000\"}",
                      "{\"sub\":\"A\",\"exp\":-1}",
                      "{\"sub\":\"A\",\"exp\":1e300}",
                      "{\"sub\":\"A\"," + end + ",\"nbf\":true}",
                      "{\"sub\":\"A\"," + end + ",\"iss\":[]}",
                      "{\"sub\":\"A\"," + end + ",\"aud\":[1]}",
                      "{\"sub\":\"\\udc00\"," + end + "}")));
    };
  }

  private Mutant claiming(StricterRule rule, String claims) {
    return Mutant.breaking(rule, key.jws("{" + alg() + "}", claims));
  }

  private Mutant signedByAnother() {
    SeededKey other = others.get(random.nextInt(others.size()));
    return Mutant.of("signed by another", other.jws(header(), claims()));
  }

  /** The public key as the secret of an HMAC: what a reader would check that asks the header. */
  private Mutant hmacOfThePublicKey() {
    String signed =
        SeededKey.encode(pick("{\"alg\":\"HS256\"}", header())) + "." + SeededKey.encode(claims());
    byte[] secret = random.nextBoolean() ? key.spki() : key.jwk().getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return Mutant.of("HMAC", signed + "." + Base64Url.encode(tag));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Mutant withSignature(String kind, String[] parts, byte[] signature) {
    return Mutant.of(kind, parts[0] + "." + parts[1] + "." + Base64Url.encode(signature));
  }

  private void flip(byte[] bytes) {
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
  }

  private String insert(String into, String what) {
    int at = random.nextInt(into.length() + 1);
    return into.substring(0, at) + what + into.substring(at);
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private static String[] parts(String token) {
    return token.split("\\.", -1);
  }
}
