package io.tollgate.core.net;

import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.Network;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Printable;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches over HTTPS, and over HTTP from loopback. Redirects are followed on the same server only.
 * No cookies, no cache, no compression, no default of the host's: not its SSL context, its proxy
 * selector, its authenticator or its cookie handler.
 *
 * <p>TLS makes the JDK create its logger for security events, and with that the host's {@code
 * LogManager}. Nothing here is to be used before {@code main}, where a host has not chosen its own
 * yet.
 */
public final class HttpsNetwork implements Network {
  private static final String MODULE = "java.net.http";
  private static final int MOST_MILLIS = 5_000;

  private final TrustedServers trusted;
  private final ProxyRules proxies;
  private final int mostMillis;

  /**
   * The network as the operator has set it up.
   *
   * @param caFile the setting {@code ca.file}: certificates in PEM, trusted besides the JDK's
   * @param proxy the setting {@code proxy}
   * @throws RefusedException if a setting cannot be used; the message holds no password
   */
  public HttpsNetwork(
      Optional<String> caFile, Optional<String> proxy, FileSystem files, Environment environment)
      throws RefusedException {
    this(caFile, proxy, files, environment, MOST_MILLIS);
  }

  /**
   * For tests, which do not wait as long.
   *
   * @param mostMillis for connecting, redirects, headers and body together
   */
  HttpsNetwork(
      Optional<String> caFile,
      Optional<String> proxy,
      FileSystem files,
      Environment environment,
      int mostMillis)
      throws RefusedException {
    this.trusted = new TrustedServers(caFile, files);
    this.proxies = new ProxyRules(proxy, environment);
    this.mostMillis = mostMillis;
  }

  @Override
  public Fetched get(String url, int mostBytes) {
    Optional<Target> target = Target.of(url);
    if (target.isEmpty()) {
      return new Fetched.Failed("the URL is neither https nor http on loopback, without a user");
    }
    try {
      return get(target.get(), mostBytes);
    } catch (Throwable e) {
      return new Fetched.Failed(
          target.get().name() + " cannot be asked: " + e.getClass().getName());
    }
  }

  private Fetched get(Target target, int mostBytes) throws ExecutionException {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Fetched.Failed(
          target.name()
              + " cannot be asked: that needs the module java.net.http, which this runtime does not"
              + " have");
    }
    Route route = proxies.to(target);
    if (route instanceof Route.Wrong wrong) {
      return new Fetched.Failed(Printable.text(target.name() + " cannot be asked: " + wrong.why()));
    }
    Optional<ProxyServer> proxy =
        route instanceof Route.Through through ? Optional.of(through.proxy()) : Optional.empty();
    return await(new Fetch(target, mostBytes, trusted, proxy, mostMillis));
  }

  /** The deadline is here: nothing that a server, a resolver or the JDK does can move it. */
  private Fetched await(Fetch fetch) throws ExecutionException {
    DaemonThreads.start(FetchThreads.NAME, fetch);
    try {
      return fetch.result().get(mostMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return fetch.giveUp(fetch.late());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fetch.giveUp("was not waited for");
    }
  }
}
