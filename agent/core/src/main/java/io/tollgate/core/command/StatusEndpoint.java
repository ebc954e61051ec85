package io.tollgate.core.command;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running agent over HTTP. */
final class StatusEndpoint {
  private static final String PATH = "/license/status";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[::1]";
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private StatusEndpoint() {}

  /**
   * What the agent answers.
   *
   * @param url of the endpoint, with or without the path
   * @param token the admin token
   * @throws RefusedException if there is no answer that could be one
   */
  static byte[] fetch(String url, String token, int mostBytes)
      throws RefusedException, CommandException {
    URI uri = uri(url);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .build();
    // Neither a proxy nor a redirect: the token is for this server alone.
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw absent(uri, answered(response.statusCode()));
        }
        byte[] content = body.readNBytes(mostBytes + 1);
        if (content.length > mostBytes) {
          throw absent(uri, "answered with more than a status");
        }
        return content;
      }
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw absent(uri, "does not answer (" + why + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw absent(uri, "did not answer in time");
    }
  }

  private static String answered(int status) {
    return status == UNAUTHORIZED
        ? "does not take this admin token"
        : "answered with HTTP status " + status;
  }

  private static RefusedException absent(URI uri, String why) {
    return new RefusedException(ErrorCode.STATUS_ABSENT, uri + " " + why + ".");
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
