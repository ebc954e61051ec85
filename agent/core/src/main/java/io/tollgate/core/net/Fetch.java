package io.tollgate.core.net;

import io.tollgate.core.system.Fetched;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Printable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * One fetch, on a thread of its own: who waits for the result can stop waiting at any time,
 * whatever this thread is held up by, and interrupts it then.
 *
 * <p>Everything is made for this fetch and ended after it. Up to JDK 20 a client cannot be closed:
 * its thread and its connection end when the garbage collector finds that nobody holds it.
 */
final class Fetch implements Runnable {
  private static final int OK = 200;
  private static final int PROXY_LOGIN_REQUIRED = 407;
  private static final int MOST_REDIRECTS = 3;
  private static final int KIB = 1024;

  private final CompletableFuture<Fetched> result = new CompletableFuture<>();
  private final Target first;
  private final int mostBytes;
  private final BodyLimit body;
  private final TrustedServers trusted;
  private final Optional<ProxyServer> proxy;
  private final int mostMillis;

  Fetch(
      Target target,
      int mostBytes,
      TrustedServers trusted,
      Optional<ProxyServer> proxy,
      int mostMillis) {
    this.first = target;
    this.mostBytes = mostBytes;
    this.body = new BodyLimit(mostBytes);
    this.trusted = trusted;
    this.proxy = proxy;
    this.mostMillis = mostMillis;
  }

  /** Completed with what came of it, never exceptionally. */
  CompletableFuture<Fetched> result() {
    return result;
  }

  @Override
  public void run() {
    // Not shut down but left without work, upon which its threads end: the client may still clean
    // up.
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<Runnable>(),
            new FetchThreads());
    try {
      HttpClient client = client(threads);
      try {
        result.complete(follow(client));
      } finally {
        end(client);
      }
    } catch (RefusedException e) {
      String detail = e.refusal().detail();
      result.complete(failed("cannot be asked: " + detail.substring(0, detail.length() - 1)));
    } catch (Throwable e) {
      result.complete(failed(Failures.of(e, late())));
    }
  }

  /**
   * Ends it with this result; the thread ends soon. It is not interrupted: on JDK 17 the client
   * does not let go of its own thread if a request is cancelled at the wrong moment, and does after
   * a timeout of its own and after a body that is not read to the end.
   */
  Fetched giveUp(String why) {
    Fetched failed = failed(why);
    result.complete(failed);
    body.giveUp();
    return failed;
  }

  /** What is said of a server that takes too long. */
  String late() {
    return "did not answer within "
        + (mostMillis % 1_000 == 0 ? mostMillis / 1_000 + " s" : mostMillis + " ms");
  }

  /** A failure of this server, or of the way to it. */
  Fetched failed(String why) {
    String server =
        proxy.isPresent()
            ? first.name() + " through the proxy " + proxy.get().name()
            : first.name();
    return new Fetched.Failed(Printable.text(server + " " + why));
  }

  private HttpClient client(ThreadPoolExecutor threads)
      throws GeneralSecurityException, IOException, RefusedException {
    SSLContext context = trusted.context();
    SSLParameters parameters = context.getDefaultSSLParameters();
    // The client sets it too, unless jdk.internal.httpclient.disableHostnameVerification is set.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(mostMillis))
            .executor(threads)
            .sslContext(context)
            .sslParameters(parameters);
    return builder.proxy(selector()).build();
  }

  /** Never the host's, which the client would ask otherwise. */
  private ProxySelector selector() {
    return proxy.isPresent()
        ? ProxySelector.of(
            InetSocketAddress.createUnresolved(proxy.get().host(), proxy.get().port()))
        : HttpClient.Builder.NO_PROXY;
  }

  private Fetched follow(HttpClient client) throws IOException, InterruptedException {
    String userAgent = UserAgent.text();
    Target target = first;
    for (int redirects = 0; redirects <= MOST_REDIRECTS && !result.isDone(); redirects++) {
      HttpResponse<Optional<byte[]>> answer = client.send(request(target, userAgent), body);
      Optional<String> location = answer.headers().firstValue("Location");
      if (!isRedirect(answer.statusCode()) || location.isEmpty()) {
        return judged(answer);
      }
      Redirect redirect = target.redirect(location.get());
      if (redirect instanceof Redirect.Refused refused) {
        return failed(refused.why());
      }
      target = ((Redirect.Followed) redirect).target();
    }
    return failed("redirects more than " + MOST_REDIRECTS + " times");
  }

  private HttpRequest request(Target target, String userAgent) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.uri())
            .timeout(Duration.ofMillis(mostMillis))
            .header("Accept", "application/json, application/jwt, */*;q=0.1")
            .header("User-Agent", userAgent);
    if (proxy.isPresent() && proxy.get().login().isPresent()) {
      // The client sends it to the proxy alone, and only where the JVM allows Basic for tunnels.
      request.header("Proxy-Authorization", proxy.get().login().get().basic());
    }
    return request.build();
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private Fetched judged(HttpResponse<Optional<byte[]>> answer) {
    int status = answer.statusCode();
    if (status == PROXY_LOGIN_REQUIRED && proxy.isPresent()) {
      return failed(
          proxy.get().login().isEmpty()
              ? "cannot be reached: the proxy wants a user and a password"
              : "cannot be reached: the proxy did not take the user and password (a JVM sends them"
                  + " only with -Djdk.http.auth.tunneling.disabledSchemes=)");
    }
    if (status != OK) {
      return failed("answered " + status);
    }
    Optional<String> encoding = answer.headers().firstValue("Content-Encoding");
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
      return failed("answered in the encoding " + encoding.get() + ", which nobody asked for");
    }
    Optional<byte[]> body = answer.body();
    return body.isPresent()
        ? new Fetched.Body(body.get())
        : failed("answered with what is larger than " + size());
  }

  private String size() {
    return mostBytes % KIB == 0 ? mostBytes / KIB + " KiB" : mostBytes + " bytes";
  }

  /** Does not wait for what still runs: closing ends that if its thread is interrupted. */
  private static void end(HttpClient client) throws Exception {
    if (client instanceof AutoCloseable closeable) {
      Thread.currentThread().interrupt();
      closeable.close();
    }
  }
}
