package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.signature.RsaSsaPkcs1Parameters;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.text.Base64Url;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys as PEM and as encrypted keysets, and the public files beside them. */
class KeysTest {
  @TempDir private Path folder = Path.of("");
  private Tool tool = new Tool(folder);

  @BeforeEach
  void openTheShop() {
    tool = new Tool(folder);
  }

  @Test
  void anEd25519KeyComesAlsoAsItsRawBytes() throws Exception {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "k", "--out", "@");
    String raw = tool.read("k.public.raw");
    assertTrue(raw.endsWith("\n"), raw);
    assertEquals(32, Base64Url.decode(raw.strip()).orElseThrow().length);
    assertTrue(tool.read("k.jwk.json").contains("\"x\":\"" + raw.strip() + "\""));
    tool.does("keygen", "--alg", "ES256", "--kid", "e", "--out", "@");
    assertFalse(tool.has("e.public.raw"));
  }

  @Test
  void aRootKeySaysSoInItsJwkAndHasNoFormThatCannot() throws Exception {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "r", "--out", "@", "--use", "root");
    assertTrue(tool.read("r.jwk.json").contains("\"use\":\"root\""));
    assertFalse(tool.has("r.public.raw"));
    tool.does("keygen", "--alg", "EdDSA", "--kid", "s", "--out", "@");
    assertTrue(tool.read("s.jwk.json").contains("\"use\":\"sig\""));
    tool.refuses(
        "neither sig nor root",
        "keygen",
        "--alg",
        "EdDSA",
        "--kid",
        "x",
        "--out",
        "@",
        "--use",
        "enc");
    assertFalse(tool.has("x.private.pem"));
  }

  @Test
  void aKeyWhoseJwkSaysRootSignsNoLicenses() {
    tool.does("keygen", "--alg", "ES256", "--kid", "r", "--out", "@", "--use", "root");
    tool.refuses(
        "is a key for use root", "issue", "--key", "@r.private.pem", "--sub", "A", "--exp", "P1Y");
  }

  @Test
  void aJwkOfAnotherKeyBesideThePrivateOneIsNoticed() throws Exception {
    tool.does("keygen", "--alg", "ES256", "--kid", "a", "--out", "@");
    tool.does("keygen", "--alg", "ES256", "--kid", "b", "--out", "@");
    tool.write("a.jwk.json", tool.read("b.jwk.json"));
    tool.refuses(
        "is not the public key of",
        "issue",
        "--key",
        "@a.private.pem",
        "--sub",
        "A",
        "--exp",
        "P1Y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "EdDSA"})
  void aKeyInAKeysetSignsWhatThePublicFilesBesideItVerify(String alg) throws Exception {
    tool.does("keygen", "--alg", alg, "--kid", "k", "--out", "@", "--keyset");
    assertFalse(tool.has("k.private.pem"));
    for (String secret : List.of("k.keyset.json", "k.kek.json")) {
      assertEquals("rw-------", permissions(secret));
    }
    tool.does(
        "issue",
        "--key",
        "@k.keyset.json",
        "--keyset-key",
        "@k.kek.json",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--out",
        "@token");
    for (String keys : List.of("k.jwk.json", "k.public.pem")) {
      tool.policy(keys);
      assertEquals(0, tool.verifies("token"), tool.out());
    }
    assertEquals(Optional.of(alg), tool.json().string("algorithm"));
    tool.policy("k.jwk.json");
    assertEquals(0, tool.verifies("token"));
    assertEquals(Optional.of("k"), tool.json().string("keyId"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "EdDSA"})
  void aKeyIsTheSameAfterTheWayIntoAKeysetAndBack(String alg) throws Exception {
    tool.does("keygen", "--alg", alg, "--kid", "k", "--out", "@");
    tool.does("keystore", "key", "--out", "@kek.json");
    tool.does(
        "keystore",
        "import",
        "--key",
        "@k.private.pem",
        "--keyset-key",
        "@kek.json",
        "--out",
        "@k.keyset.json");
    tool.does(
        "keystore",
        "export",
        "--key",
        "@k.keyset.json",
        "--keyset-key",
        "@kek.json",
        "--out",
        "@back.pem");
    assertEquals("rw-------", permissions("k.keyset.json"));
    assertEquals("rw-------", permissions("back.pem"));
    SigningKey back = SigningKey.fromPem("back", tool.read("back.pem"));
    assertEquals(tool.read("k.public.pem"), back.publicPem());
    assertArrayEquals(
        SigningKey.fromPem("k", tool.read("k.private.pem")).privateKey().getEncoded(),
        back.privateKey().getEncoded());
  }

  @Test
  void aKeysetDoesNotShowItsKey() throws Exception {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "k", "--out", "@", "--keyset");
    tool.does(
        "keystore",
        "export",
        "--key",
        "@k.keyset.json",
        "--keyset-key",
        "@k.kek.json",
        "--out",
        "@k.pem");
    Ed25519KeyPair pair = (Ed25519KeyPair) SigningKey.fromPem("k", tool.read("k.pem"));
    byte[] secret = pair.privateKey().getBytes().orElseThrow();
    String keyset = tool.read("k.keyset.json");
    assertFalse(contains(Base64.getDecoder().decode(encrypted(keyset)), secret));
    assertTrue(keyset.contains("encryptedKeyset"), keyset);
  }

  @Test
  void oneKeyEncryptsTheKeysetsOfManyKeys() throws Exception {
    tool.does("keystore", "key", "--out", "@kek.json");
    String kek = tool.read("kek.json");
    for (String kid : List.of("a", "b")) {
      tool.does(
          "keygen",
          "--alg",
          "ES256",
          "--kid",
          kid,
          "--out",
          "@",
          "--keyset",
          "--keyset-key",
          "@kek.json");
      assertFalse(tool.has(kid + ".kek.json"));
      tool.does(
          "issue",
          "--key",
          "@" + kid + ".keyset.json",
          "--keyset-key",
          "@kek.json",
          "--sub",
          "A",
          "--exp",
          "P1Y");
    }
    assertEquals(kek, tool.read("kek.json"));
  }

  @Test
  void aWrongKeyForTheKeysetIsOneLine() throws Exception {
    tool.does("keygen", "--alg", "ES256", "--kid", "a", "--out", "@", "--keyset");
    tool.does("keystore", "key", "--out", "@other.json");
    assertNotEquals(tool.read("a.kek.json"), tool.read("other.json"));
    refusesToIssue("cannot be decrypted with", "@a.keyset.json", "@other.json");
    refusesToIssue("holds no key that encrypts keysets", "@a.keyset.json", "@a.jwk.json");
    refusesToIssue("holds no key that encrypts keysets", "@a.keyset.json", "@a.public.pem");
    refusesToIssue("cannot be read", "@a.keyset.json", "@nowhere.json");
    refusesToIssue("is no encrypted keyset", "@a.kek.json", "@a.kek.json");
    refusesToIssue("is no encrypted keyset", "@a.jwk.json", "@a.kek.json");
  }

  @Test
  void aDamagedKeysetIsOneLine() throws Exception {
    tool.does("keygen", "--alg", "ES256", "--kid", "a", "--out", "@", "--keyset");
    String keyset = tool.read("a.keyset.json");
    String encrypted = encrypted(keyset);
    char flipped = encrypted.charAt(40) == 'A' ? 'B' : 'A';
    tool.write(
        "bad.keyset.json",
        keyset.replace(encrypted, encrypted.substring(0, 40) + flipped + encrypted.substring(41)));
    refusesToIssue("cannot be decrypted with", "@bad.keyset.json", "@a.kek.json");
    tool.write("bad.keyset.json", keyset.substring(0, keyset.length() / 2));
    refusesToIssue("cannot be decrypted with", "@bad.keyset.json", "@a.kek.json");
  }

  @Test
  void aKeysetAsksForItsKeyAndPemTakesNone() {
    tool.does("keygen", "--alg", "ES256", "--kid", "a", "--out", "@", "--keyset");
    tool.does("keygen", "--alg", "ES256", "--kid", "p", "--out", "@");
    tool.refuses(
        "--keyset-key F", "issue", "--key", "@a.keyset.json", "--sub", "A", "--exp", "P1Y");
    refusesToIssue("--keyset-key is for a keyset", "@p.private.pem", "@a.kek.json");
    tool.refuses(
        "goes with --keyset",
        "keygen",
        "--alg",
        "ES256",
        "--kid",
        "x",
        "--out",
        "@",
        "--keyset-key",
        "@a.kek.json");
    tool.refuses(
        "cannot be read",
        "keygen",
        "--alg",
        "ES256",
        "--kid",
        "x",
        "--out",
        "@",
        "--keyset",
        "--keyset-key",
        "@nowhere");
    assertFalse(tool.has("x.keyset.json"));
  }

  @Test
  void aKeysetOfAnotherKindOfKeyIsRefused() throws Exception {
    RsaSsaPkcs1Parameters rs512 =
        RsaSsaPkcs1Parameters.builder()
            .setModulusSizeBits(2048)
            .setPublicExponent(RsaSsaPkcs1Parameters.F4)
            .setHashType(RsaSsaPkcs1Parameters.HashType.SHA512)
            .setVariant(RsaSsaPkcs1Parameters.Variant.NO_PREFIX)
            .build();
    for (Parameters other : List.of(PredefinedSignatureParameters.ECDSA_P384, rs512)) {
      madeByTink(other);
      refusesToIssue("neither ES256, RS256 nor EdDSA", "@tink.keyset.json", "@kek.json");
    }
  }

  @Test
  void whatTinkMadeItselfSignsHere() throws Exception {
    madeByTink(PredefinedSignatureParameters.ECDSA_P256);
    tool.does(
        "issue",
        "--key",
        "@tink.keyset.json",
        "--keyset-key",
        "@kek.json",
        "--sub",
        "A",
        "--exp",
        "P1Y");
  }

  @Test
  void nothingOverwritesAPrivateKey() throws Exception {
    tool.does("keygen", "--alg", "ES256", "--kid", "a", "--out", "@", "--keyset");
    tool.does("keygen", "--alg", "ES256", "--kid", "p", "--out", "@");
    tool.write("bare.json", "{\"encryptedKeyset\":\"AAAA\"}"); // a keyset needs no more
    for (String secret : List.of("a.keyset.json", "a.kek.json", "p.private.pem", "bare.json")) {
      String before = tool.read(secret);
      String to = "@" + secret;
      tool.refuses(
          "is not overwritten",
          "issue",
          "--key",
          "@p.private.pem",
          "--sub",
          "A",
          "--exp",
          "P1Y",
          "--out",
          to);
      tool.refuses("exists already", "keystore", "key", "--out", to);
      tool.refuses(
          "exists already",
          "keystore",
          "import",
          "--key",
          "@p.private.pem",
          "--keyset-key",
          "@a.kek.json",
          "--out",
          to);
      tool.refuses(
          "exists already",
          "keystore",
          "export",
          "--key",
          "@a.keyset.json",
          "--keyset-key",
          "@a.kek.json",
          "--out",
          to);
      assertEquals(before, tool.read(secret));
    }
  }

  @ParameterizedTest
  @CsvSource({"a, false", "a, true", "p, false", "p, true"})
  void aNameIsNotUsedForASecondKey(String kid, boolean keyset) throws Exception {
    tool.does("keygen", "--alg", "ES256", "--kid", "a", "--out", "@", "--keyset");
    tool.does("keygen", "--alg", "ES256", "--kid", "p", "--out", "@");
    String before = tool.read(kid + ".jwk.json");
    String[] again = {"keygen", "--alg", "ES256", "--kid", kid, "--out", "@", "--keyset"};
    tool.refuses("take another --kid", keyset ? again : Arrays.copyOf(again, again.length - 1));
    assertEquals(before, tool.read(kid + ".jwk.json"));
  }

  @Test
  void anRsaKeyThatNoAgentTrustsIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    tool.write(
        "small.pem", Pem.of("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    tool.refuses("1024 bits", "issue", "--key", "@small.pem", "--sub", "A", "--exp", "P1Y");
    tool.does("keystore", "key", "--out", "@kek.json");
    tool.refuses(
        "1024 bits",
        "keystore",
        "import",
        "--key",
        "@small.pem",
        "--keyset-key",
        "@kek.json",
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @ParameterizedTest
  @CsvSource({"3, at least 65537", "65539, ''"})
  void anRsaKeyWithAnExponentThatNoAgentTrustsIsNamedSo(String exponent, String why)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, new BigInteger(exponent)));
    tool.write(
        "e.pem", Pem.of("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    tool.does("keystore key --out @kek.json");
    String[] lines = {
      "issue --key @e.pem --sub A --exp P1Y",
      "keystore import --key @e.pem --keyset-key @kek.json --out @e.keyset.json"
    };
    for (String line : lines) {
      if (why.isEmpty()) {
        tool.does(line);
      } else {
        tool.refuses(why, line);
      }
    }
  }

  @Test
  void anRsaKeyWithAnEndlessExponentIsOneLine() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(
        new RSAKeyGenParameterSpec(
            2048, BigInteger.ONE.shiftLeft(80).add(BigInteger.TWO.pow(4)).add(BigInteger.ONE)));
    tool.write(
        "e.pem", Pem.of("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    tool.refuses("at most 64 bits", "issue --key @e.pem --sub A --exp P1Y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"})
  void aKeyInAnotherFormIsToldTheWayToThisOne(String label) throws Exception {
    tool.write("old.pem", Pem.of(label, new byte[40]));
    tool.refuses("openssl pkcs8 -topk8", "issue --key @old.pem --sub A --exp P1Y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issue --key @gone --sub A --exp P1Y",
        "issue --key @k.private.pem --sub A --exp P1Y --format bundle --endorsement @gone",
        "keystore import --key @gone --keyset-key @gone --out @never",
        "endorse --key @gone --endorsed-key @gone --exp P1Y",
        "denylist --key @k.private.pem --from @gone",
        "inspect --file @gone",
        "seal --policy @policy.properties --agent @gone --out @never",
        "issue --key @k.private.pem --sub A --exp P1Y --out @gone/token"
      })
  void aFileThatIsNotThereHasOneCodeWhateverAsksForIt(String line) throws Exception {
    tool.does("keygen --alg EdDSA --kid k --out @");
    tool.policy("k.jwk.json");
    tool.refuses("does not exist.", line);
    assertTrue(tool.err().startsWith("TG-CFG-0011 "), tool.err());
    assertFalse(tool.err().contains("java."), tool.err());
  }

  @Test
  void aFileInThePlaceOfAFolderIsNamed() throws Exception {
    tool.write("file", "x");
    tool.refuses("file exists already.", "keygen --alg EdDSA --kid k --out @file");
    assertTrue(tool.err().startsWith("TG-CFG-0011 "), tool.err());
  }

  @Test
  void aKeyInThePlaceOfAPathIsNotShown() throws Exception {
    tool.does("keygen --alg EdDSA --kid k --out @");
    tool.does("keystore key --out @kek.json");
    for (String[] line :
        new String[][] {
          {"issue", "--key", tool.read("k.private.pem"), "--sub", "A", "--exp", "P1Y"},
          {
            "keystore",
            "import",
            "--key",
            "@k.private.pem",
            "--keyset-key",
            tool.read("kek.json"),
            "--out",
            "@never"
          }
        }) {
      tool.refuses("TG-CFG-0011", line);
      String secret = tool.read("k.private.pem").lines().skip(1).findFirst().orElseThrow();
      assertFalse(tool.err().contains(secret.substring(30)), tool.err());
      assertFalse(tool.err().contains("primaryKeyId"), tool.err());
    }
  }

  @Test
  void aPublicKeyIsNoPrivateOne() throws Exception {
    tool.write("public.pem", TestKey.generate().pem());
    tool.does("keystore", "key", "--out", "@kek.json");
    tool.refuses(
        "no PEM block PRIVATE KEY",
        "keystore",
        "import",
        "--key",
        "@public.pem",
        "--keyset-key",
        "@kek.json",
        "--out",
        "@never");
    assertEquals(1, KeyReader.read("p", Files.readAllBytes(folder.resolve("public.pem"))).size());
  }

  private void madeByTink(Parameters parameters) throws Exception {
    if (!tool.has("kek.json")) {
      tool.does("keystore", "key", "--out", "@kek.json");
    }
    tool.write(
        "tink.keyset.json",
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
            KeysetHandle.generateNew(parameters, TinkKeys.configuration()),
            KeyEncryptionKey.read(folder.resolve("kek.json")).aead(),
            new byte[0],
            TinkKeys.configuration()));
  }

  private void refusesToIssue(String why, String key, String keysetKey) {
    tool.refuses(
        why, "issue", "--key", key, "--keyset-key", keysetKey, "--sub", "A", "--exp", "P1Y");
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private static String encrypted(String keyset) {
    int from = keyset.indexOf("\"encryptedKeyset\":\"") + "\"encryptedKeyset\":\"".length();
    return keyset.substring(from, keyset.indexOf('"', from));
  }

  private static boolean contains(byte[] whole, byte[] part) {
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
