package io.tollgate.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Reason;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.token.Denylist;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenylistTest {
  private static final TestKey KEY = TestKey.generate();
  private static final TestKey ROOT = TestKey.generate();
  private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}";
  private static final TrustedKeys KEYS =
      Verdicts.policy(
              "{\"keys\":["
                  + KEY.jwk("k")
                  + ","
                  + ROOT.jwk("r").replace("{", "{\"use\":\"root\",")
                  + "]}")
          .keys();

  @Test
  void aSignedListIsRead() throws RefusedException {
    Denylist list = read(KEY.sign(HEADER, "{\"seq\":7,\"revoked\":[\"a\",\"b\",\"a\"],\"iat\":1}"));
    assertEquals(new Denylist(7, Set.of("a", "b")), list);
    assertEquals(
        new Denylist(0, Set.of()), read(KEY.sign(HEADER, "{\"seq\":0,\"revoked\":[]}") + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\"}",
        "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
        "{\"alg\":\"ES256\",\"typ\":\"application/denylist+jwt\"}"
      })
  void aListNeedNotSayWhatItIs(String header) throws RefusedException {
    assertEquals(1, read(KEY.sign(header, "{\"seq\":1,\"revoked\":[]}")).seq());
  }

  @Test
  void aListThatSaysItIsSomethingElseIsNone() {
    String endorsement = "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}";
    refused(KEY.sign(endorsement, "{\"seq\":1,\"revoked\":[]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"seq\":1}",
        "{\"revoked\":[]}",
        "{\"seq\":\"1\",\"revoked\":[]}",
        "{\"seq\":-1,\"revoked\":[]}",
        "{\"seq\":1.5,\"revoked\":[]}",
        "{\"seq\":9007199254740992,\"revoked\":[]}",
        "{\"seq\":1,\"revoked\":\"a\"}",
        "{\"seq\":1,\"revoked\":[1]}",
        "{\"seq\":1,\"revoked\":{}}",
        "{\"seq\":1,\"revoked\":null}",
        "{\"seq\":1,\"revoked\":[]}x",
        "[]",
        "{\"sub\":\"A\",\"exp\":1}"
      })
  void aListHasANumberAndAnArrayOfIds(String payload) {
    refused(KEY.sign(HEADER, payload));
  }

  @Test
  void aRefusalSaysWhyOnce() {
    Refusal refusal =
        assertThrows(RefusedException.class, () -> read(KEY.sign(HEADER, "{}"))).refusal();
    assertTrue(refusal.detail().startsWith("It has no \"seq\""), refusal.detail());
    refusal = assertThrows(RefusedException.class, () -> read("a.b")).refusal();
    assertTrue(refusal.detail().startsWith("It does not have three parts"), refusal.detail());
  }

  @Test
  void onlyATrustedKeyForSignaturesSignsAList() {
    refused(TestKey.generate().sign(HEADER, "{\"seq\":1,\"revoked\":[]}"));
    refused(ROOT.sign(HEADER, "{\"seq\":1,\"revoked\":[]}"));
    refused("a.b.c");
    refused("");
    refused("ä.b.c");
  }

  @Test
  void whatIsWrongWithAListIsSaidWithoutTalkOfTokens() {
    for (String list :
        new String[] {
          "a.b", TestKey.generate().sign("{\"alg\":\"ES256\",\"kid\":\"x\"}", "{}"), "ä.b.c"
        }) {
      String problem = refused(list).problem();
      assertFalse(problem.contains("license token"), problem);
      assertFalse(problem.contains(ErrorCode.KEY_UNKNOWN.title()), problem);
    }
    String seq = refused(KEY.sign(HEADER, "{\"seq\":9007199254740992,\"revoked\":[]}")).problem();
    assertTrue(seq.contains("between 0 and 2^53 - 1"), seq);
  }

  @Test
  void aListMayBeLargerThanATokenAndHasItsOwnLimit() throws RefusedException {
    String ids = "\"" + "x".repeat(Denylist.MOST_BYTES / 2) + "\"";
    assertEquals(
        1, read(KEY.sign(HEADER, "{\"seq\":1,\"revoked\":[" + ids + "]}")).revoked().size());
    String largest = KEY.sign(HEADER, "{\"seq\":1,\"revoked\":[" + ids + "]}");
    String padded = largest + " ".repeat(Denylist.MOST_BYTES - largest.length());
    assertEquals(1, read(padded).seq());
    refused(padded + " ");
    String tooMany = "\"" + "x".repeat(Denylist.MOST_BYTES) + "\"";
    refused(KEY.sign(HEADER, "{\"seq\":1,\"revoked\":[" + tooMany + "]}"));
  }

  @Test
  void theNumberNeverGoesBack() {
    Denylist two = new Denylist(2, Set.of("a"));
    assertTrue(two.follows(Denylist.NONE));
    assertTrue(new Denylist(3, Set.of()).follows(two));
    assertTrue(two.follows(new Denylist(2, Set.of("a"))));
    assertFalse(new Denylist(2, Set.of()).follows(two));
    assertFalse(new Denylist(2, Set.of("a", "b")).follows(two));
    assertFalse(new Denylist(1, Set.of("a")).follows(two));
  }

  @Test
  void aRevokedLicenseIsRefused() {
    Denylist list = new Denylist(3, Set.of("lic-1"));
    Verdict.Refused refused =
        (Verdict.Refused) list.judge(granted("{\"sub\":\"A\",\"exp\":1,\"jti\":\"lic-1\"}"));
    assertEquals(ErrorCode.LICENSE_REVOKED, refused.refusal().code());
    assertEquals(Reason.REVOKED, refused.refusal().code().reason().orElseThrow());
    assertEquals("lic-1", refused.license().orElseThrow().licenseId());
    Verdict other = granted("{\"sub\":\"A\",\"exp\":1,\"jti\":\"lic-2\"}");
    assertSame(other, list.judge(other));
    Verdict missing = Verifier.missing("");
    assertSame(missing, list.judge(missing));
  }

  @Test
  void aLicenseWithoutIdIsRevokedByItsHash() {
    Verdict.Granted verdict = (Verdict.Granted) granted("{\"sub\":\"A\",\"exp\":1}");
    String id = verdict.license().licenseId();
    assertTrue(id.startsWith("sha256:"), id);
    assertTrue(new Denylist(1, Set.of(id)).judge(verdict) instanceof Verdict.Refused);
  }

  private static Verdict granted(String claims) {
    return new Verdict.Granted(
        Verdicts.granted(Verdicts.policy(KEY.jwk("k")), KEY.sign("{\"alg\":\"ES256\"}", claims)));
  }

  private static Denylist read(String text) throws RefusedException {
    return Denylist.read(text.getBytes(StandardCharsets.UTF_8), KEYS);
  }

  private static Refusal refused(String text) {
    Refusal refusal = assertThrows(RefusedException.class, () -> read(text)).refusal();
    assertEquals(ErrorCode.DENYLIST_REFUSED, refusal.code(), refusal.message());
    return refusal;
  }
}
