package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.When;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a license is to say. */
final class LicenseOptions {
  private static final Set<String> JWT_OPTIONS =
      Set.of("sub", "jti", "iss", "aud", "iat", "nbf", "exp");

  private static final int MOST_CHARACTERS_OF_LICENCE_V1 = 4096;

  @Option(names = "--sub", paramLabel = "S", required = true, description = "The customer.")
  private String sub = "";

  @Option(names = "--jti", paramLabel = "J", description = "The license's own id.")
  private @Nullable String jti;

  @Option(names = "--iss", paramLabel = "I", description = "The issuer.")
  private @Nullable String iss;

  @Option(names = "--aud", paramLabel = "A", description = "An audience; may be repeated.")
  private List<String> aud = List.of();

  @Option(names = "--iat", paramLabel = "INSTANT", description = "Issued then; now by default.")
  private @Nullable String iat;

  @Option(names = "--nbf", paramLabel = "INSTANT", description = "Does not count before.")
  private @Nullable String nbf;

  @Option(names = "--exp", paramLabel = "INSTANT", required = true, description = "Ends then.")
  private String exp = "";

  @Option(
      names = "--claim",
      paramLabel = "NAME=JSON",
      description = "Any other claim; may be repeated.")
  private List<String> claims = List.of();

  /** The claims of a JWT (RFC 7519 §4). */
  String jwtClaims(Instant now) throws CommandException {
    JsonText payload = new JsonText().put("sub", sub);
    if (jti != null) {
      payload.put("jti", LicenseIds.checked("--jti", jti));
    }
    if (iss != null) {
      payload.put("iss", iss);
    }
    if (!aud.isEmpty()) {
      payload.put("aud", aud);
    }
    payload.put("iat", issuedAt(now).getEpochSecond());
    if (nbf != null) {
      payload.put("nbf", When.parse("--nbf", nbf, now).getEpochSecond());
    }
    payload.put("exp", When.parse("--exp", exp, now).getEpochSecond());
    for (Map.Entry<String, String> claim : claims().entrySet()) {
      if (JWT_OPTIONS.contains(claim.getKey())) {
        throw new CommandException(
            "--claim " + claim.getKey() + ": use the option --" + claim.getKey() + ".");
      }
      putClaim(payload, claim.getKey(), claim.getValue());
    }
    return payload.toString();
  }

  /**
   * A whole {@code licence-v1} token, signed over {@code
   * licence-v1:{iat_ms}:{exp_ms}:{customerId}:{claims}}.
   */
  String licenceV1(SigningKey key, Instant now) throws CommandException, GeneralSecurityException {
    if (!(key instanceof Ed25519KeyPair)) {
      throw new CommandException(
          "licence-v1 is signed with an EdDSA key, and this is one for " + key.algorithm() + ".");
    }
    refuseInLicenceV1("--iss", iss != null);
    refuseInLicenceV1("--aud", !aud.isEmpty());
    refuseInLicenceV1("--nbf", nbf != null);
    String customerId = licenceV1Id("--sub", sub);
    String json = licenceV1Claims();
    long from = issuedAt(now).toEpochMilli();
    long to = When.parse("--exp", exp, now).toEpochMilli();
    String signed = "licence-v1:" + from + ":" + to + ":" + customerId + ":" + json;
    String token =
        from
            + "."
            + to
            + "."
            + encode(customerId)
            + "."
            + encode(json)
            + "."
            + Base64Url.encode(key.sign(signed.getBytes(StandardCharsets.UTF_8)));
    if (token.length() > MOST_CHARACTERS_OF_LICENCE_V1) {
      throw new CommandException(
          "licence-v1 has at most 4096 characters, and this would have " + token.length() + ".");
    }
    return token;
  }

  /** Says that an option means nothing in {@code licence-v1}, if it was given. */
  static void refuseInLicenceV1(String option, boolean given) throws CommandException {
    if (given) {
      throw new CommandException(option + " has no place in licence-v1.");
    }
  }

  private String licenceV1Claims() throws CommandException {
    JsonText json = new JsonText().put("licenceId", licenceV1Id("--jti", jti == null ? "" : jti));
    for (Map.Entry<String, String> claim : claims().entrySet()) {
      if (claim.getKey().equals("licenceId")) {
        throw new CommandException("--claim licenceId: use the option --jti.");
      }
      putClaim(json, claim.getKey(), claim.getValue());
    }
    return json.toString();
  }

  private static String licenceV1Id(String option, String id) throws CommandException {
    if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new CommandException(
          option + " in licence-v1 is of 1 to 64 letters, digits, dots, hyphens and underscores.");
    }
    return id;
  }

  /** By name, in the order of the command line. */
  private Map<String, String> claims() throws CommandException {
    Map<String, String> named = new LinkedHashMap<>();
    for (String claim : claims) {
      int equals = claim.indexOf('=');
      if (equals < 1) {
        throw new CommandException("--claim takes NAME=JSON.");
      }
      String name = claim.substring(0, equals);
      if (named.put(name, claim.substring(equals + 1)) != null) {
        throw new CommandException("--claim " + name + " is given twice.");
      }
    }
    return named;
  }

  private Instant issuedAt(Instant now) throws CommandException {
    return iat == null ? now : When.parse("--iat", iat, now);
  }

  private static void putClaim(JsonText payload, String name, String json) throws CommandException {
    try {
      JsonObject holder =
          Json.object(("{\"value\":" + json + "}").getBytes(StandardCharsets.UTF_8));
      if (holder.names().size() != 1) {
        throw new CommandException("--claim " + name + ": one value, please.");
      }
      payload.put(name, holder, "value");
    } catch (JsonException e) {
      throw new CommandException(
          "--claim "
              + name
              + ": what follows = is not JSON. Text needs quotes: '"
              + name
              + "=\"text\"'.");
    }
  }

  private static String encode(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }
}
