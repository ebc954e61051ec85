package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonParser;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class JsonFuzzTest {

  @DictionaryFile(resourcePath = "claims.dict")
  @FuzzTest
  void whatIsReadIsWrittenAsWhatAnotherReaderReads(byte[] text) {
    Optional<JsonObject> read = Bounds.hold(() -> Json.object(text));
    if (read.isPresent()) {
      String written = new JsonText().put("read", read.get()).toString();
      assertTrue(written.chars().allMatch(c -> c >= ' ' && c != 0x7f), written);
      assertEquals(
          JsonParser.parseString(new String(text, StandardCharsets.UTF_8)),
          JsonParser.parseString(written).getAsJsonObject().get("read"));
    }
  }
}
