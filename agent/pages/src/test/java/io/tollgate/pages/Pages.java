package io.tollgate.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Service;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The pages of an agent that runs, and one browser to look at them: started for the first test of
 * this module, and for all of them. Without Chromium the tests are skipped, loudly; in CI they
 * fail.
 */
final class Pages implements AutoCloseable {
  static final double MOST_MILLIS = 60_000;

  /** What opens the license's endpoints. */
  static final String ADMIN = "quiet-otter-under-the-bridge";

  private static final long DAY = 86_400;
  private static final Signer VENDOR = Signer.es256();

  /**
   * Starts with a license that has ended, so that all of its states can be seen: later ones come by
   * renewal.
   */
  private static final String POLICY =
      """
      product.name=Acme <b>Orders</b>
      product.contact=sales@acme.example
      keys.file=key.jwk
      token.formats=jwt, bundle
      start.on-expired=gate
      claims.tier=tier
      claims.features=features
      claims.caps=caps
      meter.customers=Shop#serve(..) key=0 count=distinct
      """;

  /** Is denied three calls, and then serves the same three customers for as long as it is let. */
  private static final String SHOP =
      """
      import io.tollgate.api.*;

      public class Shop {
        @Licensed("export")
        static void export() {}

        static void serve(String customer) {}

        public static void main(String[] arguments) throws Exception {
          for (int i = 0; i < 3; i++) {
            try {
              export();
            } catch (LicenseRequiredException e) {
              System.out.println(e.code());
            }
          }
          Thread serving = new Thread(Shop::serveAll);
          serving.setDaemon(true);
          serving.start();
          System.in.read();
        }

        private static void serveAll() {
          while (true) {
            for (String customer : new String[] {"ann", "bob", "cid"}) {
              try {
                serve(customer);
              } catch (LicenseRequiredException e) {
                // Later.
              }
            }
            try {
              Thread.sleep(100);
            } catch (InterruptedException e) {
              return;
            }
          }
        }
      }
      """;

  private static final AtomicInteger ISSUED = new AtomicInteger();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Service service;
  private final int port;
  private final Playwright playwright;
  private final Browser browser;

  private Pages(Path chromium) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "pages");
    Product.compile(
        Files.writeString(folder.resolve("Shop.java"), SHOP), folder.resolve("classes"));
    Files.writeString(folder.resolve("key.jwk"), VENDOR.jwk("\"kid\":\"k1\","));
    Files.writeString(folder.resolve("policy"), POLICY);
    Files.writeString(folder.resolve("token"), VENDOR.jwt(claims("lic-expired", -200, "")));
    Files.writeString(folder.resolve("admin"), ADMIN + "\n");
    String settings =
        String.join(
            ",",
            "policy=policy",
            "token.file=token",
            "state.dir=" + folder.resolve("state"),
            "http=127.0.0.1:0",
            "admin.token.file=admin");
    List<String> command = new ArrayList<>(Jdk.ofTheseTests().light());
    command.addAll(
        List.of(
            "-javaagent:" + Product.AGENT + "=" + settings,
            "-cp",
            folder.resolve("classes") + File.pathSeparator + Product.API,
            "Shop"));
    this.service = Service.start(command, folder);
    this.port = service.port(folder.resolve("state"));
    // A busy machine is slow, and not wrong.
    PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MILLIS);
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium));
  }

  /** A token of the product's vendor, issued after all others. */
  static String token(String id, long days, String more) {
    return VENDOR.jwt(claims(id, days, more));
  }

  static String bundle(String id, long days, String more) {
    return VENDOR.bundle(token(id, days, more));
  }

  private static String claims(String id, long days, String more) {
    long now = Instant.now().getEpochSecond();
    return "{\"sub\":\"Example Corp\",\"jti\":\""
        + id
        + "\",\"iat\":"
        + (now + Math.min(-100, days - 100) * DAY + ISSUED.incrementAndGet() * 60L)
        + ",\"exp\":"
        + (now + days * DAY)
        + more
        + "}";
  }

  /** What the agent answers to an administrator. */
  HttpResponse<String> ask(String method, String path, String body) {
    try {
      return client.send(request(method, path, body, ADMIN), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends wrong tokens, all at once. */
  void guess(int times) {
    List<CompletableFuture<?>> guesses = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      guesses.add(
          client.sendAsync(
              request("GET", "/license/status", "", "guess" + i),
              HttpResponse.BodyHandlers.discarding()));
    }
    CompletableFuture.allOf(guesses.toArray(new CompletableFuture<?>[0])).join();
  }

  private HttpRequest request(String method, String path, String body, String bearer) {
    return HttpRequest.newBuilder(URI.create(url(path)))
        .header("Authorization", "Bearer " + bearer)
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  Browser browser() {
    return browser;
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  @Override
  public void close() {
    playwright.close();
    service.close();
  }

  /** Hands the one browser to tests. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Pages.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Path chromium = Path.of(Service.needed("chromium", "chromium"));
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Pages.class))
          .computeIfAbsent(Pages.class, unused -> started(chromium), Pages.class);
    }

    private static Pages started(Path chromium) {
      try {
        return new Pages(chromium);
      } catch (IOException e) {
        throw new AssertionError("the pages could not be opened", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("the pages could not be opened", e);
      }
    }
  }
}
