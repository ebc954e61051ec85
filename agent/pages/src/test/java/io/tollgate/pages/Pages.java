package io.tollgate.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The pages of an agent that runs, and one browser to look at them: started for the first test of
 * this module, and for all of them. Without Chromium the tests are skipped, loudly; in CI they
 * fail.
 */
final class Pages implements AutoCloseable {
  private static final double MOST_MILLIS = 60_000;

  private final Service service;
  private final int port;
  private final Playwright playwright;
  private final Browser browser;

  private Pages(Path chromium) throws IOException, InterruptedException {
    Product product = Product.make();
    Jdk jdk = Jdk.ofTheseTests();
    String settings =
        String.join(
            ",",
            "policy=" + product.policy("policy", ""),
            "token.file=" + product.token("token", Instant.now().plus(Duration.ofDays(400))),
            "state.dir=" + product.path("state"),
            "http=127.0.0.1:0");
    List<String> command =
        new ArrayList<>(product.command(jdk, "-javaagent:" + Product.AGENT + "=" + settings));
    command.add("OPEN");
    this.service = Service.start(command, product.folder());
    this.port = service.port(product.folder().resolve("state"));
    // A busy machine is slow, and not wrong.
    PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MILLIS);
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium));
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
