package io.tollgate.core.net;

import java.net.Authenticator;
import java.net.PasswordAuthentication;

/** Answers a proxy that asks, and nobody else. The host's default authenticator is never asked. */
final class ProxyLogin extends Authenticator {
  private final ProxyServer.Login login;

  ProxyLogin(ProxyServer.Login login) {
    this.login = login;
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    return getRequestorType() == RequestorType.PROXY
        ? new PasswordAuthentication(login.user(), login.password().toCharArray())
        : new PasswordAuthentication("", new char[0]);
  }
}
