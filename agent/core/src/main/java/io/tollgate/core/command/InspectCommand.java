package io.tollgate.core.command;

import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.UnverifiedToken;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a token says, for support. */
@Command(
    name = "inspect",
    description = "Shows what a token says, without checking its signature.",
    footer = {"", "Example: inspect --file /var/run/secrets/tollgate/token"})
final class InspectCommand implements Callable<Integer> {
  private static final String WARNING =
      "UNVERIFIED: no signature was checked; do not trust any of this.\n";

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Mixin private TokenArgument token;
  @Mixin private Answer answer;

  InspectCommand(Surroundings surroundings) {
    this.token = new TokenArgument(surroundings);
    this.answer = new Answer(surroundings.terminal());
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    UnverifiedToken said = token.inspect();
    answer.print(WARNING + (answer.isForPrograms() ? json(said) : "\n" + ClaimsText.of(said)));
    return 0;
  }

  private static String json(UnverifiedToken said) {
    JsonText json = new JsonText().put("format", said.format().text());
    said.customerId().ifPresent(id -> json.put("customerId", id));
    said.licenseId().ifPresent(id -> json.put("licenseId", id));
    said.issuedAt().ifPresent(at -> json.put("issuedAt", UtcText.iso(at)));
    said.end().ifPresent(end -> json.put("expiresAt", UtcText.iso(end)));
    said.enclosedKey().ifPresent(thumbprint -> json.put("enclosedKey", thumbprint));
    said.header().ifPresent(header -> json.put("header", header));
    said.endorsement().ifPresent(endorsement -> json.put("endorsement", endorsement));
    return json.put("claims", said.claims()).toString();
  }
}
