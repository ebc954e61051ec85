package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Issues a license. */
@Command(
    name = "issue",
    description = "Issues a license token, and verifies it before it exits with 0.",
    sortOptions = false,
    footer = {
      "",
      "INSTANT is " + When.FORMS + ".",
      "The kid is taken from K.jwk.json beside K.private.pem if that is there.",
      "Example: issue --key keys/acme-2027.private.pem --sub 'Example Corp' --jti lic-1 --exp P1Y --out token"
    })
final class IssueCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private static final String PRIVATE_PEM = ".private.pem";
  private static final Set<String> OPTIONS_OF_THEIR_OWN =
      Set.of("sub", "jti", "iss", "aud", "iat", "nbf", "exp");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--key",
      paramLabel = "F",
      required = true,
      description = "The private key, PKCS#8 PEM.")
  private Path key = Path.of("");

  @Option(names = "--format", paramLabel = "FORMAT", description = "jwt, which is the default.")
  private String format = "jwt";

  @Option(names = "--kid", paramLabel = "K", description = "What the header calls the key.")
  private @Nullable String kid;

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

  @Option(names = "--out", paramLabel = "F", description = "Where to; stdout by default.")
  private @Nullable Path out;

  @Override
  public Integer call()
      throws CommandException, IOException, GeneralSecurityException, RefusedException {
    if (!format.equals("jwt")) {
      throw new CommandException("--format " + format + ": this version issues jwt.");
    }
    SigningKey pair = SigningKey.fromPem(key.toString(), read(key));
    Optional<String> name = kid == null ? kidBeside(key) : Optional.of(kid);
    String token = sign(pair, name);
    check(token, pair, name);
    if (out != null) {
      OutputFiles.write(out, token.getBytes(StandardCharsets.US_ASCII));
    } else if (spec != null) {
      spec.commandLine().getOut().println(token);
    }
    return 0;
  }

  private String sign(SigningKey pair, Optional<String> name)
      throws CommandException, GeneralSecurityException {
    JsonText header = new JsonText().put("alg", pair.algorithm()).put("typ", "JWT");
    name.ifPresent(value -> header.put("kid", value));
    String signed = encode(header.toString()) + "." + encode(payload());
    byte[] signature = pair.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64Url.encode(signature);
  }

  private static String encode(String json) {
    return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private String payload() throws CommandException {
    Instant now = Clock.systemUTC().instant();
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

  private static void check(String token, SigningKey pair, Optional<String> kid)
      throws CommandException, RefusedException {
    List<TrustedKey> keys =
        KeyReader.read(
            "the signing key",
            (kid.isPresent() ? pair.publicJwk(kid.get()) : pair.publicPem())
                .getBytes(StandardCharsets.UTF_8));
    Policy policy = Policy.of(new TrustedKeys(keys));
    Verdict verdict =
        new Verifier(policy).verify(token.getBytes(StandardCharsets.US_ASCII), "what was issued");
    if (verdict instanceof Verdict.Refused refused) {
      throw new CommandException(
          "The token was not written, because it would not verify: " + refused.refusal().message());
    }
  }

  private static Optional<String> kidBeside(Path key) throws IOException, CommandException {
    String name = key.getFileName() == null ? "" : key.getFileName().toString();
    if (!name.endsWith(PRIVATE_PEM)) {
      return Optional.empty();
    }
    Path jwk =
        key.resolveSibling(name.substring(0, name.length() - PRIVATE_PEM.length()) + ".jwk.json");
    if (!Files.exists(jwk)) {
      return Optional.empty();
    }
    try {
      return Json.object(Files.readAllBytes(jwk)).string("kid");
    } catch (JsonException e) {
      throw new CommandException(jwk + " is no JWK: " + e.rule());
    }
  }

  private static String read(Path file) throws CommandException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read.");
    }
  }
}
