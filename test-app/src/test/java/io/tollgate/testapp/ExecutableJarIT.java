package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.testapp.Vendor.StartPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application's executable jar with the agent in it: started by {@code java -jar} alone. */
class ExecutableJarIT {

  @ParameterizedTest
  @MethodSource("io.tollgate.testapp.Jdk#all")
  void aSpringBootJarWithTheAgentInItIsGatedWithoutAnyOption(Jdk jdk) throws Exception {
    Vendor vendor = Vendor.theOne();
    Launch launch = Launch.oneJar(StartPolicy.GATE, jdk);
    try (App app = launch.with(vendor.valid()).app()) {
      Gates.assertOpen(app);
      assertEquals("", app.stdout());
      assertEquals("", app.stderr());
    }
    try (App app = launch.with(vendor.expired()).app()) {
      Gates.assertClosed(app, "TG-LIC-0002", "EXPIRED");
      assertEquals("", app.stdout());
      assertTrue(app.stderr().startsWith("Tollgate: Order Desk starts with"), app::stderr);
    }
  }

  @ParameterizedTest
  @MethodSource("io.tollgate.testapp.Jdk#all")
  void aSpringBootJarWithTheAgentInItDoesNotStartWithoutALicense(Jdk jdk) throws Exception {
    try (JavaProcess process = Launch.oneJar(StartPolicy.HALT, jdk).process()) {
      assertEquals(78, process.exitCode(), process::describe);
      assertEquals("", process.stdout());
      assertTrue(
          process.stderr().startsWith("Tollgate: Order Desk does not start"), process::stderr);
    }
  }
}
