package io.tollgate.core.http;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A page of one file that is packed into the agent: script and style are in it, and its own content
 * security policy names them by their hashes. It is read when somebody asks for it.
 */
final class WebPage {
  /** Verifies tokens in the browser, and knows nothing of this agent. */
  static final WebPage CHECKER = new WebPage("checker.html");

  /** Shows the license of this agent, and renews it, for those with a token. */
  static final WebPage ADMIN = new WebPage("admin.html");

  private static final String POLICY = "http-equiv=\"Content-Security-Policy\" content=\"";

  private final String file;

  private WebPage(String file) {
    this.file = file;
  }

  Reply reply() throws IOException {
    byte[] content = content();
    return Reply.of(
        "text/html; charset=utf-8",
        content,
        Map.of(
            // A page cannot forbid by itself that another one frames it (CSP 3, section 6.4.2).
            "Content-Security-Policy",
            policyOf(new String(content, StandardCharsets.UTF_8)) + "; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer"));
  }

  private byte[] content() throws IOException {
    try (InputStream stream = WebPage.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new FileNotFoundException(file);
      }
      return stream.readAllBytes();
    }
  }

  private String policyOf(String page) throws IOException {
    int from = page.indexOf(POLICY);
    int to = page.indexOf('"', from + POLICY.length());
    if (from < 0 || to < 0) {
      throw new IOException(file + " has no content security policy");
    }
    return page.substring(from + POLICY.length(), to);
  }
}
