package io.tollgate.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** How the agent introduces itself to a server. */
final class UserAgent {
  private static final String RESOURCE = "/io/tollgate/core/version.properties";

  private UserAgent() {}

  /** {@code Tollgate/} and the version (RFC 9110 §10.1.5). */
  static String text() throws IOException {
    try (InputStream stream = UserAgent.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        return "Tollgate";
      }
      Properties properties = new Properties();
      properties.load(stream);
      return "Tollgate/" + properties.getProperty("version", "");
    }
  }
}
