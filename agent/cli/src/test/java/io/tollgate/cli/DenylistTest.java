package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.token.Denylist;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenylistTest {
  private static final String HASH = "sha256:" + "0a".repeat(32);

  @TempDir private Path folder = Path.of("");
  private Tool tool = new Tool(folder);

  @BeforeEach
  void makeAKey() {
    tool = new Tool(folder);
    tool.does("keygen", "--alg", "ES256", "--kid", "k", "--out", "@");
  }

  @Test
  void aListSaysWhatItWasToldAndIsSigned() throws Exception {
    list("--seq", "7", "--revoke", "lic-2", "--revoke", HASH, "--revoke", "lic-2");
    assertEquals(new Denylist(7, Set.of("lic-2", HASH)), read("k"));
    String[] parts = tool.read("list").split("\\.", -1);
    assertEquals("{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\",\"kid\":\"k\"}", text(parts[0]));
    assertEquals(
        "{\"seq\":7,\"revoked\":[\"lic-2\",\""
            + HASH
            + "\"],\"iat\":"
            + Tool.NOW.getEpochSecond()
            + "}",
        text(parts[1]));
  }

  @Test
  void theNextListTakesOverWhatTheOneBeforeRevoked() throws Exception {
    list("--seq", "7", "--revoke", "a");
    list("--from", "@list", "--revoke", "b");
    assertEquals(new Denylist(8, Set.of("a", "b")), read("k"));
    list("--from", "@list", "--seq", "20");
    assertEquals(new Denylist(20, Set.of("a", "b")), read("k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "7"})
  void aNumberThatDoesNotGrowIsRefused(String seq) throws Exception {
    list("--seq", "7", "--revoke", "a");
    String before = tool.read("list");
    refuses(
        "is not higher than 7, the number of", "--from", "@list", "--seq", seq, "--revoke", "b");
    assertEquals(before, tool.read("list"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--seq;-1;is not between 0 and 2^53 - 1",
        "--seq;9007199254740992;is not between 0 and 2^53 - 1",
        "--revoke;'';white space",
        "--revoke;' a';white space",
        "--revoke;sha256:00;64 lower-case hex",
        "--from-key;@k.jwk.json;goes with --from",
        "--from;@nowhere;does not exist",
        "--from;@k.jwk.json;is no denylist of that key",
      })
  void whatNoAgentWouldTakeIsNotWritten(String option, String value, String why) {
    if (option.equals("--seq")) {
      refuses(why, option, value);
    } else {
      refuses(why, "--seq", "1", option, value);
    }
    assertFalse(tool.has("list"));
  }

  @Test
  void aDamagedTokenIsNotPutIntoTheList() {
    String damaged = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJBIn0" + "x".repeat(86);
    refuses("and not the token", "--seq", "1", "--revoke", damaged);
    assertFalse(tool.err().contains("eyJ"), tool.err());
  }

  @Test
  void aListWithoutANumberIsRefused() {
    refuses("--seq", "--revoke", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwt", "bundle", "licence-v1"})
  void aTokenIsNoIdAndIsNotRepeated(String format) throws Exception {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "ed", "--out", "@");
    tool.does(
        "issue",
        "--key",
        "@ed.private.pem",
        "--format",
        format,
        "--sub",
        "A",
        "--jti",
        "j",
        "--exp",
        "P1Y",
        "--out",
        "@token");
    refuses("and not the token", "--seq", "1", "--revoke", tool.read("token"));
    assertFalse(tool.err().contains(tool.read("token").substring(0, 30)), tool.err());
  }

  @Test
  void aListOfAnotherKeyIsTakenOverOnlyWhenThatKeyIsNamed() throws Exception {
    tool.does("keygen", "--alg", "RS256", "--kid", "old", "--out", "@");
    tool.does(
        "denylist", "--key", "@old.private.pem", "--seq", "3", "--revoke", "a", "--out", "@old");
    refuses("is no denylist of that key", "--from", "@old", "--revoke", "b");
    assertFalse(tool.has("list"));
    list("--from", "@old", "--from-key", "@old.public.pem", "--revoke", "b");
    assertEquals(new Denylist(4, Set.of("a", "b")), read("k"));
  }

  @Test
  void aListThatWasChangedIsNotTakenOver() throws Exception {
    list("--seq", "7", "--revoke", "lic-a");
    String[] parts = tool.read("list").split("\\.", -1);
    String emptied =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                text(parts[1]).replace("lic-a", "lic-b").getBytes(StandardCharsets.UTF_8));
    tool.write("changed", parts[0] + "." + emptied + "." + parts[2]);
    refuses("is no denylist of that key", "--from", "@changed");
  }

  @Test
  void aRootKeySignsNoDenylists() {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "r", "--out", "@", "--use", "root");
    tool.refuses(
        "is a key for use root",
        "denylist",
        "--key",
        "@r.private.pem",
        "--seq",
        "1",
        "--out",
        "@list");
  }

  @Test
  void aListMayBeEmptyAndItsKeyInAKeyset() throws Exception {
    tool.does("keygen", "--alg", "EdDSA", "--kid", "e", "--out", "@", "--keyset");
    tool.does(
        "denylist",
        "--key",
        "@e.keyset.json",
        "--keyset-key",
        "@e.kek.json",
        "--seq",
        "0",
        "--out",
        "@list");
    assertEquals(new Denylist(0, Set.of()), read("e"));
  }

  @Test
  void aListOfMoreThanAgentsReadIsNotWritten() {
    String[] many = arguments("--seq", "1");
    int first = many.length;
    many = Arrays.copyOf(many, first + 20_000);
    for (int i = first; i < many.length; i += 2) {
      many[i] = "--revoke";
      many[i + 1] = "a-license-with-a-long-name-" + i;
    }
    tool.refuses("larger than 256 KiB", many);
    assertFalse(tool.has("list"));
  }

  private void list(String... more) {
    tool.does(arguments(more));
  }

  private void refuses(String why, String... more) {
    tool.refuses(why, arguments(more));
  }

  private static String[] arguments(String... more) {
    String[] all =
        Arrays.copyOf(
            new String[] {"denylist", "--key", "@k.private.pem", "--out", "@list"},
            5 + more.length);
    System.arraycopy(more, 0, all, 5, more.length);
    return all;
  }

  private Denylist read(String kid) throws Exception {
    return Denylist.read(
        Files.readAllBytes(folder.resolve("list")),
        new TrustedKeys(
            KeyReader.read("k", Files.readAllBytes(folder.resolve(kid + ".jwk.json")))));
  }

  private static String text(String base64Url) {
    return new String(Base64.getUrlDecoder().decode(base64Url), StandardCharsets.UTF_8);
  }
}
