package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.core.command.When;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.Endorsement;
import io.tollgate.verifier.token.JwsType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Endorses a key. */
@Command(
    name = "endorse",
    description =
        "Says with a root key that another key may sign licenses: a bundle with this endorsement"
            + " verifies in products that know the root key only.",
    sortOptions = false,
    footer = {
      "",
      "INSTANT is " + When.FORMS + ".",
      SignerOptions.KID_RULE,
      "Example: endorse --key root.private.pem --endorsed-key acme-2028.jwk.json --exp P2Y --out"
          + " acme-2028.endorsement"
    })
final class EndorseCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private final InstantSource clock;

  @Mixin private SignerOptions signer = new SignerOptions();

  @Option(
      names = "--endorsed-key",
      paramLabel = "F",
      required = true,
      description = "The public key to endorse: PEM, JWK or raw.")
  private Path endorsedKey = Path.of("");

  @Option(
      names = "--exp",
      paramLabel = "INSTANT",
      required = true,
      description = "The endorsement ends then, and with it every license that leans on it.")
  private String exp = "";

  @Mixin private OutputOption output = new OutputOption();

  EndorseCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call()
      throws CommandException, IOException, GeneralSecurityException, RefusedException {
    Signer root = signer.read(KeyUse.ROOT);
    String thumbprint = endorsedThumbprint(root);
    Instant now = clock.instant();
    Instant end = When.parse("--exp", exp, now);
    if (!end.isAfter(now)) {
      throw new CommandException("--exp " + exp + " is over already.");
    }
    String endorsement =
        root.sign(
            JwsType.ENDORSEMENT.typ(),
            new JsonText()
                .put("jkt", thumbprint)
                .put("iat", now.getEpochSecond())
                .put("exp", end.getEpochSecond())
                .toString());
    TrustedKeys roots = root.trusted();
    output.write(endorsement, written -> check(written, roots));
    return 0;
  }

  private static void check(byte[] endorsement, TrustedKeys roots) throws CommandException {
    try {
      Endorsement.read(new String(endorsement, StandardCharsets.US_ASCII), roots);
    } catch (RefusedException e) {
      throw new CommandException(
          "The endorsement was not written, because agents would refuse it: "
              + e.refusal().particulars());
    }
  }

  private String endorsedThumbprint(Signer root) throws CommandException, RefusedException {
    List<TrustedKey> keys = KeyReader.read(endorsedKey.toString(), InputFiles.bytes(endorsedKey));
    if (keys.size() != 1) {
      throw new CommandException(endorsedKey + " holds several keys: endorse them one by one.");
    }
    String thumbprint = keys.get(0).key().thumbprint();
    if (keys.get(0).use() == KeyUse.ROOT || thumbprint.equals(root.key().thumbprint())) {
      throw new CommandException(endorsedKey + " is a root key, which signs no licenses.");
    }
    return thumbprint;
  }
}
