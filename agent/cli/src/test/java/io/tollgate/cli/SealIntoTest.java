package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent, sealed into a product's executable jar. */
class SealIntoTest {
  private static final String MANIFEST =
      "Manifest-Version: 1.0\r\nMain-Class: com.acme.Main\r\nSpring-Boot-Version: 4\r\n\r\n";
  private static final String[] SEAL = {
    "seal",
    "--policy",
    "@policy.properties",
    "--agent",
    "@agent.jar",
    "--into",
    "@product.jar",
    "--out",
    "@out.jar"
  };

  @TempDir private Path folder;
  private Tool tool;

  @BeforeEach
  void make() throws IOException {
    tool = new Tool(folder);
    tool.does("keygen", "--alg", "ES256", "--kid", "k1", "--out", "@keys");
    Files.writeString(
        folder.resolve("policy.properties"),
        "product.name=P\nproduct.contact=C\nkeys.file=keys/k1.jwk.json\n");
    jar(
        "agent.jar",
        JarFile.MANIFEST_NAME,
        "Manifest-Version: 1.0\r\n\r\n",
        "META-INF/LICENSE",
        "of the agent",
        "io/tollgate/premain/TollgateAgent.class",
        "agent",
        "tollgate/zone.pack",
        "zone",
        "tollgate/late.pack",
        "late");
  }

  @Test
  void theProductKeepsItsEntriesAsTheyWere() throws IOException {
    jar(
        "product.jar",
        JarFile.MANIFEST_NAME,
        MANIFEST,
        "META-INF/LICENSE",
        "of the product",
        "BOOT-INF/lib/nested.jar",
        "a jar");
    tool.does(SEAL);
    try (ZipFile before = new ZipFile(folder.resolve("product.jar").toFile());
        JarFile after = new JarFile(folder.resolve("out.jar").toFile())) {
      for (String name : new String[] {"META-INF/LICENSE", "BOOT-INF/lib/nested.jar"}) {
        ZipEntry entry = after.getEntry(name);
        assertNotNull(entry);
        assertEquals(before.getEntry(name).getMethod(), entry.getMethod());
        assertEquals(before.getEntry(name).getTimeLocal(), entry.getTimeLocal());
        assertEquals(before.getEntry(name).getComment(), entry.getComment());
        assertArrayEquals(content(before, name), content(after, name));
      }
      for (String pack : new String[] {"zone", "late"}) {
        assertArrayEquals(
            pack.getBytes(StandardCharsets.UTF_8), content(after, "tollgate/" + pack + ".pack"));
      }
      assertNotNull(after.getEntry("META-INF/tollgate/policy.properties"));
      Attributes attributes = after.getManifest().getMainAttributes();
      assertEquals("com.acme.Main", attributes.getValue("Main-Class"));
      assertEquals("4", attributes.getValue("Spring-Boot-Version"));
      assertEquals(
          "io.tollgate.premain.TollgateLauncherAgent", attributes.getValue("Launcher-Agent-Class"));
      assertEquals("true", attributes.getValue("Can-Retransform-Classes"));
      assertEquals(JarFile.MANIFEST_NAME, after.entries().nextElement().getName());
    }
  }

  @Test
  void whatCannotBeStartedOrWouldBeSpoiltIsRefused() throws IOException {
    jar("product.jar", "Main.class", "x");
    assertRefused("is no executable jar");
    jar("product.jar", JarFile.MANIFEST_NAME, MANIFEST, "META-INF/ACME.SF", "signature");
    assertRefused("is signed");
    jar("product.jar", JarFile.MANIFEST_NAME, MANIFEST, "tollgate/zone.pack", "another");
    assertRefused("which is the agent's");
    jar(
        "product.jar",
        JarFile.MANIFEST_NAME,
        "Manifest-Version: 1.0\r\nMain-Class: M\r\nLauncher-Agent-Class: A\r\n\r\n");
    assertRefused("has an agent already: A");
    Files.writeString(folder.resolve("product.jar"), "#!/bin/bash\n");
    assertRefused("launch script");
    Files.delete(folder.resolve("product.jar"));
    assertRefused("TG-CFG-0011");
  }

  @Test
  void aProductThatIsNoWholeJarIsNamedInOneLine() throws IOException {
    Path product = folder.resolve("product.jar");
    jar("product.jar", JarFile.MANIFEST_NAME, MANIFEST, "Main.class", "x".repeat(1_000));
    byte[] whole = Files.readAllBytes(product);
    for (int length : new int[] {0, 2, 4, 100, whole.length / 2, whole.length - 1}) {
      Files.write(product, Arrays.copyOf(whole, length));
      assertRefused("product.jar ");
    }
    byte[] damaged = whole.clone();
    // An entry's own header, which is read when the directory at the end was in order.
    damaged[new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0003\u0004")] = 'Q';
    Files.write(product, damaged);
    assertRefused("product.jar ");
    Files.writeString(product, "PK\u0003\u0004 and then text");
    assertRefused("product.jar is no jar");
  }

  private void assertRefused(String why) {
    tool.refuses(why, SEAL);
    assertFalse(Files.exists(folder.resolve("out.jar")));
  }

  /** Entries are stored, of a certain time and with a comment. */
  private void jar(String name, String... entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (int i = 0; i < entries.length; i += 2) {
        byte[] content = entries[i + 1].getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry(entries[i]);
        entry.setTimeLocal(LocalDateTime.of(2026, 11, 24, 12, 0, 0));
        entry.setComment("of " + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
  }

  private static byte[] content(ZipFile jar, String name) throws IOException {
    try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
      return content.readAllBytes();
    }
  }
}
