package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the jar, and what of it a start loads. */
class ShippedJarIT {
  private static final String ZONE = "tollgate/";

  /** Never reached by what verifies: the rest of a library that is shipped in part. */
  private static final Set<String> LEFT_OUT_ON_PURPOSE =
      Set.of(
          "com/google/gson/internal/bind/JsonTreeReader",
          "org/bouncycastle/asn1/x9/X9ECParameters",
          "org/bouncycastle/crypto/params/DSAKeyParameters",
          "org/bouncycastle/crypto/params/DSAParameters",
          "org/bouncycastle/crypto/params/GOST3410KeyParameters",
          "org/bouncycastle/crypto/params/GOST3410Parameters",
          "org/bouncycastle/math/Primes",
          "org/bouncycastle/util/Properties");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @Test
  void theJarIsSmall() throws IOException {
    long size = Files.size(Product.AGENT);
    assertTrue(size <= 3_000_000, "tollgate-agent.jar has " + size + " bytes");
  }

  @Test
  void outsideTheZoneLiesOnlyTheHandOver() throws IOException {
    try (JarFile jar = new JarFile(Product.AGENT.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        assertTrue(
            entry.isDirectory()
                || name.startsWith(ZONE)
                || name.startsWith("io/tollgate/premain/")
                || name.equals("META-INF/MANIFEST.MF"),
            name);
      }
    }
  }

  @Test
  void everyClassThatTheZoneRefersToIsInTheZoneOrInTheJdk() throws IOException {
    Set<String> missing = new TreeSet<>();
    try (JarFile jar = new JarFile(Product.AGENT.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(ZONE) && entry.getName().endsWith(".class")) {
          for (String name : references(jar, entry)) {
            boolean there =
                name.startsWith("java/")
                    || name.startsWith("javax/")
                    || name.startsWith("org/jspecify/")
                    || jar.getEntry(ZONE + name + ".class") != null;
            if (!there && !LEFT_OUT_ON_PURPOSE.contains(name) && !isOptional(name)) {
              missing.add(name + " from " + entry.getName());
            }
          }
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aStartTouchesNoLoggingNoManagementNoProviderAndNoCommand(Jdk jdk)
      throws IOException, InterruptedException {
    Product product = Product.make();
    String agent = product.sealed("acme", "");
    String token = product.token("token", Instant.now().plus(Duration.ofDays(400)));
    Path log = product.folder().resolve("classes.log");
    Run run =
        product.run(
            jdk,
            Map.of(),
            "-Xlog:class+load:file=" + log,
            "-javaagent:" + agent + "=token.file=" + token);
    assertEquals("OPEN\n", run.assertStatus(0).out());
    String loaded = Files.readString(log);
    assertTrue(loaded.contains(" java.lang.TollgateGate "));
    for (String avoided :
        List.of(
            " java.util.logging.",
            " java.lang.System$Logger",
            " javax.management.",
            " sun.management.",
            " java.security.Provider ",
            " java.security.MessageDigest ",
            " java.util.regex.",
            " java.lang.runtime.ObjectMethods ",
            " java.time.",
            " picocli.",
            " io.tollgate.core.command.")) {
      for (String line : loaded.lines().toList()) {
        // The class data archive holds classes that the JVM itself loads before any agent.
        assertFalse(
            line.contains(avoided) && loaded.indexOf(line) > loaded.indexOf("TollgateAgent"), line);
      }
    }
  }

  private static boolean isOptional(String name) {
    return name.startsWith("com/google/errorprone/") || name.startsWith("groovy/");
  }

  private static Set<String> references(JarFile jar, ZipEntry entry) throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream stream = jar.getInputStream(entry)) {
      assertNotNull(stream);
      new ClassReader(stream.readAllBytes())
          .accept(
              new ClassRemapper(
                  new ClassWriter(0),
                  new Remapper(net.bytebuddy.jar.asm.Opcodes.ASM9) {
                    @Override
                    public String map(String internalName) {
                      names.add(internalName);
                      return internalName;
                    }
                  }),
              0);
    }
    return names;
  }
}
