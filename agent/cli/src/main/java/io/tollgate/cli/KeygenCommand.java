package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key pair. */
@Command(
    name = "keygen",
    description = {
      "Makes a key pair: K.private.pem, K.public.pem and K.jwk.json.",
      "For EdDSA also K.public.raw, the form that licence-v1 products take.",
      "For a root key only K.private.pem and K.jwk.json: no other form says that it is one."
    },
    sortOptions = false,
    footer = {
      "",
      "Example: keygen --alg ES256 --kid acme-2027 --out keys",
      "Encrypted: keygen --alg EdDSA --kid acme-2028 --out keys --keyset"
    })
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

  @Option(
      names = "--use",
      paramLabel = "USE",
      description = "sig, for licenses, which is the default; or root, for endorsements only.")
  private String use = KeyUse.SIGNATURE.text();

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder.")
  private Path out = Path.of(".");

  @Option(
      names = "--keyset",
      description = "Write an encrypted Tink keyset, K.keyset.json, instead of K.private.pem.")
  private boolean keyset;

  @Option(
      names = "--keyset-key",
      paramLabel = "F",
      description = "The key to encrypt the keyset with; without it, K.kek.json is made.")
  private @Nullable Path keysetKey;

  @Override
  public Integer call() throws CommandException, RefusedException, GeneralSecurityException {
    if (!kid.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")) {
      throw new CommandException("--kid names files: use letters, digits, dots, - and _.");
    }
    if (keysetKey != null && !keyset) {
      throw new CommandException("--keyset-key goes with --keyset.");
    }
    KeyUse keyUse = keyUse();
    refuseToReuseTheName();
    SigningKey pair = SigningKey.generate(alg);
    Map<Path, String> secrets = secretFiles(pair);
    OutputFiles.makeFolder(out);
    for (Map.Entry<Path, String> secret : secrets.entrySet()) {
      OutputFiles.writeSecret(secret.getKey(), secret.getValue().getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<Path, String> open : publicFiles(pair, keyUse).entrySet()) {
      byte[] content = open.getValue().getBytes(StandardCharsets.UTF_8);
      OutputFiles.writeOpen(
          open.getKey(), content, written -> KeyReader.read(open.getKey().toString(), written));
    }
    return 0;
  }

  private KeyUse keyUse() throws CommandException {
    return KeyUse.named(use)
        .orElseThrow(() -> new CommandException("--use " + use + " is neither sig nor root."));
  }

  /** Public files of a new key beside the private key of an old one would be a trap. */
  private void refuseToReuseTheName() throws CommandException {
    for (String ending : List.of(Signer.PEM, Signer.KEYSET, ".kek.json")) {
      if (Files.exists(file(ending))) {
        throw new CommandException(file(ending) + " exists already: take another --kid.");
      }
    }
  }

  private Map<Path, String> secretFiles(SigningKey pair)
      throws CommandException, RefusedException, GeneralSecurityException {
    if (!keyset) {
      return Map.of(file(Signer.PEM), pair.privatePem());
    }
    if (keysetKey != null) {
      return Map.of(
          file(Signer.KEYSET), EncryptedKeyset.of(pair, KeyEncryptionKey.read(keysetKey)));
    }
    Path kek = file(".kek.json");
    String encryption = KeyEncryptionKey.generate();
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(kek, encryption);
    files.put(
        file(Signer.KEYSET),
        EncryptedKeyset.of(pair, KeyEncryptionKey.of(kek.toString(), encryption)));
    return files;
  }

  private Map<Path, String> publicFiles(SigningKey pair, KeyUse keyUse) {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(file(Signer.JWK), pair.publicJwk(Optional.of(kid), keyUse));
    if (keyUse == KeyUse.SIGNATURE) { // only a JWK can say that a key is for endorsements only
      files.put(file(".public.pem"), pair.publicPem());
      pair.publicRaw().ifPresent(raw -> files.put(file(".public.raw"), raw + "\n"));
    }
    return files;
  }

  private Path file(String ending) {
    return out.resolve(kid + ending);
  }
}
