package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RSA and Ed25519 keys: which ones are trusted, and how they are read. */
class OtherKeysTest {
  private static final KeyPair RSA = generate("RSA", 2048);
  private static final KeyPair ED25519 = generate("Ed25519", 255);

  @Test
  void keysOfTheJdkAreReadFromPemAndVerifyWhatTheJdkSigns() throws Exception {
    assertVerifies(RSA, "SHA256withRSA", Algorithm.RS256);
    assertVerifies(ED25519, "Ed25519", Algorithm.EDDSA);
    assertVerifies(generate("RSA", 4096), "SHA256withRSA", Algorithm.RS256);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2047})
  void anRsaKeyHasAtLeast2048Bits(int bits) {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    assertTrue(Rs256Key.of(modulus, BigInteger.valueOf(65_537)).isEmpty());
    assertTrue(
        Rs256Key.of(BigInteger.ONE.shiftLeft(2047).setBit(0), BigInteger.valueOf(65_537))
            .isPresent());
  }

  @Test
  void anRsaKeyHasAtMost8192Bits() {
    BigInteger e = BigInteger.valueOf(65_537);
    assertTrue(Rs256Key.of(BigInteger.ONE.shiftLeft(8191).setBit(0), e).isPresent());
    assertTrue(Rs256Key.of(BigInteger.ONE.shiftLeft(8192).setBit(0), e).isEmpty());
    assertTrue(Rs256Key.of(BigInteger.ONE.shiftLeft(2047), e).isEmpty(), "even");
    assertTrue(Rs256Key.of(BigInteger.ONE.shiftLeft(2047).setBit(0).negate(), e).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "3", "17", "65535", "65536", "65538", "18446744073709551617", "-65537"})
  void anExponentIsOddAndAtLeast65537AndOfASensibleSize(String exponent) {
    BigInteger modulus = ((RSAPublicKey) RSA.getPublic()).getModulus();
    assertTrue(Rs256Key.of(modulus, new BigInteger(exponent)).isEmpty());
    assertTrue(Rs256Key.of(modulus, BigInteger.valueOf(65_539)).isPresent());
    assertTrue(Rs256Key.of(modulus, new BigInteger("18446744073709551615")).isPresent(), "64 bits");
  }

  @Test
  void aSignatureOfAnotherLengthOrNoSmallerThanTheModulusIsNone() throws Exception {
    Rs256Key key =
        Rs256Key.of(((RSAPublicKey) RSA.getPublic()).getModulus(), BigInteger.valueOf(65_537))
            .orElseThrow();
    byte[] signature = sign(RSA, "SHA256withRSA", new byte[] {1});
    assertTrue(key.verifies(new byte[] {1}, signature));
    assertFalse(key.verifies(new byte[] {2}, signature));
    assertFalse(key.verifies(new byte[] {1}, Arrays.copyOf(signature, 255)));
    assertFalse(key.verifies(new byte[] {1}, Arrays.copyOf(signature, 257)));
    // The modulus is a prime little more than 2^2047, so that a signature and the modulus fit into
    // 256 bytes; both have the same power.
    BigInteger prime = BigInteger.ONE.shiftLeft(2047).add(BigInteger.valueOf(1919));
    BigInteger e = BigInteger.valueOf(65_537);
    BigInteger d = e.modInverse(prime.subtract(BigInteger.ONE));
    PrivateKey signer =
        KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(prime, d));
    byte[] once = sign(signer, "SHA256withRSA", new byte[] {1});
    byte[] twin = new BigInteger(1, once).add(prime).toByteArray();
    Rs256Key small = Rs256Key.of(prime, e).orElseThrow();
    assertTrue(small.verifies(new byte[] {1}, once));
    assertFalse(small.verifies(new byte[] {1}, join(new byte[1], once)), "a zero in front");
    assertFalse(
        small.verifies(
            new byte[] {1}, Arrays.copyOfRange(twin, twin.length - once.length, twin.length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000"
      })
  void anEd25519KeyIsACanonicalPointAndNotOfSmallOrder(String hex) {
    assertTrue(Ed25519Key.of(HexFormat.of().parseHex(hex)).isEmpty());
  }

  @Test
  void thumbprintsAreThoseOfTheRfcs() throws RefusedException {
    // RFC 7638 §3.1
    String rsa =
        "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}";
    assertEquals("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", read(rsa).key().thumbprint());
    // RFC 8037 A.3
    String ed25519 =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", read(ed25519).key().thumbprint());
  }

  @Test
  void theTokenOfRfc8037Verifies() throws RefusedException {
    VerificationKey key =
        read("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}")
            .key();
    assertTrue(
        key.verifies(
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
                .getBytes(StandardCharsets.US_ASCII),
            Base64Url.decode(
                    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
                .orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"ES256\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\"}"
      })
  void otherJwksAreRefused(String jwk) {
    Assertions.assertThrows(RefusedException.class, () -> read(jwk));
  }

  @Test
  void anRsaJwkSaysRsaAndHasBothNumbersWithoutLeadingZeros() throws RefusedException {
    byte[] n = ((RSAPublicKey) RSA.getPublic()).getModulus().toByteArray();
    String modulus = Base64Url.encode(Arrays.copyOfRange(n, 1, n.length));
    String sound = rsaJwk("\"n\":\"" + modulus + "\",\"e\":\"AQAB\"");
    read(sound);
    for (String kty : new String[] {"oct", "rsa", "EC", "OKP"}) {
      String other = sound.replace("RSA", kty);
      Assertions.assertThrows(RefusedException.class, () -> read(other), other);
    }
    for (String members :
        new String[] {
          "\"n\":\"" + modulus + "\"",
          "\"n\":\"" + modulus + "\",\"e\":\"\"",
          "\"n\":\"" + modulus + "\",\"e\":\"AAEAAQ\"",
          "\"n\":\"" + Base64Url.encode(n) + "\",\"e\":\"AQAB\""
        }) {
      Assertions.assertThrows(RefusedException.class, () -> read(rsaJwk(members)), members);
    }
  }

  private static String rsaJwk(String members) {
    return "{\"kty\":\"RSA\"," + members + "}";
  }

  @Test
  void anSpkiIsStrictDer() {
    byte[] der = RSA.getPublic().getEncoded();
    assertTrue(Spki.read(der).isPresent());
    for (int length = 0; length < der.length; length++) {
      assertTrue(Spki.read(Arrays.copyOf(der, length)).isEmpty(), "cut at " + length);
    }
    assertTrue(Spki.read(Arrays.copyOf(der, der.length + 1)).isEmpty());
    for (int i = 0; i < 32; i++) {
      byte[] changed = der.clone();
      changed[i] ^= 0x40;
      assertTrue(Spki.read(changed).isEmpty(), "changed at " + i);
    }
  }

  @Test
  void theNumbersOfAnSpkiHaveOneEncoding() {
    byte[] n = ((RSAPublicKey) RSA.getPublic()).getModulus().toByteArray();
    byte[] modulus = join(bytes("02820101"), n);
    byte[] exponent = bytes("0203010001");
    assertTrue(Spki.read(spki(modulus, exponent)).isPresent());
    byte[][] otherExponents = {
      bytes("020400010001"), // an octet too many
      bytes("028103010001"), // lengths in a longer form
      bytes("02820003010001"),
      bytes("0283000003010001"),
      bytes("0280010001"), // the indefinite length
      bytes("020301000100"), // something behind
      bytes("02030100010203010001"),
      bytes("0204010001"), // longer than there is
      bytes("0200"),
      bytes("02"),
      bytes("0303010001"), // no INTEGER
      {}
    };
    for (byte[] other : otherExponents) {
      assertTrue(Spki.read(spki(modulus, other)).isEmpty(), HexFormat.of().formatHex(other));
    }
    byte[] unsigned = Arrays.copyOfRange(n, 1, n.length);
    byte[][] otherModuli = {
      join(bytes("0282010200"), n), // an octet too many
      join(bytes("0283000101"), n), // a length in a longer form
      join(bytes("02820100"), unsigned), // negative
      join(bytes("02820200"), n), // longer than there is
      join(bytes("02820100"), n), // shorter than it is
      join(bytes("03820101"), n) // no INTEGER
    };
    for (byte[] other : otherModuli) {
      assertTrue(Spki.read(spki(other, exponent)).isEmpty(), HexFormat.of().formatHex(other));
    }
  }

  /** An RSA key of these two parts, good or not, with lengths that fit around them. */
  private static byte[] spki(byte[] modulus, byte[] exponent) {
    byte[] numbers = element(0x30, join(modulus, exponent));
    byte[] bits = element(0x03, join(new byte[1], numbers));
    return element(0x30, join(bytes("300d06092a864886f70d0101010500"), bits));
  }

  private static byte[] element(int tag, byte[] content) {
    byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
    return join(head, content);
  }

  private static byte[] join(byte[] one, byte[] two) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(two);
    return both.toByteArray();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void assertVerifies(KeyPair pair, String name, Algorithm algorithm)
      throws Exception {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    VerificationKey key = read(pem).key();
    assertEquals(algorithm, key.algorithm());
    for (int length = 0; length < 100; length += 9) {
      byte[] message = new byte[length];
      byte[] signature = sign(pair, name, message);
      assertTrue(key.verifies(message, signature));
      signature[length % signature.length] ^= 1;
      assertFalse(key.verifies(message, signature));
    }
  }

  private static byte[] sign(KeyPair pair, String name, byte[] message) throws Exception {
    return sign(pair.getPrivate(), name, message);
  }

  private static byte[] sign(PrivateKey key, String name, byte[] message) throws Exception {
    Signature signature = Signature.getInstance(name);
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }

  private static TrustedKey read(String text) throws RefusedException {
    return KeyReader.read("key", text.getBytes(StandardCharsets.UTF_8)).get(0);
  }

  private static KeyPair generate(String type, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
