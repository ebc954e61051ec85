package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key pair. */
@Command(
    name = "keygen",
    description = "Makes a key pair: K.private.pem, K.public.pem and K.jwk.json.",
    footer = {"", "Example: keygen --alg ES256 --kid acme-2027 --out keys"})
final class KeygenCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      required = true,
      description = "ES256, RS256 or EdDSA.")
  private String alg = "";

  @Option(
      names = "--kid",
      paramLabel = "K",
      required = true,
      description = "The key's name: letters, digits, dots, hyphens and underscores.")
  private String kid = "";

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder.")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws CommandException, IOException, GeneralSecurityException {
    if (!kid.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")) {
      throw new CommandException("--kid names files: use letters, digits, dots, - and _.");
    }
    SigningKey pair = SigningKey.generate(alg);
    Files.createDirectories(out);
    OutputFiles.writeSecret(
        out.resolve(kid + ".private.pem"), pair.privatePem().getBytes(StandardCharsets.US_ASCII));
    OutputFiles.write(
        out.resolve(kid + ".public.pem"), pair.publicPem().getBytes(StandardCharsets.US_ASCII));
    OutputFiles.write(
        out.resolve(kid + ".jwk.json"), pair.publicJwk(kid).getBytes(StandardCharsets.UTF_8));
    return 0;
  }
}
