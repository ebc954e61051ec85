package io.tollgate.benchmarks.throughput;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The least that a program does around a bare signature: takes the token apart, and has Gson read
 * header and payload.
 */
final class CompactJws {
  private final String text;
  private final int first;
  private final int second;

  CompactJws(String text) {
    this.text = text;
    this.first = text.indexOf('.');
    this.second = text.indexOf('.', first + 1);
  }

  String algorithm() {
    return json(text.substring(0, first)).get("alg").getAsString();
  }

  byte[] signed() {
    return text.substring(0, second).getBytes(StandardCharsets.US_ASCII);
  }

  byte[] signature() {
    return Base64.getUrlDecoder().decode(text.substring(second + 1));
  }

  /** To be asked after the signature was found good. */
  Seen claims() {
    JsonObject claims = json(text.substring(first + 1, second));
    return new Seen(claims.get("sub").getAsString(), claims.get("exp").getAsLong());
  }

  private static JsonObject json(String part) {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
