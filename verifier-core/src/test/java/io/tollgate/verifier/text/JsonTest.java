package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void everyKindOfValueIsRead() throws JsonException {
    JsonObject json =
        read(
            "{\"s\":\"é\",\"n\":1.50,\"o\":{\"a\":[1,\"x\"]},\"t\":true,\"z\":null,\"l\":[\"a\"]}");
    assertEquals(Optional.of("é"), json.string("s"));
    assertEquals(Optional.of(new JsonNumber("1.50")), json.number("n"));
    assertEquals(
        Optional.of(List.of(new JsonNumber("1"), "x")), json.object("o").orElseThrow().array("a"));
    assertTrue(json.has("z"));
    assertEquals(Optional.empty(), json.string("absent"));
    assertEquals(Optional.of(List.of("a")), json.strings("l"));
    assertEquals(Optional.of(List.of("é")), json.strings("s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "1",
        "\"x\"",
        "{",
        "{}{}",
        "{} x",
        "{}\u0000",
        "\ufeff{}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\'\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":TRUE}",
        "{\"a\":Null}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\";1}",
        "{\"a\"=1}",
        "{\"a\":1;\"b\":2}",
        "// c\n{}",
        "{/* c */}",
        "# c\n{}",
        ")]}'\n{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":null,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"o\":{\"b\":1,\"b\":2}}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"\\ud800x\":1}"
      })
  void whatIsNotStrictJsonIsRefused(String text) {
    assertThrows(JsonException.class, () -> read(text));
  }

  @Test
  void sixteenLevelsAreReadAndSeventeenAreNot() throws JsonException {
    read("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}");
    assertThrows(
        JsonException.class, () -> read("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}"));
    assertThrows(JsonException.class, () -> read("{\"a\":" + "[".repeat(100_000)));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[][] malformed = {
      {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
      {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
      {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
      {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0}
    };
    for (byte[] bytes : malformed) {
      assertThrows(JsonException.class, () -> Json.object(bytes));
    }
  }

  @Test
  void aMemberOfAnotherTypeThanAskedForIsAnError() throws JsonException {
    JsonObject json = read("{\"s\":\"x\",\"n\":1,\"z\":null,\"l\":[\"a\",1]}");
    assertThrows(JsonException.class, () -> json.string("n"));
    assertThrows(JsonException.class, () -> json.string("z"));
    assertThrows(JsonException.class, () -> json.number("s"));
    assertThrows(JsonException.class, () -> json.object("s"));
    assertThrows(JsonException.class, () -> json.array("s"));
    assertThrows(JsonException.class, () -> json.strings("l"));
    assertThrows(JsonException.class, () -> json.strings("n"));
  }

  @Test
  void messagesNeverRepeatTheText() {
    JsonException e = assertThrows(JsonException.class, () -> read("{\"secret\":x}"));
    assertEquals("It is not strict JSON of at most 16 levels.", e.rule());
    e = assertThrows(JsonException.class, () -> read("[\"secret\"]"));
    assertEquals("It is not a JSON object.", e.rule());
  }

  @Test
  void whatIsWrittenReadsAsItWas() throws JsonException {
    String strange =
        "quote \" backslash \\ newline \n nul \u0000 del \u007f ls \u2028 \ud83d\ude00";
    String text =
        new JsonText()
            .put("s", strange)
            .put("n", -5)
            .put("b", true)
            .put("l", List.of("a", "b"))
            .put("o", read("{\"a\":[1.50,null,false,{\"b\":\"\\u0001\"}]}"))
            .toString();
    JsonObject read = read(text);
    assertEquals(Optional.of(strange), read.string("s"));
    assertEquals(Optional.of(new JsonNumber("-5")), read.number("n"));
    assertEquals(Optional.of(List.of("a", "b")), read.strings("l"));
    assertTrue(text.contains("{\"a\":[1.50,null,false,{\"b\":\"\\u0001\"}]}"), text);
    assertTrue(text.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != 0x2028), text);
    assertEquals("{}", new JsonText().toString());
  }

  private static JsonObject read(String text) throws JsonException {
    return Json.object(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void objectsInAnArrayAndSingleMembersAreWrittenAsJson() throws JsonException {
    assertEquals(
        "{\"none\":[],\"two\":[{\"a\":1},{}]}",
        new JsonText()
            .putObjects("none", List.of())
            .putObjects("two", List.of(new JsonText().put("a", 1), new JsonText()))
            .toString());
    JsonObject read =
        Json.object("{\"a\":[\"\\n\",{\"b\":null}]}".getBytes(StandardCharsets.UTF_8));
    assertEquals("[\"\\n\",{\"b\":null}]", JsonText.ofMember(read, "a"));
    assertEquals(
        "{\"o\":{\"a\":1},\"m\":[\"\\n\",{\"b\":null}],\"z\":2}",
        new JsonText()
            .put("o", new JsonText().put("a", 1))
            .put("m", read, "a")
            .put("z", 2)
            .toString());
  }
}
