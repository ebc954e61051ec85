package io.tollgate.testapp;

import static io.tollgate.testapp.Vendor.StartPolicy.GATE;
import static io.tollgate.testapp.Vendor.StartPolicy.HALT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an application whose license changes while it runs, on every JDK here. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.tollgate.testapp.Jdk#all")
class LicenseChangesIT {
  private static final Duration MOST = Duration.ofMinutes(5);

  private final Jdk jdk;
  private final Vendor vendor;

  LicenseChangesIT(Jdk jdk) throws Exception {
    this.jdk = jdk;
    this.vendor = Vendor.theOne();
  }

  @Test
  void aClosedAppOpensWithAGoodTokenAndStaysOpenWhenABadOneFollows() throws Exception {
    try (App app = Launch.under(GATE, jdk).app()) {
      Gates.assertClosed(app, "TG-LIC-0001", "MISSING");

      app.mount(vendor.valid());
      awaitStatus(app, 201);
      Gates.assertOpen(app);

      app.mount(vendor.tampered());
      Eventually.holds(
          "the tampered token is reported",
          MOST,
          () -> app.stderr().contains("TG-TOK-0006"),
          app::describe);
      Gates.assertOpen(app);
    }
  }

  @Test
  void aRunningAppClosesWhenGraceEndsAndOpensWhenItIsRenewed() throws Exception {
    try (App app = Launch.under(HALT, jdk).with(vendor.inGrace()).app()) {
      Gates.assertOpen(app);

      // Issued later than the one that rules, so it takes over while it is in grace.
      app.mount(vendor.inGraceFor(Duration.ofSeconds(8)));
      awaitStatus(app, 402);
      Gates.assertClosed(app, "TG-LIC-0002", "EXPIRED");
      assertTrue(app.isAlive(), app::describe);

      app.mount(vendor.valid());
      awaitStatus(app, 201);
      Gates.assertOpen(app);
      assertEquals("", app.stdout());
    }
  }

  private static void awaitStatus(App app, int status) throws Exception {
    Eventually.holds(
        "placing an order answers " + status,
        MOST,
        () -> app.placeOrder().status() == status,
        app::describe);
  }
}
