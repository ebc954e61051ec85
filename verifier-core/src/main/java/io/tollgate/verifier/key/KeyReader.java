package io.tollgate.verifier.key;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.Utf8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads trusted keys: a JWK or JWKS (RFC 7517), PEM (RFC 7468, {@code PUBLIC KEY}), or the 32 raw
 * bytes of an Ed25519 key in base64url.
 */
public final class KeyReader {
  private static final byte[] NO_BYTES = {};
  private static final String BEGIN = "-----BEGIN ";
  private static final String PUBLIC_BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String PUBLIC_END = "-----END PUBLIC KEY-----";

  private KeyReader() {}

  /**
   * Reads every key of a file.
   *
   * @param name the file, for messages
   * @throws RefusedException with {@link ErrorCode#KEY_REFUSED} if there is no key, or one that
   *     cannot be used
   */
  public static List<TrustedKey> read(String name, byte[] file) throws RefusedException {
    Optional<String> text = Utf8.decode(file);
    if (text.isEmpty()) {
      throw refused(name, "is neither JSON nor PEM in UTF-8.");
    }
    Optional<TrustedKey> raw = raw(text.get());
    if (raw.isPresent()) {
      return List.of(raw.get());
    }
    boolean json = text.get().stripLeading().startsWith("{");
    List<TrustedKey> keys = json ? readJson(name, file) : readPem(name, text.get());
    refuseSameKids(name, keys);
    return keys;
  }

  /**
   * Reads a JWKS as a server publishes it, for whoever asks: a key that is of no use here is passed
   * over (RFC 7517 §5), and one that nobody should publish refuses the set.
   *
   * @param name where it came from, for messages
   * @return at least one key for licenses; no two with the same {@code kid}
   * @throws RefusedException with {@link ErrorCode#KEY_REFUSED} if it is no JWKS, has a private or
   *     secret key, two usable keys with the same {@code kid}, or no usable key for licenses
   */
  public static List<TrustedKey> readPublished(String name, byte[] file) throws RefusedException {
    List<TrustedKey> keys = new ArrayList<>();
    boolean ofLicenses = false;
    try {
      Optional<List<Object>> set = Json.object(file).array("keys");
      if (set.isEmpty()) {
        throw refused(name, "is no JWKS: it has no \"keys\".");
      }
      for (Object element : set.get()) {
        Optional<TrustedKey> key = publishedKey(name, object(name, element));
        if (key.isPresent()) {
          keys.add(key.get());
          ofLicenses |= key.get().use() == KeyUse.SIGNATURE;
        }
      }
    } catch (JsonException e) {
      throw refused(name, "cannot be read: " + e.rule());
    }
    refuseSameKids(name, keys);
    if (!ofLicenses) {
      throw refused(name, "has no key that can verify a license.");
    }
    return keys;
  }

  /**
   * The Ed25519 key of 32 raw bytes in base64url, white space around them forgiven; empty if the
   * text is anything else, or the key is not sound.
   */
  public static Optional<TrustedKey> raw(String text) {
    Optional<byte[]> encoded = Base64Url.decode(text.strip());
    Optional<Ed25519Key> key =
        encoded.isPresent() ? Ed25519Key.of(encoded.get()) : Optional.empty();
    return key.isPresent() ? Optional.of(TrustedKey.unnamed(key.get())) : Optional.empty();
  }

