package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.DynamicCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
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
    assertTrue(size <= 5_500_000, "tollgate-agent.jar has " + size + " bytes");
  }

  /** The JVM reads the list of entries whole, at every start and before anything is compiled. */
  @Test
  void theJarHasFewEntries() throws IOException {
    try (JarFile jar = new JarFile(Product.AGENT.toFile())) {
      assertTrue(jar.size() <= 64, jar.size() + " entries");
    }
  }

  @Test
  void outsideTheZoneLiesOnlyTheHandOver() throws IOException {
    try (JarFile jar = new JarFile(Product.AGENT.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        assertTrue(
            entry.isDirectory()
                || (name.startsWith(ZONE) && !name.endsWith(".class"))
                || name.startsWith("io/tollgate/premain/")
                || name.equals("META-INF/MANIFEST.MF")
                || name.equals("META-INF/LICENSE"),
            name);
      }
    }
  }

  @Test
  void everyClassThatTheZoneRefersToIsInTheZoneOrInTheJdk()
      throws IOException, DataFormatException {
    Map<String, byte[]> zone = zone();
    Set<String> missing = new TreeSet<>();
    for (Map.Entry<String, byte[]> file : zone.entrySet()) {
      for (String name : references(file.getValue())) {
        boolean there =
            name.startsWith("java/")
                || name.startsWith("javax/")
                || name.startsWith("jdk/jfr/")
                || name.startsWith("org/jspecify/")
                || name.startsWith("com/sun/net/httpserver/")
                || zone.containsKey(name + ".class");
        if (!there && !LEFT_OUT_ON_PURPOSE.contains(name) && !isOptional(name)) {
          missing.add(name + " from " + file.getKey());
        }
      }
    }
    assertEquals(Set.of(), missing);
    assertTrue(zone.size() > 400, zone.size() + " classes");
  }

  /**
   * What is linked late can fail for good: a full heap at that moment breaks the JDK's part of it
   * for the life of the JVM.
   */
  @Test
  void noCodeOfOursIsLinkedAtRunTimeButCommands() throws IOException, DataFormatException {
    Set<String> dynamic = new TreeSet<>();
    for (Map.Entry<String, byte[]> file : zone().entrySet()) {
      String name = file.getKey();
      boolean ours = name.startsWith("io/tollgate/") || name.startsWith("java/");
      if (ours && !name.startsWith("io/tollgate/core/command/")) {
        for (String method : DynamicCalls.in(file.getValue(), bootstrap -> true)) {
          dynamic.add(name + " " + method);
        }
      }
    }
    assertEquals(Set.of(), dynamic);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aStartTouchesNoLoggingNoManagementNoProviderNoServerAndNoCommand(Jdk jdk)
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
            " jdk.jfr.",
            " io.tollgate.core.jfr.FlightRecorderLink ",
            " io.tollgate.core.jmx.",
            " picocli.",
            " io.prometheus.",
            "net.httpserver.",
            " io.tollgate.core.http.",
            " io.tollgate.core.HttpDuty ",
            " io.tollgate.core.store.",
            " java.sql.",
            " org.h2.",
            " org.postgresql.",
            " io.tollgate.core.command.")) {
      for (String line : loaded.lines().toList()) {
        // The class data archive holds classes that the JVM itself loads before any agent.
        assertFalse(
            line.contains(avoided) && loaded.indexOf(line) > loaded.indexOf("TollgateAgent"), line);
      }
    }
  }

  private static boolean isOptional(String name) {
    return name.startsWith("com/google/errorprone/")
        || name.startsWith("groovy/")
        || name.startsWith("io/prometheus/metrics/annotations/");
  }

  /** The class files of the zone by their paths. */
  private static Map<String, byte[]> zone() throws IOException, DataFormatException {
    Map<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = new JarFile(Product.AGENT.toFile())) {
      for (String pack : List.of("zone.pack", "late.pack")) {
        ZipEntry entry = jar.getEntry(ZONE + pack);
        assertEquals(ZipEntry.STORED, entry.getMethod(), pack);
        unpack(jar.getInputStream(entry).readAllBytes(), files);
      }
    }
    return files;
  }

  private static void unpack(byte[] pack, Map<String, byte[]> files) throws DataFormatException {
    ByteBuffer table = ByteBuffer.wrap(pack).position(4);
    int slots = table.getInt();
    for (int i = 0; i < slots; i++) {
      table.getInt();
      int nameAt = table.getInt();
      int begin = table.getInt();
      int length = table.getInt();
      byte[] content = new byte[table.getInt()];
      if (nameAt > 0) {
        ByteBuffer named = ByteBuffer.wrap(pack).position(nameAt);
        byte[] name = new byte[named.getInt()];
        named.get(name);
        if (length == content.length) {
          System.arraycopy(pack, begin, content, 0, length);
        } else {
          Inflater inflater = new Inflater();
          inflater.setInput(pack, begin, length);
          assertEquals(content.length, inflater.inflate(content));
          inflater.end();
        }
        String path = new String(name, StandardCharsets.US_ASCII).replace('.', '/') + ".class";
        assertFalse(files.containsKey(path), path);
        files.put(path, content);
      }
    }
  }

  private static Set<String> references(byte[] classFile) {
    Set<String> names = new TreeSet<>();
    new ClassReader(classFile)
        .accept(
            new ClassRemapper(
                new ClassWriter(0),
                new Remapper(Opcodes.ASM9) {
                  @Override
                  public String map(String internalName) {
                    names.add(internalName);
                    return internalName;
                  }
                }),
            0);
    return names;
  }
}
