package io.tollgate.core.command;

import io.tollgate.core.net.StatusEndpoint;
import io.tollgate.core.settings.HttpAddress;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.status.StatusFile;
import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The product that a command is about: known by the folder that it writes to, or by its endpoint.
 */
final class RunningProduct {
  private static final String PATH = "/license/status";
  private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[::1]";
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int LONGEST_TOKEN = 4096;

  private final Surroundings surroundings;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "The product's state folder; by default what the setting state.dir says.")
  private @Nullable String folder;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Its HTTP endpoint, such as http://127.0.0.1:9465; by default as the setting http says.")
  private @Nullable String url;

  @Option(
      names = "--admin-token-file",
      paramLabel = "F",
      description = "The file with the admin token; by default what the setting says.")
  private @Nullable String tokenFile;

  RunningProduct(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What it says of itself, one JSON object: what was named here first, then as settings say. */
  byte[] status() throws RefusedException, CommandException {
    if (url != null && folder != null) {
      throw new CommandException("--state-dir and --url exclude each other.");
    }
    Settings settings = SettingsReader.read("", surroundings.environment());
    Optional<String> admin = tokenFile == null ? settings.adminTokenFile() : Optional.of(tokenFile);
    if (url != null) {
      return fetched(url, admin);
    }
    if (folder != null) {
      return read(folder);
    }
    if (settings.http().isPresent() && settings.http().get().port() > 0 && admin.isPresent()) {
      return fetched(local(settings.http().get()), admin);
    }
    if (settings.stateFolder().isPresent()) {
      return read(settings.stateFolder().get());
    }
    throw new RefusedException(ErrorCode.STATUS_ABSENT, "");
  }

  /** An endpoint that listens everywhere listens here too. */
  private static String local(HttpAddress address) {
    String host = address.host();
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String here = everywhere ? "127.0.0.1" : host;
    return "http://" + (here.indexOf(':') < 0 ? here : "[" + here + "]") + ":" + address.port();
  }

  private byte[] fetched(String url, Optional<String> tokenFile)
      throws RefusedException, CommandException {
    if (tokenFile.isEmpty()) {
      throw new CommandException("The endpoint asks for a token: name it with --admin-token-file.");
    }
    byte[] content =
        content(surroundings.files(), tokenFile.get(), LONGEST_TOKEN, ErrorCode.FILE_UNUSABLE);
    String token = new String(content, StandardCharsets.UTF_8).strip();
    if (!token.matches("[!-~]+")) {
      throw new RefusedException(
          ErrorCode.FILE_UNUSABLE, tokenFile.get() + " does not hold one word.");
    }
    return StatusEndpoint.fetch(uri(url), token, MOST_BYTES);
  }

  private byte[] read(String folder) throws RefusedException {
    String path = folder + File.separator + StatusFile.NAME;
    return content(surroundings.files(), path, MOST_BYTES, ErrorCode.STATUS_ABSENT);
  }

  private static byte[] content(FileSystem files, String path, int most, ErrorCode code)
      throws RefusedException {
    FileContent content = files.read(path, most);
    if (content instanceof FileContent.Bytes bytes) {
      return bytes.bytes();
    }
    String why = "is too large";
    if (content instanceof FileContent.Absent) {
      why = "does not exist";
    } else if (content instanceof FileContent.Unreadable unreadable) {
      why = unreadable.why();
    }
    throw new RefusedException(code, path + " " + why + ".");
  }

  private static URI uri(String url) throws CommandException {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme());
      String host = uri.getHost();
      if (host == null || uri.getUserInfo() != null || !scheme.matches("https?")) {
        throw new CommandException("--url is not an address such as http://127.0.0.1:9465.");
      }
      if (scheme.equals("http") && !host.matches(LOOPBACK)) {
        throw new CommandException(
            "--url is another machine's: the admin token goes there by https only.");
      }
      boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
      return bare ? uri.resolve(PATH) : uri;
    } catch (URISyntaxException e) {
      throw new CommandException("--url is not an address such as http://127.0.0.1:9465.");
    }
  }
}
