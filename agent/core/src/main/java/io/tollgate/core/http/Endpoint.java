package io.tollgate.core.http;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.core.settings.HttpAddress;
import io.tollgate.core.status.Build;
import io.tollgate.core.status.Facts;
import io.tollgate.core.store.Store;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.LineFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The HTTP endpoint: health, metrics, and the license's status for those with a token.
 *
 * <p>On the JDK's own server, which has a logger of the host's logging ({@code System.Logger}), one
 * provider for the whole JVM, and limits that are system properties, read once for all servers. So:
 * it is opened when the host's {@code main} has long begun and chosen its logging; a provider that
 * is not the JDK's is not used, because what is told here of limits would not hold; and no property
 * is set, because the host may have such servers too. The limits here are the endpoint's own.
 */
public final class Endpoint implements AutoCloseable {
  /** ms to wait for the facts: a scrape has ten seconds. */
  private static final long PATIENCE = 500;

  private static final int USUAL_BACKLOG = 0;

  private final HttpServer server;
  private final Workers workers;
  private final FactsInTime facts;
  private final AdminToken admin;
  private final Front front;

  private Endpoint(
      HttpServer server, Workers workers, FactsInTime facts, AdminToken admin, Front front) {
    this.server = server;
    this.workers = workers;
    this.facts = facts;
    this.admin = admin;
    this.front = front;
  }

  /**
   * What is answered.
   *
   * @param facts may block; nobody waits for them for long
   * @param metricsPrefix what the names of the first two metrics begin with
   * @param adminTokenFile where the token lies that opens {@code /license} and what is below;
   *     without one that stays closed
   * @param auditFile the audit log's; empty if none is written
   * @param auditStore where its lines are if no file is written
   * @param renewals by whom the license is renewed
   * @param clock by which wrong tokens are counted
   */
  public record Content(
      Facts facts,
      String metricsPrefix,
      Optional<String> adminTokenFile,
      FileSystem files,
      Optional<String> auditFile,
      LineFiles lineFiles,
      Optional<Store> auditStore,
      Renewals renewals,
      Clock clock) {}

  /** Is told what an operator should know of. */
  public interface Failures {

    /**
     * Something is wrong with the agent.
     *
     * @param correlation what the asker was told instead
     */
    void failed(String correlation, Throwable problem);

    /**
     * So many wrong tokens came that none is looked at for a while.
     *
     * @param address where the last of them came from
     */
    void locked(String address);
  }

  /**
   * Opens an endpoint. Its threads are daemons if the calling thread is one.
   *
   * @throws IOException if the address cannot be listened at; the message says why
   */
  public static Endpoint open(HttpAddress address, Content content, Failures failures)
      throws IOException {
    return open(address, content, failures, Workers.Limits.USUAL);
  }

  static Endpoint open(
      HttpAddress address, Content content, Failures failures, Workers.Limits limits)
      throws IOException {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    HttpServer server = HttpServer.create(at, USUAL_BACKLOG);
    if (server.getClass().getModule() != HttpServer.class.getModule()) {
      server.stop(0);
      throw new IOException("this JVM's HTTP server is " + server.getClass().getName());
    }
    String version = Build.ofThisJar().version();
    Workers workers = new Workers(limits);
    FactsInTime facts = new FactsInTime(content.facts(), PATIENCE);
    AdminToken admin = new AdminToken(content.adminTokenFile(), content.files());
    server.setExecutor(workers);
    Front front =
        new Front(
            facts,
            new Metrics(content.metricsPrefix(), version),
            admin,
            new Attempts(content.clock()),
            content.renewals(),
            new AuditTail(content.auditFile(), content.lineFiles(), content.auditStore()),
            version,
            workers,
            failures);
    server.createContext("/", front);
    server.start();
    return new Endpoint(server, workers, facts, admin, front);
  }

  /** Where it listens; the port that was chosen, if any was allowed. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
    facts.close();
    admin.close();
    front.close();
  }
}
