package io.tollgate.core.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy.
 *
 * @param login what it wants to know, if anything; never part of a message
 */
record ProxyServer(String host, int port, Optional<Login> login) {
  /** The form of the texts that {@link #of} reads. */
  static final String FORM = "http://[user:password@]host:port";

  private static final String SCHEME = "http://";

  /** A user and a password, which no message prints. */
  static final class Login {
    private final String user;
    private final String password;

    Login(String user, String password) {
      this.user = user;
      this.password = password;
    }

    String user() {
      return user;
    }

    String password() {
      return password;
    }

    /** What the proxy is told (RFC 7617 §2.1). */
    String basic() {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }
  }

  /**
   * Reads {@link #FORM}, a slash at the end forgiven; user and password are percent-encoded as in
   * any URL (RFC 3986 §3.2.1). Empty if the text is anything else.
   */
  static Optional<ProxyServer> of(String text) {
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String authority =
        text.substring(SCHEME.length(), text.length() - (text.endsWith("/") ? 1 : 0));
    int at = authority.lastIndexOf('@');
    Optional<Login> login = at < 0 ? Optional.empty() : login(authority.substring(0, at));
    if (at >= 0 && login.isEmpty()) {
      return Optional.empty();
    }
    String server = authority.substring(at + 1);
    int colon = server.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    return of(server.substring(0, colon), server.substring(colon + 1), login);
  }

  /** A proxy at this place; empty if there is no such place. */
  static Optional<ProxyServer> of(String host, String port, Optional<Login> login) {
    int number;
    try {
      number = Integer.parseInt(port);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return isHost(host) && number > 0 && number <= 0xffff
        ? Optional.of(new ProxyServer(host, number, login))
        : Optional.empty();
  }

  String name() {
    return host + ":" + port;
  }

  private static boolean isHost(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!plain && c != '-' && c != '.' && c != '_' && !(bracketed && c == ':')) {
        return false;
      }
    }
    return !bare.isEmpty();
  }

  private static Optional<Login> login(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    Optional<String> user = percentDecoded(userInfo.substring(0, colon));
    Optional<String> password = percentDecoded(userInfo.substring(colon + 1));
    // A colon would end the user's name on the wire (RFC 7617 §2).
    return user.isPresent() && password.isPresent() && user.get().indexOf(':') < 0
        ? Optional.of(new Login(user.get(), password.get()))
        : Optional.empty();
  }

  private static Optional<String> percentDecoded(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded.write(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      decoded.write(16 * high + low);
      i += 2;
    }
    return Optional.of(decoded.toString(StandardCharsets.UTF_8));
  }
}
