package io.tollgate.pages;

import io.tollgate.verifier.text.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tokens at the edges of each rule, and over them. */
final class HostileTokens {
  private static final Signer ES256 = Signer.es256();
  private static final Signer OTHER = Signer.es256();
  private static final Signer RS256 = Signer.rs256(2048);
  private static final Signer SMALL_RSA = Signer.rs256(1024);
  private static final Signer ED25519 = Signer.ed25519();
  private static final Signer ROOT = Signer.es256();
  private static final String ALG = "{\"alg\":\"ES256\"}";
  private static final String CLAIMS =
      "{\"sub\":\"Acme\",\"jti\":\"lic-1\",\"iss\":\"vendor\",\"exp\":4000000000}";
  private static final String K1 = ES256.jwk("\"kid\":\"k1\",");
  private static final String ROOTED = ROOT.jwk("\"use\":\"root\",");
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final List<Question> questions = new ArrayList<>();
  private final long now;

  private HostileTokens(long now) {
    this.now = now;
  }

  static List<Question> questions(long now) {
    HostileTokens all = new HostileTokens(now);
    all.texts();
    all.headers();
    all.claims();
    all.times();
    all.signatures();
    all.bundles();
    all.licences();
    all.keys();
    return all.questions;
  }

  private void ask(String token, String keys) {
    questions.add(
        Question.of(questions.size() + ": " + token + "\n  by " + keys, token, keys, now));
  }

