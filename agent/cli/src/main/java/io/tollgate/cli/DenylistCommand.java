package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.token.Denylist;
import io.tollgate.verifier.token.JwsType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes licenses back. */
@Command(
    name = "denylist",
    description = "Writes a signed list of the licenses that are taken back.",
    sortOptions = false,
    footer = {
      "",
      "ID is what verify shows as licenseId: a jti, a licenceId, or sha256: and a hash.",
      SignerOptions.KID_RULE,
      "Example: denylist --key keys/acme-2027.private.pem --seq 1 --revoke lic-0007 --out denylist",
      "The next: denylist --key keys/acme-2027.private.pem --from denylist --revoke lic-0009 --out"
          + " denylist"
    })
final class DenylistCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private final InstantSource clock;

  @Mixin private SignerOptions signer = new SignerOptions();

  @Option(
      names = "--seq",
      paramLabel = "N",
      description = "The list's number, higher than that of every earlier one.")
  private @Nullable Long seq;

  @Option(
      names = "--revoke",
      paramLabel = "ID",
      description = "A license to take back; may be repeated.")
  private List<String> revoke = List.of();

  @Option(
      names = "--from",
      paramLabel = "OLD",
      description = "The list before: what it revoked stays revoked, and --seq is the next.")
  private @Nullable Path from;

  @Option(
      names = "--from-key",
      paramLabel = "F",
      description = "The public key of the list before, if it was another one.")
  private @Nullable Path fromKey;

  @Mixin private OutputOption output = new OutputOption();

  DenylistCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call()
      throws CommandException, IOException, GeneralSecurityException, RefusedException {
    Signer key = signer.read(KeyUse.SIGNATURE);
    Denylist before = before(key);
    TreeSet<String> revoked = new TreeSet<>(before.revoked());
    for (String id : revoke) {
      revoked.add(LicenseIds.checked("--revoke", id));
    }
    String list =
        key.sign(
            JwsType.DENYLIST.typ(),
            new JsonText()
                .put("seq", next(before))
                .put("revoked", List.copyOf(revoked))
                .put("iat", clock.instant().getEpochSecond())
                .toString());
    TrustedKeys trusted = key.trusted();
    output.write(
        list,
        written ->
            read(
                written,
                trusted,
                "The denylist was not written, because agents would refuse it: "));
    return 0;
  }

  private Denylist before(Signer key) throws CommandException, RefusedException {
    if (from == null) {
      if (fromKey != null) {
        throw new CommandException("--from-key goes with --from.");
      }
      return Denylist.NONE;
    }
    TrustedKeys trusted =
        fromKey == null
            ? key.trusted()
            : new TrustedKeys(KeyReader.read(fromKey.toString(), InputFiles.bytes(fromKey)));
    return read(InputFiles.bytes(from), trusted, from + " is no denylist of that key: ");
  }

  private long next(Denylist before) throws CommandException {
    if (seq == null) {
      if (from == null) {
        throw new CommandException("Give the list a number with --seq, or the one before, --from.");
      }
      return before.seq() + 1;
    }
    if (seq < 0 || seq > JsonNumber.MOST_SAFE) {
      throw new CommandException("--seq " + seq + " is not between 0 and 2^53 - 1.");
    }
    if (seq <= before.seq()) {
      throw new CommandException(
          "--seq " + seq + " is not higher than " + before.seq() + ", the number of " + from + ".");
    }
    return seq;
  }

  private static Denylist read(byte[] list, TrustedKeys trusted, String otherwise)
      throws CommandException {
    try {
      return Denylist.read(list, trusted);
    } catch (RefusedException e) {
      throw new CommandException(otherwise + e.refusal().particulars());
    }
  }
}
