package io.tollgate.core.command;

import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.UnverifiedToken;
import java.util.Set;

/** What a token says as people read it: one line for each member, times as dates. */
final class ClaimsText {
  /** Claims that are seconds since the epoch (RFC 7519 §4.1.4 to §4.1.6). */
  private static final Set<String> TIMES = Set.of("exp", "nbf", "iat");

  private static final String SECONDS = "-?[0-9]{1,12}";

  private ClaimsText() {}

  static String of(UnverifiedToken said) {
    Columns summary = new Columns("  ").put("Form", said.format().text());
    said.customerId().ifPresent(id -> summary.put("Customer", id));
    said.licenseId().ifPresent(id -> summary.put("License", id));
    said.issuedAt().ifPresent(at -> summary.put("Issued", UtcText.plain(at)));
    said.end().ifPresent(end -> summary.put("Expires", UtcText.plain(end)));
    said.enclosedKey().ifPresent(key -> summary.put("Enclosed key", key));
    StringBuilder text = new StringBuilder(summary.toString());
    said.header().ifPresent(header -> text.append("\n\nHeader\n").append(members(header)));
    said.endorsement()
        .ifPresent(claims -> text.append("\n\nEndorsement\n").append(members(claims)));
    return text.append("\n\nClaims\n").append(members(said.claims())).toString();
  }

  private static String members(JsonObject object) {
    Columns columns = new Columns("  ");
    for (String name : object.names()) {
      String value = JsonText.ofMember(object, name);
      boolean time = TIMES.contains(name) && value.matches(SECONDS);
      columns.put(
          name,
          time ? value + ", " + UtcText.plain(Long.parseLong(value) * 1_000) : unquoted(value));
    }
    return columns.toString();
  }

  /** A text without its quotes; with them, where it would look like something else. */
  private static String unquoted(String json) {
    boolean plain = json.startsWith("\"") && json.indexOf('\\') < 0;
    return plain ? json.substring(1, json.length() - 1) : json;
  }
}
