package io.tollgate.core.status;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Properties;

/**
 * Which Tollgate this is.
 *
 * @param version of the release
 * @param made when its sources were released, in ms since the epoch
 */
public record Build(String version, long made) {
  private static final String RESOURCE = "/io/tollgate/core/version.properties";

  /**
   * Reads what the build wrote.
   *
   * @throws IOException if the jar lacks it
   */
  public static Build ofThisJar() throws IOException {
    try (InputStream stream = Build.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IOException("The jar lacks " + RESOURCE + ".");
      }
      Properties properties = new Properties();
      properties.load(stream);
      return new Build(
          properties.getProperty("version", ""),
          Instant.parse(properties.getProperty("made", "")).toEpochMilli());
    }
  }
}
