package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.policy.AgentJar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes sealed agents: a jar of their own, or inside a product's executable jar. */
final class AgentJars {
  /** The first instant that a zip file can tell; independent of the time zone. */
  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

  /** What an agent is made of; its manifest and license text stay with the agent jar. */
  private static final String[] PARTS = {"io/tollgate/premain/", "tollgate/", AgentJar.FOLDER};

  private static final String LAUNCHER_AGENT = "Launcher-Agent-Class";
  private static final String LAUNCHER_AGENT_CLASS = "io.tollgate.premain.TollgateLauncherAgent";

  private AgentJars() {}

  /** The agent jar, with these files sealed in. */
  static byte[] sealed(ZipFile agent, Map<String, byte[]> sealed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream copy = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(agent.entries())) {
        add(copy, entry.getName(), entry.getMethod(), content(agent, entry));
      }
      seal(copy, sealed);
    }
    return bytes.toByteArray();
  }

  /**
   * The product's jar, with the agent and these files added, and the agent named in its manifest.
   * Each entry of the product's keeps its method, time and comment: Spring Boot looks at nested
   * jars where they are stored.
   *
   * @throws CommandException if the jar cannot be started, or would not be what it was
   */
  static byte[] into(Path product, ZipFile jar, ZipFile agent, Map<String, byte[]> sealed)
      throws CommandException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream copy = new ZipOutputStream(bytes)) {
      Set<String> names = new HashSet<>();
      byte[] manifest = manifest(product, jar);
      for (ZipEntry entry : Collections.list(jar.entries())) {
        refuseUnfit(product, entry.getName());
        names.add(entry.getName());
        boolean isManifest = entry.getName().equals(JarFile.MANIFEST_NAME);
        copy(copy, entry, isManifest ? manifest : content(jar, entry));
      }
      for (ZipEntry entry : Collections.list(agent.entries())) {
        if (isPart(entry.getName()) && !names.contains(entry.getName())) {
          add(copy, entry.getName(), entry.getMethod(), content(agent, entry));
        }
      }
      seal(copy, sealed);
    }
    return bytes.toByteArray();
  }

  private static byte[] manifest(Path product, ZipFile jar) throws CommandException, IOException {
    ZipEntry entry = jar.getEntry(JarFile.MANIFEST_NAME);
    Manifest manifest =
        entry == null
            ? new Manifest()
            : new Manifest(new ByteArrayInputStream(content(jar, entry)));
    Attributes attributes = manifest.getMainAttributes();
    if (attributes.getValue(Attributes.Name.MAIN_CLASS) == null) {
      throw new CommandException(product + " is no executable jar: it has no Main-Class.");
    }
    if (attributes.getValue(LAUNCHER_AGENT) != null) {
      throw new CommandException(
          product + " has an agent already: " + attributes.getValue(LAUNCHER_AGENT) + ".");
    }
    attributes.putValue(LAUNCHER_AGENT, LAUNCHER_AGENT_CLASS);
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.putValue("Can-Redefine-Classes", "true");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void refuseUnfit(Path product, String name) throws CommandException {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.startsWith("META-INF/")
        && (upper.endsWith(".SF") || upper.endsWith(".RSA") || upper.endsWith(".EC"))) {
      throw new CommandException(product + " is signed: put the agent in before you sign it.");
    }
    if (isPart(name) && !name.endsWith("/")) {
      throw new CommandException(product + " has " + name + ", which is the agent's.");
    }
  }

  private static boolean isPart(String name) {
    for (String part : PARTS) {
      if (name.startsWith(part)) {
        return true;
      }
    }
    return false;
  }

  private static void seal(ZipOutputStream jar, Map<String, byte[]> sealed) throws IOException {
    for (Map.Entry<String, byte[]> entry : sealed.entrySet()) {
      add(jar, AgentJar.FOLDER + entry.getKey(), ZipEntry.STORED, entry.getValue());
    }
  }

  private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream content = jar.getInputStream(entry)) {
      return content.readAllBytes();
    }
  }

  /** Stored or deflated as in the agent jar: what a start reads is stored. */
  private static void add(ZipOutputStream jar, String name, int method, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ZIP_EPOCH);
    entry.setMethod(method);
    put(jar, entry, content);
  }

  private static void copy(ZipOutputStream jar, ZipEntry original, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(original.getName());
    entry.setTimeLocal(original.getTimeLocal());
    entry.setComment(original.getComment());
    entry.setMethod(original.getMethod());
    put(jar, entry, content);
  }

  private static void put(ZipOutputStream jar, ZipEntry entry, byte[] content) throws IOException {
    if (entry.getMethod() == ZipEntry.STORED) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