  private void texts() {
    String token = ES256.jws(ALG, CLAIMS);
    String[] parts = token.split("\\.", -1);
    for (String text :
        List.of(
            "",
            "  \r\n",
            "\ufeff",
            "x",
            "a.b",
            "a.b.c",
            "a.b.c.d",
            "a.b.c.d.e.f",
            ".b.c",
            "..",
            "a b c",
            token,
            "\ufeff" + token,
            "\ufeff\ufeff" + token,
            "\t\n\u000b\f\r " + token + " \r\n",
            token + "\u00a0",
            token + "\u0000",
            token + "=",
            token + ".",
            token + "." + parts[0],
            parts[0] + "=." + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1] + "=." + parts[2],
            parts[0] + "." + parts[1] + ". " + parts[2],
            parts[0] + "\n." + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1] + "." + parts[2].replace('-', '+').replace('_', '/') + "+",
            token.substring(0, token.length() - 1) + (char) (token.charAt(token.length() - 1) + 1),
            token.substring(0, token.lastIndexOf('.') + 1),
            ES256.jws(
                ALG, CLAIMS.replace("{\"sub\"", "{\"x\":\"" + "y".repeat(16_384) + "\",\"sub\"")),
            token + " ".repeat(16_384 - token.length()),
            token + " ".repeat(16_385 - token.length()))) {
      ask(text, K1);
    }
  }

  private void headers() {
    for (String header :
        List.of(
            "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
            "{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\"}",
            " {\"alg\":\"ES256\"} ",
            "{\"alg\":\"ES256\"}x",
            "{\"alg\":\"ES256\"}{}",
            "[\"ES256\"]",
            "\"ES256\"",
            "",
            "{\"alg\":1}",
            "{\"alg\":null}",
            "{\"alg\":\"ES256\",\"kid\":1}",
            "{\"alg\":\"ES256\",\"typ\":1}",
            "{alg:\"ES256\"}",
            "{'alg':'ES256'}",
            "{\"alg\":\"ES256\",}",
            "{\"alg\":\"ES256\";\"x\":1}",
            "{\"alg\"=\"ES256\"}",
            "{\"alg\":\"ES256\"/**/}",
            "\ufeff{\"alg\":\"ES256\"}",
            "{\"alg\":\"none\"}",
            "{\"alg\":\"None\"}",
            "{\"alg\":\"\"}",
            "{}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":\"HS512\",\"kid\":\"k1\"}",
            "{\"alg\":\"ES384\"}",
            "{\"alg\":\"es256\"}",
            "{\"alg\":\"RS256\"}",
            "{\"alg\":\"EdDSA\"}",
            "{\"alg\":\"PS256\"}",
            "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}",
            "{\"alg\":\"ES256\",\"crit\":null}",
            "{\"alg\":\"ES256\",\"b64\":false}",
            "{\"alg\":\"ES256\",\"b64\":true}",
            "{\"alg\":\"ES256\",\"zip\":\"DEF\"}",
            "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
            "{\"alg\":\"ES256\",\"typ\":\"Application/JWT\"}",
            "{\"alg\":\"ES256\",\"typ\":\"application/application/jwt\"}",
            "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}",
            "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}",
            "{\"alg\":\"ES256\",\"typ\":\"\"}",
            "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
            "{\"alg\":\"ES256\",\"kid\":\"k2\"}",
            "{\"alg\":\"ES256\",\"kid\":\"../k1\"}",
            "{\"alg\":\"ES256\",\"jku\":\"https://x\",\"x5u\":1,\"x5c\":[],\"jwk\":{}}",
            "{\"alg\":\"ES256\",\"x\":" + nested(15) + "}",
            "{\"alg\":\"ES256\",\"x\":" + nested(16) + "}")) {
      ask(ES256.jws(header, CLAIMS), K1);
    }
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private void claims() {
    for (String claims :
        List.of(
            "not json",
            "",
            "[]",
            "{}",
            "{\"exp\":1}",
            "{\"sub\":\"\",\"exp\":1}",
            "{\"sub\":\" \\u2003\",\"exp\":1}",
            "{\"sub\":\"\\u00a0\",\"exp\":1}",
            "{\"sub\":\"A\"}",
            "{\"sub\":1,\"exp\":1}",
            "{\"sub\":\"\\x\",\"exp\":1}",
            "{\"sub\":\"\\'\",\"exp\":1}",
            "{\"sub\":\"a\tb\",\"exp\":1}",
            "{\"sub\":\"\\u00e4\\n\\/\",\"exp\":1}",
            "{\"sub\":\"\\u00G0\",\"exp\":1}",
            "{\"__proto__\":1,\"sub\":\"A\",\"exp\":1,\"constructor\":\"x\"}",
            "{\"sub\":\"A\",\"exp\":1}{}",
            "{\"sub\":\"A\",\"exp\":1} \t\r\n",
            "{\"sub\":\"A\",\"exp\":1}\u0000")) {
      ask(ES256.jws(ALG, claims), K1);
    }
    for (String member :
        List.of(
            "\"exp\":2",
            "\"a\":{\"b\":1,\"b\":2}",
            "\"a\":[{\"b\":1,\"b\":2}]",
            "\"a\":True",
            "\"a\":NaN",
            "\"a\":undefined",
            "\"a\":01",
            "\"a\":.5",
            "\"a\":5.",
            "\"a\":+5",
            "\"a\":1e",
            "\"a\":0x1",
            "\"a\":[1,]",
            "\"a\":[,1]",
            "\"a\":[1 2]",
            "\"a\":" + "1".repeat(1023),
            "\"a\":" + "1".repeat(1024),
            "\"a\":true,\"b\":false,\"c\":null",
            "\"jti\":\"\"",
            "\"jti\":1",
            "\"jti\":null",
            "\"iss\":[\"x\"]",
            "\"aud\":1",
            "\"aud\":[\"x\",1]",
            "\"aud\":[\"x\"]",
            "\"aud\":{}",
            "\"tollgate\":\"x\"",
            "\"tollgate\":{}",
            "\"tollgate\":{\"warn\":1}",
            "\"tollgate\":{\"warn\":\"soon\"}",
            "\"tollgate\":{\"warn\":\"P1M\",\"grace\":\"PT1H\",\"on_expired\":\"gate\"}",
            "\"tollgate\":{\"on_expired\":\"halt\"}",
            "\"tollgate\":{\"on_expired\":\"evaluate\"}",
            "\"tollgate\":{\"on_expired\":1}",
            "\"tollgate\":{\"forever\":true}")) {
      ask(ES256.jws(ALG, "{\"sub\":\"A\",\"exp\":1," + member + "}"), K1);
    }
    for (String window :
        List.of(
            "P",
            "PT",
            "P1",
            "P1D",
            "-P1D",
            "P-1D",
            "p1d",
            "P1D1M",
            "P1Y2M3W4DT5H6M7S",
            "P1DT",
            "PT1D",
            "P1H",
            "P1.5D",
            "P1D ",
            "P0D",
            "P1200M",
            "P1201M",
            "P101Y",
            "P36600D",
            "P36601D",
            "P999999999D",
            "P1000000000D",
            "PT1S1S",
            "P1MT1M",
            "PTT1S",
            "P001D",
            "PT878400H",
            "PT878401H",
            "P00000000000000000000000000000001D")) {
      ask(
          ES256.jws(ALG, "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"grace\":\"" + window + "\"}}"),
          K1);
    }
    byte[] broken = CLAIMS.getBytes(StandardCharsets.UTF_8);
    broken[9] = (byte) 0xff;
    ask(ES256.jws(ALG, broken), K1);
    ask(OTHER.jws(ALG, "not json"), K1);
  }

  private void times() {
    for (String time :
        List.of(
            "0",
            "1",
            "-0",
            "-0.0",
            "0e99999999999",
            "-1",
            "-0.5",
            "1.5",
            "1e9",
            "15e-1",
            "4000000000",
            "4000000000.999",
            "40000000000e-1",
            "253402300799",
            "253402300799.9",
            "253402300800",
            "1e30",
            "1e64",
            "1e65",
            "1e-64",
            "1e-65",
            "1e999999999",
            "1e99999999999",
            "1e-999999999",
            "9007199254740993",
            "99999999999999999999",
            "\"4000000000\"",
            "null",
            "true",
            "[1]",
            "{}",
            "0.0000000000000000000000000000000000001",
            "0.00000000000000000000000000000000000001",
            "0.000000000000000000000000000000000000001")) {
      ask(ES256.jws(ALG, "{\"sub\":\"A\",\"exp\":" + time + "}"), K1);
      ask(ES256.jws(ALG, "{\"sub\":\"A\",\"exp\":4000000000,\"iat\":" + time + "}"), K1);
      ask(ES256.jws(ALG, "{\"sub\":\"A\",\"exp\":4000000000,\"nbf\":" + time + "}"), K1);
    }
    // The last days of months, at which a warning begins.
    for (long day : new long[] {1_788_134_400, 1_803_772_800, 1_835_308_800, 4_107_456_000L}) {
      for (int i = -2; i < 3; i++) {
        ask(ES256.jws(ALG, "{\"sub\":\"A\",\"exp\":" + (day + i * 86_400L) + "}"), K1);
      }
    }
  }

  private void signatures() {
    String token = ES256.jws(ALG, CLAIMS);
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64Url.decode(token.substring(dot + 1)).orElseThrow();
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    BigInteger zero = BigInteger.ZERO;
    for (BigInteger[] changed :
        new BigInteger[][] {
          {r, ORDER.subtract(s)},
          {s, r},
          {zero, zero},
          {zero, s},
          {r, zero},
          {ORDER, s},
          {r, ORDER},
          {ORDER, ORDER},
          {ORDER, zero},
          {BigInteger.ONE, BigInteger.ONE}
        }) {
      ask(
          token.substring(0, dot + 1)
              + Base64Url.encode(join(bytes(changed[0]), bytes(changed[1]))),
          K1);
    }
    ask(token.substring(0, dot + 1) + Base64Url.encode(Arrays.copyOf(signature, 63)), K1);
    ask(token.substring(0, dot + 1) + Base64Url.encode(Arrays.copyOf(signature, 65)), K1);
    ask(OTHER.jws(ALG, CLAIMS), K1);
    ask(OTHER.jws("{\"alg\":\"ES256\",\"jwk\":" + OTHER.jwk("") + "}", CLAIMS), K1);
    for (Signer signer : List.of(RS256, ED25519)) {
      String good = signer.jwt(CLAIMS);
      ask(good, signer.pem());
      ask(good + "AA", signer.pem());
      ask(good.substring(0, good.length() - 4), signer.pem());
      ask(good.substring(0, good.lastIndexOf('.') + 1), signer.pem());
      ask(good, K1);
      ask(signer.jws(ALG, CLAIMS), signer.pem());
    }
    // S and S + L are the same number to a verifier that does not compare it with L.
    String good = ED25519.jwt(CLAIMS);
    byte[] twin = Base64Url.decode(good.substring(good.lastIndexOf('.') + 1)).orElseThrow();
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] sum = bytes(new BigInteger(1, reversed(Arrays.copyOfRange(twin, 32, 64))).add(order));
    System.arraycopy(reversed(sum), 0, twin, 32, 32);
    ask(good.substring(0, good.lastIndexOf('.') + 1) + Base64Url.encode(twin), ED25519.pem());
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** 32 bytes, big-endian. */
  private static byte[] bytes(BigInteger number) {
    byte[] magnitude = number.toByteArray();
    byte[] bytes = new byte[32];
    int length = Math.min(32, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - length, bytes, 32 - length, length);
    return bytes;
  }

  private void bundles() {
    String jwt = RS256.jwt(CLAIMS);
    String good = RS256.bundle(jwt);
    for (String bundle :
        List.of(
            good,
            good + "x",
            good + good,
            good.replace("\"jwt\":", "\"jwt\":\"x\",\"jwt\":"),
            good.replace("\"jwt\":", "\"note\":\"x\",\"jwt\":"),
            good.replace("\"jwt\":", "\"note\":\"\u00e4\",\"jwt\":"),
            good.replace("\"jwt\":", "\"endorsement\":null,\"jwt\":"),
            good.replace("\"jwt\":", "\"endorsement\":\"\",\"jwt\":"),
            good.replace("MII", "MIJ"),
            good.replace("PUBLIC", "PRIVATE"),
            good.replace("-----BEGIN", "x -----BEGIN"),
            good.replace("KEY-----\\n\"", "KEY-----\\n x\""),
            "{}",
            "{\"jwt\":",
            "{\"jwt\":1,\"publicKey\":\"x\"}",
            "{\"jwt\":\"" + jwt + "\"}",
            "{\"jwt\":\"" + jwt + "\",\"publicKey\":1}",
            "{\"jwt\":\"" + jwt + "\",\"publicKey\":\"" + ED25519.raw() + "\"}",
            RS256.bundle(""),
            RS256.bundle("a.b"),
            RS256.bundle(RS256.jws("{\"alg\":\"none\"}", CLAIMS)),
            RS256.bundle(RS256.jws(ALG, CLAIMS)),
            RS256.bundle(RS256.jws("{\"alg\":\"RS256\",\"kid\":\"k\"}", CLAIMS)),
            RS256.bundle(RS256.jwt("{\"sub\":\"A\",\"exp\":\"1\"}")),
            RS256.bundle(ED25519.jwt(CLAIMS)),
            ED25519.bundle(ED25519.jwt(CLAIMS)),
            ED25519.bundle(jwt),
            SMALL_RSA.bundle(SMALL_RSA.jwt(CLAIMS)),
            RS256.bundle(jwt, ROOT.endorsement(RS256, "4000000000")))) {
      ask(bundle, RS256.pem());
    }
    String mine = ED25519.jwt(CLAIMS);
    for (String endorsement :
        List.of(
            ROOT.endorsement(ED25519, "4000000000"),
            ROOT.endorsement(ED25519, "1780272001"),
            ROOT.endorsement(ED25519, "5000000000"),
            ROOT.endorsement(ED25519, "2000"),
            ROOT.endorsement(ED25519, "-1"),
            ROOT.endorsement(ED25519, "\"4000000000\""),
            ROOT.endorsement(ED25519, "null"),
            ROOT.endorsement(ED25519, "253402300800"),
            ROOT.endorsement(RS256, "4000000000"),
            OTHER.endorsement(ED25519, "4000000000"),
            RS256.endorsement(ED25519, "4000000000"),
            ROOT.jws(ALG, CLAIMS),
            ROOT.jws("{\"alg\":\"ES256\",\"typ\":\"JWT\"}", CLAIMS),
            ROOT.jws("{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}", CLAIMS),
            ROOT.jws("{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}", "[]"),
            ROOT.jws(
                "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}", "{\"jkt\":1,\"exp\":1}"),
            ROOT.jws("{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\",\"crit\":[]}", CLAIMS),
            ROOT.jws("{\"alg\":\"none\",\"typ\":\"key-endorsement+jwt\"}", CLAIMS),
            ROOT.jws(
                "{\"alg\":\"ES256\",\"typ\":\"application/KEY-endorsement+jwt\"}",
                "{\"jkt\":\"" + ED25519.thumbprint() + "\",\"exp\":4000000000}"),
            "a.b")) {
      String bundle = ED25519.bundle(mine, endorsement);
      ask(bundle, ROOTED);
      ask(bundle, ROOT.pem());
      ask(bundle, "{\"keys\":[" + ROOTED + "," + K1 + "]}");
    }
    ask(ED25519.bundle(jwt, ROOT.endorsement(ED25519, "4000000000")), ROOTED);
    ask(ROOT.bundle(ROOT.jws(ALG, CLAIMS)), ROOTED);
    ask(ROOT.jws(ALG, CLAIMS), ROOTED);
  }

  private void licences() {
    String claims = "{\"licenceId\":\"lic-1\"}";
    String good = licence("1000", "4000000000000", "acme", claims);
    for (String token :
        List.of(
            good,
            good + "=",
            good.substring(0, good.lastIndexOf('.') + 1),
            good.replace("1000.4", "1001.4"),
            good.replace(".YWNtZQ.", ".YWNtZg."),
            good.replace(".YWNtZQ.", ".YWNtZQ==."),
            good.replace(".YWNtZQ.", ".YWNtZR."),
            good.replace(".YWNtZQ.", "._w."),
            Signer.ed25519().licenceV1("1", "2", "a", claims),
            "....",
            licence("2000", "2000", "a", claims),
            licence("2001", "2000", "a", claims),
            licence("4000000000000", "5000000000000", "a", claims),
            licence("1", "9007199254740991", "a", claims),
            licence("1", "2", "a", "{ \"licenceId\" : \"l\" }"),
            licence("1", "2", "a", "{\"licenceId\":\"l\",\"iss\":{},\"aud\":7}"),
            licence(
                "1",
                "2",
                "a",
                "{\"licenceId\":\"l\",\"iss\":\"v\",\"tollgate\":{\"grace\":\"PT1S\"}}"),
            licence("1", "2", "a", "\ufeff{\"licenceId\":\"l\"}"),
            licence("1", "2", "a", "{\"licenceId\":\"\u00e4\"}"))) {
      ask(token, ED25519.raw());
    }
    ask(good, RS256.pem());
    ask(good, ED25519.pem());
    for (String time :
        List.of(
            "0",
            "01",
            "-1",
            "+1",
            "",
            "1 ",
            "1e3",
            "9007199254740992",
            "0x1",
            "\u0661",
            "99999999999999999999999999999999999999999999")) {
      ask(licence(time, "2000", "a", claims), ED25519.raw());
      ask(licence("1000", time, "a", claims), ED25519.raw());
    }
    String longest = "x".repeat(64);
    for (String id :
        List.of(
            "A.b_c-9",
            longest,
            longest + "x",
            "",
            " ",
            "a b",
            "a\n",
            "\na",
            "a/b",
            "\u00e4",
            "a:b",
            "[",
            "`",
            "{")) {
      String escaped = id.replace("\n", "\\n");
      ask(licence("1", "2", id, claims), ED25519.raw());
      ask(licence("1", "2", "a", "{\"licenceId\":\"" + escaped + "\"}"), ED25519.raw());
    }
    for (String broken : List.of("{}", "[]", "null", "", "{\"licenceId\":1}", claims + "x")) {
      ask(licence("1", "2", "a", broken), ED25519.raw());
    }
    String empty = licence("1", "2", "a", padded(0));
    int pad = (4096 - empty.length()) / 4 * 3;
    ask(licence("1", "2", "a", padded(pad)), ED25519.raw());
    ask(licence("1", "2", "a", padded(pad + 3)), ED25519.raw());
  }

  private static String padded(int characters) {
    return "{\"licenceId\":\"lic-1\",\"x\":\"" + "x".repeat(characters) + "\"}";
  }

  private static String licence(String issued, String expires, String customer, String claims) {
    return ED25519.licenceV1(issued, expires, customer, claims);
  }

  private void keys() {
    String token = ES256.jws(ALG, CLAIMS);
    String x = Base64Url.encode(new byte[32]);
    String one = Base64Url.encode(reversed(bytes(BigInteger.ONE)));
    for (String key :
        List.of(
            "x",
            K1,
            " \n" + K1,
            "\ufeff" + K1,
            K1 + "x",
            "{\"keys\":[]}",
            "{\"keys\":[1]}",
            "{\"keys\":1}",
            "{\"keys\":[" + K1 + "," + K1 + "]}",
            "{\"keys\":[" + K1 + ",{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
            "{\"keys\":[" + ES256.jwk("") + "," + OTHER.jwk("\"kid\":\"k1\",") + "]}",
            ES256.jwk("\"d\":\"AAAA\","),
            ES256.jwk("\"alg\":\"ES256\","),
            ES256.jwk("\"alg\":\"RS256\","),
            ES256.jwk("\"alg\":1,"),
            ES256.jwk("\"use\":\"sig\","),
            ES256.jwk("\"use\":\"enc\","),
            ES256.jwk("\"use\":\"root\","),
            ES256.jwk("\"kid\":1,"),
            ES256.jwk("\"key_ops\":[\"verify\"],"),
            ES256.jwk("\"key_ops\":[\"sign\"],"),
            ES256.jwk("\"key_ops\":\"verify\","),
            ES256.jwk("").replace("P-256", "P-384"),
            ES256.jwk("").replace("\"x\":\"", "\"x\":\"A"),
            ES256.jwk("").replace("\"y\":\"", "\"y\":\"" + x + "\",\"z\":\""),
            ES256.pem(),
            "# the vendor's\n" + OTHER.pem() + "\n" + ES256.pem(),
            ES256.pem().replace("\n", "\r\n"),
            ES256.pem().replace("END PUBLIC", "END PRIVATE"),
            ES256.pem().replace("MFk", "MFl"),
            ES256.privatePem(),
            ES256.pem() + ES256.privatePem(),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            SMALL_RSA.pem(),
            ED25519.raw(),
            ED25519.raw() + "=",
            "\n " + ED25519.raw() + " \n",
            x,
            one,
            "7P___________________________________________38",
            "7f___________________________________________38",
            "JuiVj8K7J_BFwzn0ifLvI2H1k8JrH1V9VvBjkR4V1wU",
            "x91w0NBqpMjPqUYDeEP2Vm8AYPHLbGdJPxmKUBCYAQA")) {
      ask(token, key);
    }
    rsaKeys(token);
  }

  private void rsaKeys(String token) {
    BigInteger two = BigInteger.TWO;
    BigInteger usual = BigInteger.valueOf(65_537);
    BigInteger odd = two.pow(2047).add(BigInteger.valueOf(12_345));
    for (BigInteger exponent :
        List.of(
            BigInteger.ONE,
            BigInteger.valueOf(3),
            BigInteger.valueOf(65_535),
            BigInteger.valueOf(65_536),
            usual,
            BigInteger.valueOf(65_538),
            two.pow(64).subtract(BigInteger.ONE),
            two.pow(64).add(BigInteger.ONE))) {
      ask(token, rsaJwk(odd, exponent));
    }
    for (BigInteger modulus :
        List.of(
            odd.add(BigInteger.ONE),
            odd.subtract(two.pow(2047)),
            two.pow(2047).subtract(BigInteger.ONE),
            two.pow(8192).subtract(BigInteger.ONE),
            two.pow(8192).add(BigInteger.ONE),
            ofRoca())) {
      ask(token, rsaJwk(modulus, usual));
    }
    ask(token, rsaJwk(odd, usual).replace("\"n\":\"", "\"n\":\"AAAA"));
    ask(token, rsaJwk(odd, usual).replace("\"e\":\"", "\"e\":\"AAAA"));
  }

  /** A power of 65537 by each small prime. */
  private static BigInteger ofRoca() {
    BigInteger primes = BigInteger.ONE;
    for (BigInteger prime = BigInteger.valueOf(3);
        prime.intValue() <= 167;
        prime = prime.nextProbablePrime()) {
      primes = primes.multiply(prime);
    }
    BigInteger power = BigInteger.valueOf(65_537).modPow(BigInteger.valueOf(1_234_567), primes);
    BigInteger most = BigInteger.TWO.pow(2048).subtract(power).divide(primes);
    BigInteger modulus = power.add(primes.multiply(most.subtract(BigInteger.ONE)));
    return modulus.testBit(0) ? modulus : modulus.subtract(primes);
  }

  private static String rsaJwk(BigInteger modulus, BigInteger exponent) {
    return "{\"kty\":\"RSA\",\"n\":\""
        + Base64Url.encode(modulus)
        + "\",\"e\":\""
        + Base64Url.encode(exponent)
        + "\"}";
  }
}
