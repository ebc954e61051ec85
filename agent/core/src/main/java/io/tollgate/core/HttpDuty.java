package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.audit.AuditLog;
import io.tollgate.core.http.Endpoint;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.renewal.Renewal;
import io.tollgate.core.settings.HttpAddress;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.status.Facts;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.system.LocalLineFiles;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opens the HTTP endpoint, late: the JDK's server asks for a {@code System.Logger}, and in a JVM
 * whose {@code main} has not set up its logging yet that would choose the log manager for it.
 */
final class HttpDuty implements Runnable {
  /** The file in the state folder that names the port. */
  private static final String PORT = "http.port";

  /** What a main gets for choosing its logging, in ms. */
  private static final long AFTER_MAIN_BEGAN = 1_000;

  private final HostMain main;
  private final HttpAddress address;
  private final Inquiry inquiry;
  private final Facts facts;
  private final Announcer announcer;

  /**
   * Prepares it.
   *
   * @param main the thread that runs the agents, and then the host
   */
  HttpDuty(Thread main, HttpAddress address, Inquiry inquiry, Facts facts, Announcer announcer) {
    this.main = new HostMain(main);
    this.address = address;
    this.inquiry = inquiry;
    this.facts = facts;
    this.announcer = announcer;
  }

  @Override
  public void run() {
    try {
      main.awaitBegin(inquiry.clock(), AFTER_MAIN_BEGAN);
      Opening.open(address, inquiry, facts, announcer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (NoClassDefFoundError e) {
      boolean server = String.valueOf(e.getMessage()).contains("httpserver");
      failed(server ? "this JVM has no module jdk.httpserver" : e.toString());
    } catch (RuntimeException | Error e) {
      failed(e.toString());
    }
  }

  private void failed(String why) {
    String where = address.host() + ":" + address.port();
    announcer.problem(
        "there is no HTTP endpoint",
        new Refusal(ErrorCode.ENDPOINT_FAILED, "It is " + where + " (" + why + ")."));
  }

  /** A class of its own, because with it the endpoint's classes are loaded. */
  private static final class Opening {
    private Opening() {}

    static void open(HttpAddress address, Inquiry inquiry, Facts facts, Announcer announcer)
        throws IOException {
      Endpoint endpoint =
          Endpoint.open(
              address,
              new Endpoint.Content(
                  facts,
                  inquiry.policy().metricsPrefix(),
                  inquiry.settings().adminTokenFile(),
                  inquiry.files(),
                  inquiry.folder().path(AuditLog.FILE),
                  new LocalLineFiles(),
                  inquiry.store().isShared()
                      ? Optional.of(inquiry.store().get())
                      : Optional.empty(),
                  new Renewal(
                      inquiry.keeper(),
                      inquiry.clock(),
                      inquiry.store().get(),
                      new HoldInPlaces(inquiry.store()),
                      new UseNow(facts)),
                  inquiry.clock()),
              new TellOnce(announcer));
      StateFolder folder = inquiry.folder();
      if (folder.isThere()) {
        byte[] port = (endpoint.port() + "\n").getBytes(StandardCharsets.US_ASCII);
        folder.writePlain(PORT, port);
      }
    }
  }

  private record HoldInPlaces(StoreLink link) implements Renewal.Places {
    @Override
    public void hold(LicenseRow row) {
      link.hold(row);
    }
  }

  private record UseNow(Facts facts) implements Renewal.Use {
    @Override
    public Map<String, Long> byCap() {
      Map<String, Long> used = new TreeMap<>();
      for (CapUse cap : facts.caps()) {
        used.put(cap.cap(), cap.used());
      }
      return used;
    }
  }

  /** One line for the first: what fails once fails at every scrape. Being locked does not. */
  private static final class TellOnce implements Endpoint.Failures {
    private final Announcer announcer;
    private boolean told;

    TellOnce(Announcer announcer) {
      this.announcer = announcer;
    }

    @Override
    public synchronized void failed(String correlation, Throwable problem) {
      if (!told) {
        told = true;
        announcer.problem(
            "an HTTP request failed",
            new Refusal(
                ErrorCode.ENDPOINT_ERROR, problem + " (correlation id " + correlation + ")."));
      }
    }

    @Override
    public void locked(String address) {
      announcer.problem(
          "somebody guesses the token of the HTTP endpoint",
          new Refusal(ErrorCode.ENDPOINT_LOCKED, "The last came from " + address + "."));
    }
  }
}
