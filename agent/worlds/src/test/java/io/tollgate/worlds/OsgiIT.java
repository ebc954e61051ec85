package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bundles that import the API, embed it or do without it, in frameworks as they are delivered: boot
 * delegation is untouched.
 */
class OsgiIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";
  private static final String BITTEN =
      """
      boot delegation: null
      importing: CLOSED TG-LIC-0002 imported
      embedding: CLOSED TG-LIC-0002 own
      paid: IllegalStateException Renew your license
      importing: OPEN
      embedding: OPEN
      paid: OPEN
      """;

  private static Acme acme;
  private static Path importing;
  private static Path embedding;
  private static Path paid;

  @BeforeAll
  static void ship() throws IOException {
    acme = new Acme();
    Path classes = acme.main();
    importing = bundle("importing", "Import-Package: io.tollgate.api\n", classes);
    Path content = acme.folder().resolve("embedded");
    Acme.copy(classes, content);
    Acme.copy(Product.API, content.resolve("lib/tollgate-api.jar"));
    embedding = bundle("embedding", "Bundle-ClassPath: .,lib/tollgate-api.jar\n", content);
    paid = bundle("nothing", "", acme.paid());
  }

  private static Path bundle(String name, String headers, Path content) throws IOException {
    return acme.jar(
        name + ".jar",
        "Bundle-ManifestVersion: 2\nBundle-SymbolicName: acme." + name + "\n" + headers,
        content);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "OSGi: Apache Felix")
  void gatesBiteInBundlesOfFelix(Jdk jdk) throws Exception {
    assertEquals(BITTEN, run(jdk, "felix/org.apache.felix.framework.jar"));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "OSGi: Eclipse Equinox")
  void gatesBiteInBundlesOfEquinox(Jdk jdk) throws Exception {
    assertEquals(BITTEN, run(jdk, "equinox/org.eclipse.osgi.jar"));
  }

  private static String run(Jdk jdk, String framework) throws Exception {
    Path jar = Acme.runtime(framework);
    Path driver =
        acme.compile(
            jar.getFileName() + "-" + jdk.feature(),
            List.of("-cp", jar.toString()),
            "osgi/Frameworks.java",
            "acme/Renewal.java");
    return acme.run(
            jdk,
            "-cp",
            Acme.classPath(driver, jar),
            "osgi.Frameworks",
            Product.API,
            importing,
            embedding,
            paid)
        .out();
  }
}
