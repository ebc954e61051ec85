package io.tollgate.core.answer;

import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The one shape of every error over HTTP. */
final class ErrorBody {
  private static final char LAST_OF_ASCII = 0x7f;

  private ErrorBody() {}

  static byte[] of(String message, String code, String state, String feature) {
    JsonText details = new JsonText().put("state", state);
    if (!feature.isEmpty()) {
      details.put("feature", feature);
    }
    JsonText error =
        new JsonText()
            .put("code", code)
            .put("message", message)
            .put("details", details)
            .put("correlationId", correlation());
    return ascii(new JsonText().put("error", error).toString());
  }

  /**
   * Tells answers apart and guards nothing. Not of {@code SecureRandom}: its provider may be code
   * of the host's, which must not find the agent's classes on the stack.
   */
  private static String correlation() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** Only strings can hold anything but ASCII, and may escape it (RFC 8259 §7). */
  private static byte[] ascii(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c > LAST_OF_ASCII) {
        String hex = Integer.toHexString(c);
        text.append("\\u").append("0000", hex.length(), 4).append(hex);
      } else {
        text.append(c);
      }
    }
    return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }
}
