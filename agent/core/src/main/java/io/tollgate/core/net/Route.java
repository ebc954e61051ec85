package io.tollgate.core.net;

/** How a server is reached. */
sealed interface Route {

  /** By itself. */
  record Direct() implements Route {}

  record Through(ProxyServer proxy) implements Route {}

  /**
   * By nothing: the machine names a proxy that cannot be used.
   *
   * @param why as a sentence without its full stop
   */
  record Wrong(String why) implements Route {}
}
