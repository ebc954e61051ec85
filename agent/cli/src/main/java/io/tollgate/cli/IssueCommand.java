package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.core.command.Judge;
import io.tollgate.core.command.When;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.Endorsement;
import io.tollgate.verifier.token.JwsType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
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
      "Example: issue --key keys/acme-2027.private.pem --sub 'Example Corp' --jti lic-1 --exp P1Y"
          + " --out token"
    })
final class IssueCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private static final String NEW = "the new token";
  private static final String UNSOUND = "it would not verify";

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
    Verifier agent = new Verifier(Policy.of(key.trusted()));
    Optional<Judge> product = product();
    if (endorsement != null) {
      checkEndorsement(endorsement, key, granted(agent.verify(bytes(token), NEW), UNSOUND));
    }
    output.writeClosed(token, written -> verify(written, agent, product));
    return 0;
  }

  private TokenFormat form() throws CommandException {
    return TokenFormat.named(format)
        .orElseThrow(
            () ->
                new CommandException("--format " + format + " is not jwt, bundle or licence-v1."));
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
      throws CommandException, RefusedException, GeneralSecurityException {
    return switch (form) {
      case JWT -> jwt(key, now);
      case BUNDLE -> bundle(key, now);
      case LICENCE_V1 -> license.licenceV1(key.key(), now);
    };
  }

  private String jwt(Signer key, Instant now)
      throws CommandException, RefusedException, GeneralSecurityException {
    return key.sign(JwsType.LICENSE.typ().toUpperCase(Locale.ROOT), license.jwtClaims(now));
  }

  private String bundle(Signer key, Instant now)
      throws CommandException, RefusedException, GeneralSecurityException {
    JsonText bundle =
        new JsonText().put("jwt", jwt(key, now)).put("publicKey", key.key().publicPem());
    if (endorsement != null) {
      bundle.put("endorsement", InputFiles.text(endorsement).strip());
    }
    return bundle.toString();
  }

  /** By the product's policy, its denylist included, if it was named. */
  private Optional<Judge> product() throws RefusedException {
    return policy == null
        ? Optional.empty()
        : Optional.of(Judge.ofFile(policy.toString(), Optional.ofNullable(installation)));
  }

  /** Judges a token as agents will. */
  private void verify(byte[] token, Verifier agent, Optional<Judge> product)
      throws CommandException {
    granted(agent.verify(token, NEW), UNSOUND);
    if (product.isPresent()) {
      granted(product.get().judge(token, NEW), policy + " would refuse it");
    }
  }

  private static License granted(Verdict verdict, String otherwise) throws CommandException {
    if (verdict instanceof Verdict.Granted granted) {
      return granted.license();
    }
    String why =
        verdict instanceof Verdict.Refused refused ? refused.refusal().line() : "It is empty.";
    throw new CommandException("The token was not written, because " + otherwise + ": " + why);
  }

  /** The root key is not at hand, but what the endorsement says can be read. */
  private void checkEndorsement(Path file, Signer key, License issued)
      throws CommandException, RefusedException {
    Endorsement said;
    try {
      said = Endorsement.unverified(InputFiles.text(file).strip());
    } catch (RefusedException e) {
      if (e.refusal().code() != ErrorCode.KEY_ENDORSEMENT) {
        throw e;
      }
      throw new CommandException(file + " is no endorsement: " + e.refusal().particulars());
    }
    if (!said.jkt().equals(key.key().thumbprint())) {
      throw new CommandException(file + " endorses another key than the one that signs.");
    }
    noteAnEarlierEnd(said.end(), issued.end());
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
