package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.UnverifiedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
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

  private final InstantSource clock;

  @Mixin private SignerOptions signer = new SignerOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jwt, which is the default, bundle or licence-v1.")
  private String format = TokenFormat.JWT.text();

  @Mixin private LicenseOptions license = new LicenseOptions();

  @Option(
      names = "--endorsement",
      paramLabel = "F",
      description = "For a bundle: what endorse wrote for this key.")
  private @Nullable Path endorsement;

  @Option(
      names = "--policy",
      paramLabel = "F",
      description = "The product's policy: a token that it would refuse is not written.")
  private @Nullable Path policy;

  @Option(
      names = "--installation",
      paramLabel = "ID",
      description = "Judge by that policy as at this installation.")
  private @Nullable String installation;

  @Mixin private OutputOption output = new OutputOption();

  IssueCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call()
      throws CommandException, IOException, GeneralSecurityException, RefusedException {
    TokenFormat form = form();
    refuseWhatIsOutOfPlace(form);
    Signer key = signer.read(KeyUse.SIGNATURE);
    String token = token(form, key, clock.instant());
    License issued = verified(token, key);
    if (endorsement != null) {
      checkEndorsement(token, key, issued);
    }
    output.write(token);
    return 0;
  }

  private TokenFormat form() throws CommandException {
    for (TokenFormat form : TokenFormat.values()) {
      if (form.text().equals(format)) {
        return form;
      }
    }
    throw new CommandException("--format " + format + " is not jwt, bundle or licence-v1.");
  }

  private void refuseWhatIsOutOfPlace(TokenFormat form) throws CommandException {
    if (form != TokenFormat.BUNDLE && endorsement != null) {
      throw new CommandException("--endorsement goes with --format bundle.");
    }
    if (policy == null && installation != null) {
      throw new CommandException("--installation goes with --policy.");
    }
    LicenseOptions.refuseInLicenceV1("--kid", form == TokenFormat.LICENCE_V1 && signer.namesKid());
  }

  private String token(TokenFormat form, Signer key, Instant now)
      throws CommandException, GeneralSecurityException {
    return switch (form) {
      case JWT -> jwt(key, now);
      case BUNDLE -> bundle(key, now);
      case LICENCE_V1 -> license.licenceV1(key.key(), now);
    };
  }

  private String jwt(Signer key, Instant now) throws CommandException, GeneralSecurityException {
    return key.sign("JWT", license.jwtClaims(now));
  }

  private String bundle(Signer key, Instant now) throws CommandException, GeneralSecurityException {
    JsonText bundle =
        new JsonText().put("jwt", jwt(key, now)).put("publicKey", key.key().publicPem());
    if (endorsement != null) {
      bundle.put("endorsement", InputFiles.text(endorsement).strip());
    }
    return bundle.toString();
  }

  /** The license, as agents will read it. */
  private License verified(String token, Signer key) throws CommandException, RefusedException {
    License issued =
        granted(
            new Verifier(Policy.of(key.trusted())).verify(bytes(token), "the new token"),
            "it would not verify");
    if (policy != null) {
      Policy product =
          Policies.ofCommand(
              AgentJar.ofThisClass(), Optional.of(policy.toString()), new LocalFiles());
      Verifier verifier = new Verifier(product, product.keys(), Optional.ofNullable(installation));
      granted(verifier.verify(bytes(token), "the new token"), policy + " would refuse it");
    }
    return issued;
  }

  private static License granted(Verdict verdict, String otherwise) throws CommandException {
    if (verdict instanceof Verdict.Granted granted) {
      return granted.license();
    }
    String why =
        verdict instanceof Verdict.Refused refused
            ? refused.refusal().code().code() + " " + refused.refusal().problem()
            : "It is empty.";
    throw new CommandException("The token was not written, because " + otherwise + ": " + why);
  }

  /** The root key is not at hand, but what the endorsement says can be read. */
  private void checkEndorsement(String token, Signer key, License issued)
      throws CommandException, RefusedException {
    JsonObject said = UnverifiedToken.read(bytes(token)).endorsement().orElseThrow();
    try {
      if (!said.string("jkt").equals(Optional.of(key.key().thumbprint()))) {
        throw new CommandException(endorsement + " endorses another key than the one that signs.");
      }
      Optional<JsonNumber> exp = said.number("exp");
      OptionalLong seconds =
          exp.isPresent() ? exp.get().floor(JsonNumber.MOST_SAFE / 1_000) : OptionalLong.empty();
      if (seconds.isEmpty()) {
        throw new CommandException(endorsement + " is no endorsement: it has no \"exp\".");
      }
      noteAnEarlierEnd(seconds.getAsLong() * 1_000, issued.end());
    } catch (JsonException e) {
      throw new CommandException(endorsement + " is no endorsement: " + e.rule());
    }
  }

  private void noteAnEarlierEnd(long endorsed, long licensed) {
    if (endorsed < licensed) {
      output.warn(
          "Note: the endorsement ends at "
              + UtcText.plain(endorsed)
              + ", before the license does, at "
              + UtcText.plain(licensed)
              + ": from then on the bundle is refused.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
