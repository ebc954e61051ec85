package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves private keys between PEM files and encrypted Tink keysets. */
@Command(
    name = "keystore",
    description = "Moves private keys between PEM files and encrypted Tink keysets.",
    subcommands = {
      KeystoreCommand.KeyCommand.class,
      KeystoreCommand.ImportCommand.class,
      KeystoreCommand.ExportCommand.class
    },
    footer = {
      "",
      "Example: keystore key --out kek.json",
      "         keystore import --key acme.private.pem --keyset-key kek.json --out acme.keyset.json"
    })
final class KeystoreCommand {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  /** Makes a key-encryption key. */
  @Command(
      name = "key",
      description = "Makes the key that keysets are encrypted with: AES-256-GCM, in the clear.",
      footer = {"", "Example: keystore key --out kek.json"})
  static final class KeyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private HelpOption help = new HelpOption();

    @Option(names = "--out", paramLabel = "F", required = true, description = "Where to.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws CommandException, RefusedException, GeneralSecurityException {
      OutputFiles.writeSecret(out, KeyEncryptionKey.generate().getBytes(StandardCharsets.UTF_8));
      return 0;
    }
  }

  /** From PEM to a keyset. */
  @Command(
      name = "import",
      description = "Encrypts a private key in PKCS#8 PEM into a Tink keyset.",
      footer = {
        "",
        "Example: keystore import --key acme.private.pem --keyset-key kek.json --out"
            + " acme.keyset.json"
      })
  static final class ImportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private HelpOption help = new HelpOption();

    @Option(
        names = "--key",
        paramLabel = "F",
        required = true,
        description = "The private key, PKCS#8 PEM.")
    private Path key = Path.of("");

    @Option(
        names = "--keyset-key",
        paramLabel = "F",
        required = true,
        description = "The key to encrypt it with.")
    private Path keysetKey = Path.of("");

    @Option(names = "--out", paramLabel = "F", required = true, description = "The keyset.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws CommandException, RefusedException, GeneralSecurityException {
      SigningKey pair = SigningKey.fromPem(key.toString(), InputFiles.text(key));
      String keyset = EncryptedKeyset.of(pair, KeyEncryptionKey.read(keysetKey));
      OutputFiles.writeSecret(out, keyset.getBytes(StandardCharsets.UTF_8));
      return 0;
    }
  }

  /** From a keyset to PEM. */
  @Command(
      name = "export",
      description = "Decrypts the primary key of a Tink keyset into PKCS#8 PEM.",
      footer = {
        "",
        "Example: keystore export --key acme.keyset.json --keyset-key kek.json --out"
            + " acme.private.pem"
      })
  static final class ExportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private HelpOption help = new HelpOption();

    @Option(
        names = "--key",
        paramLabel = "F",
        required = true,
        description = "The encrypted keyset.")
    private Path key = Path.of("");

    @Option(
        names = "--keyset-key",
        paramLabel = "F",
        required = true,
        description = "The key that it is encrypted with.")
    private Path keysetKey = Path.of("");

    @Option(names = "--out", paramLabel = "F", required = true, description = "The PEM file.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws CommandException, RefusedException, GeneralSecurityException {
      SigningKey pair =
          EncryptedKeyset.read(
              key.toString(), InputFiles.text(key), KeyEncryptionKey.read(keysetKey));
      OutputFiles.writeSecret(out, pair.privatePem().getBytes(StandardCharsets.US_ASCII));
      return 0;
    }
  }
}
