package osgi;

import acme.Renewal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Bundles in the OSGi framework that is on the class path. */
public final class Frameworks {
  private Frameworks() {}

  /**
   * Runs it.
   *
   * @param arguments the API's bundle, one that imports it, one that embeds it, one without
   */
  public static void main(String[] arguments) throws Exception {
    // Its other threads would keep a JVM whose main has failed.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> {
          problem.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    Path storage = Files.createTempDirectory(Path.of(""), "storage");
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
    framework.start();
    System.out.println(
        "boot delegation: "
            + framework.getBundleContext().getProperty(Constants.FRAMEWORK_BOOTDELEGATION));
    start(framework, arguments[0]);
    Bundle importing = start(framework, arguments[1]);
    Bundle embedding = start(framework, arguments[2]);
    Bundle paid = start(framework, arguments[3]);
    new Renewal()
        .of("importing", () -> report(importing, "acme.Export"))
        .of("embedding", () -> report(embedding, "acme.Export"))
        .of("paid", () -> report(paid, "acme.PaidExport"))
        .show();
    framework.stop();
    framework.waitForStop(20_000);
    System.exit(0);
  }

  private static Bundle start(Framework framework, String jar) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
    bundle.start();
    return bundle;
  }

  private static String report(Bundle bundle, String name) throws Exception {
    return (String) bundle.loadClass(name).getMethod("report").invoke(null);
  }
}
