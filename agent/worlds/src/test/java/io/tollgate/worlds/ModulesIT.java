package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's modules and those of JBoss. */
class ModulesIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";

  private static Acme acme;
  private static Path main;
  private static Path paid;
  private static Path app;
  private static Path paidModule;

  @BeforeAll
  static void ship() throws IOException {
    acme = new Acme();
    main = acme.main();
    paid = acme.paid();
    app =
        acme.compile(
            "app",
            List.of("-p", Product.API.toString()),
            "modules/app/module-info.java",
            "acme/Main.java",
            "acme/Export.java",
            "acme/Renewal.java");
    paidModule =
        acme.compile(
            "paid-module",
            List.of(),
            "modules/paid/module-info.java",
            "acme/PaidMain.java",
            "acme/PaidExport.java",
            "acme/Paid.java",
            "acme/Renewal.java");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "module path")
  void gatesBiteInNamedModulesThatExportNothing(Jdk jdk) throws Exception {
    assertModules(jdk.tool("java"), "");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "JBoss Modules")
  void gatesBiteInModulesOfJBoss(Jdk jdk) throws Exception {
    Path modules = acme.folder().resolve("modules-" + jdk.feature());
    module(modules, "io.tollgate.api", Product.API, "");
    Path mainJar = acme.jar("main-" + jdk.feature() + ".jar", "", main);
    module(
        modules,
        "acme.main",
        mainJar,
        "<dependencies><module name='io.tollgate.api'/></dependencies>",
        "acme.Main");
    Path paidJar = acme.jar("paid-" + jdk.feature() + ".jar", "", paid);
    module(modules, "acme.paid", paidJar, "", "acme.PaidMain");
    Path jboss = Acme.runtime("jboss-modules/jboss-modules.jar");
    assertEquals(
        Acme.IMPORTED,
        acme.run(jdk, "-cp", jboss, "org.jboss.modules.Main", "-mp", modules, "acme.main").out());
    assertEquals(Acme.PAID, acme.run(jdk, "-jar", jboss, "-mp", modules, "acme.paid").out());
  }

  private static void module(
      Path modules, String name, Path jar, String dependencies, String... mainClass)
      throws IOException {
    Path folder = modules.resolve(name.replace('.', '/')).resolve("main");
    Acme.copy(jar, folder.resolve("content.jar"));
    Files.writeString(
        folder.resolve("module.xml"),
        "<module xmlns='urn:jboss:module:1.9' name='"
            + name
            + "'>"
            + (mainClass.length == 0 ? "" : "<main-class name='" + mainClass[0] + "'/>")
            + "<resources><resource-root path='content.jar'/></resources>"
            + dependencies
            + "</module>");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "jlink, runtime of java.base and java.instrument")
  void gatesBiteInTheSmallestRuntime(Jdk jdk) throws Exception {
    String java = linked(jdk, "smallest", "java.base,java.instrument");
    Run list = Run.of(List.of(java, "--list-modules"), Map.of(), acme.folder()).assertStatus(0);
    assertTrue(list.out().matches("java.base@\\S+\njava.instrument@\\S+\n"), list.out());
    String settings = ",state.dir=" + acme.path("state-" + jdk.feature());
    String classPath = Acme.classPath(main, Product.API);
    Run run = acme.run(java, settings, "-cp", classPath, "acme.Main");
    assertEquals(Acme.OWN, run.out());
    assertModules(java, settings);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "jlink, product and API linked in")
  void gatesBiteInAProductThatIsLinkedIntoItsRuntime(Jdk jdk) throws Exception {
    String path = Acme.classPath(app, Product.API);
    String java = linked(jdk, "product", "acme.app,java.instrument", "-p", path);
    assertEquals(Acme.OWN, acme.run(java, "", "-m", "acme.app/acme.Main").out());
  }

  private static void assertModules(String java, String settings) throws Exception {
    String path = Acme.classPath(app, Product.API);
    Run run = acme.run(java, settings, "-p", path, "-m", "acme.app/acme.Main");
    // One loader has both modules.
    assertEquals(Acme.OWN, run.out());
    Run paidRun = acme.run(java, settings, "-p", paidModule, "-m", "acme.paid/acme.PaidMain");
    assertEquals(Acme.PAID, paidRun.out());
  }

  /** The launcher of a new runtime with these modules. */
  private static String linked(Jdk jdk, String name, String modules, String... options)
      throws Exception {
    Path image = acme.folder().resolve(name + "-" + jdk.feature());
    List<String> jlink = new ArrayList<>(List.of(jdk.tool("jlink")));
    jlink.addAll(List.of(options));
    jlink.addAll(List.of("--add-modules", modules, "--output", image.toString()));
    Run.of(jlink, Map.of(), acme.folder()).assertStatus(0);
    return image.resolve("bin/java").toString();
  }
}
