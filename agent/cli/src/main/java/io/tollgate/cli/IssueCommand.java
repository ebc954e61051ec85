package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Issues a license. */
@Command(
    name = "issue",
    description = "Issues a license token, and verifies it before it exits with 0.",
    sortOptions = false,
    footer = {
      "",
      "INSTANT is " + When.FORMS + ".",
      SignerOptions.KID_RULE,
      "Example: issue --key keys/acme-2027.private.pem --sub 'Example Corp' --jti lic-1 --exp P1Y --out token"
    })
final class IssueCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private static final Set<String> OPTIONS_OF_THEIR_OWN =
      Set.of("sub", "jti", "iss", "aud", "iat", "nbf", "exp");

  private final InstantSource clock;

  @Mixin private SignerOptions signer = new SignerOptions();

  @Option(names = "--format", paramLabel = "FORMAT", description = "jwt, which is the default.")
  private String format = "jwt";

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
  private Map<String, String> claims = new LinkedHashMap<>();

  @Mixin private OutputOption output = new OutputOption();

  IssueCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call()
      throws CommandException, IOException, GeneralSecurityException, RefusedException {
    if (!format.equals("jwt")) {
      throw new CommandException("--format " + format + ": this version issues jwt.");
    }
    Signer key = signer.read(KeyUse.SIGNATURE);
    String token = key.sign("JWT", payload());
    check(token, key);
    output.write(token);
    return 0;
  }

  private String payload() throws CommandException {
    Instant now = clock.instant();
    JsonText payload = new JsonText().put("sub", sub);
    if (jti != null) {
      payload.put("jti", jti);
    }
    if (iss != null) {
      payload.put("iss", iss);
    }
    if (!aud.isEmpty()) {
      payload.put("aud", aud);
    }
    payload.put("iat", (iat == null ? now : When.parse("--iat", iat, now)).getEpochSecond());
    if (nbf != null) {
      payload.put("nbf", When.parse("--nbf", nbf, now).getEpochSecond());
    }
    payload.put("exp", When.parse("--exp", exp, now).getEpochSecond());
    for (Map.Entry<String, String> claim : claims.entrySet()) {
      addClaim(payload, claim.getKey(), claim.getValue());
    }
    return payload.toString();
  }

  private static void addClaim(JsonText payload, String name, String json) throws CommandException {
    if (OPTIONS_OF_THEIR_OWN.contains(name)) {
      throw new CommandException("--claim " + name + ": use the option --" + name + ".");
    }
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

  private static void check(String token, Signer signer) throws CommandException, RefusedException {
    Policy policy =
        Policy.of(new TrustedKeys(KeyReader.read("the signing key", signer.publicJwk())));
    Verdict verdict =
        new Verifier(policy).verify(token.getBytes(StandardCharsets.US_ASCII), "what was issued");
    if (verdict instanceof Verdict.Refused refused) {
      throw new CommandException(
          "The token was not written, because it would not verify: " + refused.refusal().message());
    }
  }
}
