package io.tollgate.core.settings;

import java.util.Optional;

/**
 * An address to listen at.
 *
 * @param host a name or literal; IPv6 ones without brackets
 * @param port 0 for any that is free
 */
public record HttpAddress(String host, int port) {
  private static final int HIGHEST_PORT = 65_535;
  private static final String THIS_MACHINE = "127.0.0.1";

  /**
   * Reads {@code HOST:PORT}, {@code [::1]:PORT}, or a port alone, which is one of this machine's
   * own: who wants to be reached from elsewhere has to say so ({@code 0.0.0.0:9465}).
   */
  static Optional<HttpAddress> parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? THIS_MACHINE : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return Optional.empty();
    }
    int port = port(text.substring(colon + 1));
    return host.isBlank() || port < 0 ? Optional.empty() : Optional.of(new HttpAddress(host, port));
  }

  private static int port(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int port = digits ? Integer.parseInt(text) : -1;
    return port <= HIGHEST_PORT ? port : -1;
  }
}