  /** The one key of a text that is a PEM public key and nothing else; empty if it is not. */
  public static Optional<VerificationKey> pem(String text) {
    String block = trimmed(text);
    if (!block.startsWith(PUBLIC_BEGIN)
        || block.indexOf(PUBLIC_END) != block.length() - PUBLIC_END.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(readPem("", block).get(0).key());
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private static List<TrustedKey> readJson(String name, byte[] file) throws RefusedException {
    try {
      JsonObject json = Json.object(file);
      Optional<List<Object>> set = json.array("keys");
      if (set.isEmpty()) {
        return List.of(readJwk(name, json));
      }
      List<TrustedKey> keys = new ArrayList<>();
      for (Object element : set.get()) {
        keys.add(readJwk(name, object(name, element)));
      }
      if (keys.isEmpty()) {
        throw refused(name, "has no key.");
      }
      return keys;
    } catch (JsonException e) {
      throw refused(name, "cannot be read: " + e.rule());
    }
  }

  private static JsonObject object(String name, Object element) throws RefusedException {
    if (!(element instanceof JsonObject object)) {
      throw refused(name, "has an element in \"keys\" that is no object.");
    }
    return object;
  }

  /** Empty if the key is not for us: which members it has is then its own matter. */
  private static Optional<TrustedKey> publishedKey(String name, JsonObject jwk)
      throws RefusedException, JsonException {
    refusePrivate(name, jwk);
    if (!isOfKnownType(jwk)) {
      return Optional.empty();
    }
    try {
      return Optional.of(readJwk(name, jwk));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private static void refusePrivate(String name, JsonObject jwk)
      throws RefusedException, JsonException {
    if (jwk.has("d") || jwk.has("k")) {
      throw refused(
          name, which(jwk) + ", which is private or secret: only public keys belong here.");
    }
  }

  private static void refuseSameKids(String name, List<TrustedKey> keys) throws RefusedException {
    Set<String> kids = new HashSet<>();
    for (TrustedKey key : keys) {
      if (key.kid().isPresent() && !kids.add(key.kid().get())) {
        throw refused(name, "has two keys with the kid " + key.id() + ".");
      }
    }
  }

  private static String which(JsonObject jwk) throws JsonException {
    Optional<String> kid = jwk.string("kid");
    return kid.isPresent() ? "has the key " + kid.get() : "has a key without kid";
  }

  private static TrustedKey readJwk(String name, JsonObject jwk)
      throws RefusedException, JsonException {
    refusePrivate(name, jwk);
    Optional<String> kid = jwk.string("kid");
    String which = which(jwk);
    Optional<? extends VerificationKey> key = keyOf(jwk);
    if (key.isEmpty()) {
      throw refused(
          name,
          which + ", which is no sound key on P-256 or Ed25519, nor RSA of 2048 to 8192 bits.");
    }
    String algorithm = key.get().algorithm().joseName();
    Optional<String> alg = jwk.string("alg");
    if (alg.isPresent() && !is(algorithm, alg)) {
      throw refused(name, which + ", whose alg is not " + algorithm + ".");
    }
    Optional<String> use = jwk.string("use");
    boolean root = is(KeyUse.ROOT.text(), use);
    if (use.isPresent() && !root && !is(KeyUse.SIGNATURE.text(), use)) {
      throw refused(name, which + ", whose use is neither sig nor root.");
    }
    Optional<List<String>> operations = jwk.strings("key_ops");
    if (operations.isPresent() && !operations.get().contains("verify")) {
      throw refused(name, which + ", whose key_ops do not hold verify.");
    }
    return new TrustedKey(kid, root ? KeyUse.ROOT : KeyUse.SIGNATURE, key.get());
  }

  private static boolean isOfKnownType(JsonObject jwk) throws JsonException {
    return isOnP256(jwk) || isEd25519(jwk) || isRsa(jwk);
  }

  private static boolean isOnP256(JsonObject jwk) throws JsonException {
    return is("EC", jwk.string("kty")) && is("P-256", jwk.string("crv"));
  }

  private static boolean isEd25519(JsonObject jwk) throws JsonException {
    return is("OKP", jwk.string("kty")) && is("Ed25519", jwk.string("crv"));
  }

  private static boolean isRsa(JsonObject jwk) throws JsonException {
    return is("RSA", jwk.string("kty"));
  }

  /** By its type and curve; what it says of its algorithm is checked afterwards. */
  private static Optional<? extends VerificationKey> keyOf(JsonObject jwk) throws JsonException {
    if (isOnP256(jwk)) {
      return Es256Key.of(bytes(jwk, "x"), bytes(jwk, "y"));
    }
    if (isEd25519(jwk)) {
      return Ed25519Key.of(bytes(jwk, "x"));
    }
    if (isRsa(jwk)) {
      byte[] modulus = bytes(jwk, "n");
      byte[] exponent = bytes(jwk, "e");
      // Base64urlUInt has no leading zero octet (RFC 7518 §2).
      boolean shortest =
          modulus.length > 0 && exponent.length > 0 && modulus[0] != 0 && exponent[0] != 0;
      return shortest
          ? Rs256Key.of(new BigInteger(1, modulus), new BigInteger(1, exponent))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** A member in base64url; no bytes if it is absent or not canonical. */
  private static byte[] bytes(JsonObject jwk, String name) throws JsonException {
    return Base64Url.decode(jwk.string(name).orElse("")).orElse(NO_BYTES);
  }

  private static boolean is(String wanted, Optional<String> value) {
    return value.isPresent() && value.get().equals(wanted);
  }

  private static List<TrustedKey> readPem(String name, String text) throws RefusedException {
    List<TrustedKey> keys = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      // After all of the first line: the two may not share dashes.
      int body = at + PUBLIC_BEGIN.length();
      int end = text.indexOf(PUBLIC_END, body);
      if (!text.startsWith(PUBLIC_BEGIN, at) || end < 0) {
        throw refused(name, "has a PEM block that is no complete PUBLIC KEY.");
      }
      keys.add(readSpki(name, text.substring(body, end)));
      at = text.indexOf(BEGIN, end);
    }
    if (keys.isEmpty()) {
      throw refused(
          name, "has no key: it is neither a JWK, a JWKS, a PEM public key nor a raw Ed25519 key.");
    }
    return keys;
  }

  private static TrustedKey readSpki(String name, String base64) throws RefusedException {
    String text = withoutWhiteSpace(base64);
    byte[] der;
    try {
      der = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw refused(name, "has a PUBLIC KEY that is not base64.");
    }
    if (!Base64.getEncoder().encodeToString(der).equals(text)) {
      throw refused(name, "has a PUBLIC KEY whose base64 is not canonical (RFC 4648 §3.5).");
    }
    Optional<? extends VerificationKey> key = Spki.read(der);
    if (key.isEmpty()) {
      throw refused(
          name,
          "has a PUBLIC KEY that is no sound key on P-256 or Ed25519, nor RSA of 2048 to 8192 bits.");
    }
    return TrustedKey.unnamed(key.get());
  }

  private static String withoutWhiteSpace(String base64) {
    StringBuilder text = new StringBuilder(base64.length());
    for (int i = 0; i < base64.length(); i++) {
      if (!isWhiteSpace(base64.charAt(i))) {
        text.append(base64.charAt(i));
      }
    }
    return text.toString();
  }

  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isWhiteSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isWhiteSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isWhiteSpace(char c) {
    return c == '\n' || c == '\r' || c == ' ' || c == '\t';
  }

  private static RefusedException refused(String name, String what) {
    return new RefusedException(ErrorCode.KEY_REFUSED, name + " " + what);
  }
}
