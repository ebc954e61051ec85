package io.tollgate.core.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** A URL that may be fetched. */
final class Target {
  private static final String LOCALHOST = "localhost";

  private final URI uri;

  private Target(URI uri) {
    this.uri = uri;
  }

  /**
   * Reads a URL; empty if it is neither {@code https} nor {@code http} on loopback, or holds
   * credentials.
   */
  static Optional<Target> of(String url) {
    try {
      return of(new URI(url));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Target> of(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return Optional.empty();
    }
    Target target = new Target(uri);
    boolean allowed =
        target.isSecure() || (target.scheme().equals("http") && isLoopback(target.host()));
    boolean ported = uri.getPort() != 0 && uri.getPort() <= 0xffff;
    return allowed && ported ? Optional.of(target) : Optional.empty();
  }

  URI uri() {
    return uri;
  }

  boolean isSecure() {
    return scheme().equals("https");
  }

  String host() {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  /** The server, for messages: never the path or the query, which may hold a secret. */
  String name() {
    return uri.getPort() < 0 ? host() : host() + ":" + port();
  }

  /** Where a redirect leads. */
  Redirect redirect(String location) {
    URI next;
    try {
      next = uri.resolve(new URI(location));
    } catch (URISyntaxException e) {
      return new Redirect.Refused("redirects to what is no URL");
    }
    String scheme = next.getScheme() == null ? "" : next.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals(scheme())) {
      return new Redirect.Refused("redirects from " + scheme() + " to " + scheme);
    }
    Optional<Target> target = of(next);
    if (target.isEmpty()) {
      return new Redirect.Refused("redirects to what may not be fetched");
    }
    if (!target.get().host().equals(host())) {
      return new Redirect.Refused("redirects to another host");
    }
    if (target.get().port() != port()) {
      return new Redirect.Refused("redirects to another port");
    }
    return new Redirect.Followed(target.get());
  }

  private String scheme() {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the host is this machine by the text alone: a name that only resolves to it may resolve
   * elsewhere the next time.
   */
  static boolean isLoopback(String host) {
    if (host.equals(LOCALHOST) || host.equals("[::1]") || host.equals("[0:0:0:0:0:0:0:1]")) {
      return true;
    }
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals("127")) {
      return false;
    }
    for (String part : parts) {
      if (!isOctet(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOctet(String text) {
    if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
      return false;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
      value = 10 * value + text.charAt(i) - '0';
    }
    return value <= 255;
  }
}
