package io.tollgate.verifier.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UnverifiedTokenTest {
  private static final TestKey KEY = TestKey.generate();
  private static final String CLAIMS =
      "{\"sub\":\"Acme\",\"jti\":\"lic-1\",\"iat\":1000,\"exp\":3000}";
  private static final String JWT = KEY.sign("{\"alg\":\"none\"}", CLAIMS);

  @Test
  void aJwtIsShownThoughNoLicenseMayLookLikeIt() throws RefusedException, JsonException {
    UnverifiedToken said = read(JWT);
    assertEquals(TokenFormat.JWT, said.format());
    assertEquals(Optional.of("none"), said.header().orElseThrow().string("alg"));
    assertEquals(Optional.of("Acme"), said.claims().string("sub"));
    assertEquals(Optional.of("Acme"), said.customerId());
    assertEquals(Optional.of("lic-1"), said.licenseId());
    assertEquals(OptionalLong.of(1_000_000), said.issuedAt());
    assertEquals(OptionalLong.of(3_000_000), said.end());
    assertEquals(Optional.empty(), said.enclosedKey());
    assertEquals(Optional.empty(), said.endorsement());
  }

  @Test
  void aLicenceV1HasEndedOneMillisecondAfterItsLast() throws RefusedException, JsonException {
    UnverifiedToken said =
        read("1000.2000." + encoded("acme") + "." + encoded("{\"licenceId\":\"l\"}") + ".AA");
    assertEquals(TokenFormat.LICENCE_V1, said.format());
    assertEquals(Optional.empty(), said.header());
    assertEquals(Optional.of("l"), said.claims().string("licenceId"));
    assertEquals(Optional.of("acme"), said.customerId());
    assertEquals(Optional.of("l"), said.licenseId());
    assertEquals(OptionalLong.of(1_000), said.issuedAt());
    assertEquals(OptionalLong.of(2_001), said.end());
  }

  @Test
  void aBundleIsShownWithItsKeyAndItsEndorsement() throws RefusedException, JsonException {
    String endorsement = KEY.sign("{}", "{\"exp\":2000}");
    UnverifiedToken said = read(bundle(KEY.pem()).put("endorsement", endorsement).toString());
    assertEquals(TokenFormat.BUNDLE, said.format());
    assertEquals(Optional.of("Acme"), said.customerId());
    assertEquals(Optional.of(43), said.enclosedKey().map(String::length), "base64url of 32 bytes");
    assertEquals(
        Optional.of(new JsonNumber("2000")), said.endorsement().orElseThrow().number("exp"));
    UnverifiedToken other = read(bundle("no key").toString());
    assertEquals(Optional.empty(), other.enclosedKey());
    assertEquals(Optional.empty(), other.endorsement());
  }

  @Test
  void claimsOfOtherTypesAreNoneAndStayToBeSeen() throws RefusedException {
    UnverifiedToken said = read(KEY.sign("{}", "{\"sub\":1,\"jti\":{},\"iat\":\"x\",\"exp\":-1}"));
    assertEquals(Optional.empty(), said.customerId());
    assertEquals(Optional.empty(), said.licenseId());
    assertEquals(OptionalLong.empty(), said.issuedAt());
    assertEquals(OptionalLong.empty(), said.end());
    assertEquals(OptionalLong.empty(), read(KEY.sign("{}", "{}")).end());
    assertEquals("[sub, jti, iat, exp]", said.claims().names().toString());
  }

  @Test
  void whatCannotBeDecodedIsRefused() {
    assertRefused(ErrorCode.TOKEN_MALFORMED, "x");
    assertRefused(ErrorCode.TOKEN_MALFORMED, "{}");
    assertRefused(ErrorCode.TOKEN_JSON, "{");
    assertRefused(ErrorCode.TOKEN_JSON, KEY.sign("x", CLAIMS));
    assertRefused(ErrorCode.TOKEN_JSON, KEY.sign("{}", "x"));
    assertRefused(ErrorCode.TOKEN_MALFORMED, bundle(KEY.pem()).put("endorsement", "x").toString());
    assertRefused(ErrorCode.TOKEN_TOO_LARGE, "x".repeat(TokenText.MOST_BYTES + 1));
  }

  private static JsonText bundle(String key) {
    return new JsonText().put("jwt", JWT).put("publicKey", key);
  }

  private static String encoded(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static UnverifiedToken read(String text) throws RefusedException {
    return UnverifiedToken.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(ErrorCode code, String text) {
    assertEquals(
        code, assertThrows(RefusedException.class, () -> read(text)).refusal().code(), text);
  }
}
