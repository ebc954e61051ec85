package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products that are started by {@code java} alone. */
class PlainIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";

  private static Acme acme;
  private static Path main;
  private static Path paid;

  @BeforeAll
  static void ship() throws IOException {
    acme = new Acme();
    main = acme.main();
    paid = acme.paid();
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "class path")
  void aGateBitesOnTheClassPath(Jdk jdk) throws Exception {
    String classPath = Acme.classPath(main, Product.API);
    assertEquals(Acme.OWN, acme.run(jdk, "-cp", classPath, "acme.Main").out());
    assertEquals(Acme.PAID, acme.run(jdk, "-cp", paid, "acme.PaidMain").out());
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "Spring Boot executable jar")
  void aGateBitesInAnExecutableJarOfSpringBoot(Jdk jdk) throws Exception {
    Path content = acme.folder().resolve("boot-" + jdk.feature());
    Acme.unpack(Acme.runtime("spring-boot/spring-boot-loader.jar"), content);
    Acme.copy(main, content.resolve("BOOT-INF/classes"));
    Acme.copy(Product.API, content.resolve("BOOT-INF/lib/tollgate-api.jar"));
    Path jar =
        acme.jar(
            "boot-" + jdk.feature() + ".jar",
            """
            Main-Class: org.springframework.boot.loader.launch.JarLauncher
            Start-Class: acme.Main
            Spring-Boot-Classes: BOOT-INF/classes/
            Spring-Boot-Lib: BOOT-INF/lib/
            """,
            content);
    assertEquals(Acme.OWN, acme.run(jdk, "-jar", jar).out());
  }
}
