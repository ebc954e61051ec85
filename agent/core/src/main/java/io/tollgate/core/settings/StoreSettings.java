package io.tollgate.core.settings;

import java.util.Optional;

/**
 * Where the store is, if not in the state folder.
 *
 * @param url a JDBC URL of PostgreSQL
 * @param user who to be there
 * @param passwordFile the file that holds the password, read anew for each connection
 */
public record StoreSettings(
    Optional<String> url, Optional<String> user, Optional<String> passwordFile) {
  static final String POSTGRESQL = "jdbc:postgresql:";

  /** In {@code state.dir}, or nowhere. */
  public static final StoreSettings NONE =
      new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty());

  /** A URL as messages show it: without its parameters and without user and password. */
  public static String shown(String url) {
    String base = base(url);
    int at = base.lastIndexOf('@');
    String shown =
        namesUser(url) ? base.substring(0, host(base)) + "..." + base.substring(at) : base;
    return base.length() == url.length() ? shown : shown + "?...";
  }

  /** Whether there is something before an @, which PostgreSQL's driver takes for a host. */
  static boolean namesUser(String url) {
    return base(url).lastIndexOf('@') >= host(base(url));
  }

  private static String base(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  private static int host(String base) {
    return Math.max(0, base.indexOf("//") + 2);
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return "StoreSettings[" + (url.isPresent() ? shown(url.get()) : "") + "]";
  }
}
