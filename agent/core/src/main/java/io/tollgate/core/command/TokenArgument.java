package io.tollgate.core.command;

import io.tollgate.core.source.MountedFile;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.token.TokenText;
import io.tollgate.verifier.token.UnverifiedToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The token that a command is about: as an argument, from standard input, or from a file. */
final class TokenArgument {
  private final FileSystem files;
  private final InputStream input;

  @ArgGroup(multiplicity = "1")
  private @Nullable Choice choice;

  TokenArgument(Surroundings surroundings) {
    this.files = surroundings.files();
    this.input = surroundings.input();
  }

  static final class Choice {
    @Parameters(paramLabel = "TOKEN", description = "The token, or - for standard input.")
    @Nullable String token;

    @Option(names = "--file", paramLabel = "F", description = "The file that holds the token.")
    @Nullable String file;
  }

  /** Judges the token. */
  Verdict verify(Verifier verifier) throws IOException {
    String file = choice().file;
    if (file == null) {
      return verifier.verify(text(), isStandardInput() ? "standard input" : "the command line");
    }
    MountedFile place = new MountedFile(file, files);
    PlaceContent content = place.read();
    if (content instanceof PlaceContent.Found found) {
      return verifier.verify(found.bytes(), place.name());
    }
    return content instanceof PlaceContent.Failed failed
        ? new Verdict.Refused(failed.refusal())
        : Verifier.missing(file + " does not exist.");
  }

  /** Decodes the token without judging it. */
  UnverifiedToken inspect() throws IOException, RefusedException {
    String file = choice().file;
    if (file == null) {
      return UnverifiedToken.read(text());
    }
    PlaceContent content = new MountedFile(file, files).read();
    if (content instanceof PlaceContent.Found found) {
      return UnverifiedToken.read(found.bytes());
    }
    throw new RefusedException(
        ErrorCode.FILE_UNUSABLE,
        content instanceof PlaceContent.Failed failed
            ? failed.refusal().detail()
            : file + " does not exist.");
  }

  private byte[] text() throws IOException {
    String token = choice().token;
    return token == null || isStandardInput()
        ? input.readNBytes(TokenText.MOST_BYTES + 1)
        : token.getBytes(StandardCharsets.UTF_8);
  }

  private boolean isStandardInput() {
    return "-".equals(choice().token);
  }

  private Choice choice() {
    if (choice == null) {
      throw new IllegalStateException("The command line was not parsed.");
    }
    return choice;
  }
}
