package io.tollgate.core.net;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running agent over HTTP, for the command {@code status}. */
public final class StatusEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private StatusEndpoint() {}

  /**
   * What the agent answers.
   *
   * @param uri of the status
   * @param token the admin token
   * @throws RefusedException if there is no answer that could be one
   */
  public static byte[] fetch(URI uri, String token, int mostBytes) throws RefusedException {
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
}
