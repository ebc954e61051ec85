package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.PolicyFolder;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bakes a policy and its keys into an agent jar. */
@Command(
    name = "seal",
    description =
        "Bakes a policy and its keys into an agent jar. The same input gives the same bytes.",
    footer = {
      "",
      "Example: seal --policy policy.properties --agent tollgate-agent.jar --out acme-agent.jar"
    })
final class SealCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  /** The first instant that a zip file can tell; independent of the time zone. */
  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

  @Option(names = "--policy", paramLabel = "F", required = true, description = "The policy.")
  private Path policy = Path.of("");

  @Option(names = "--agent", paramLabel = "JAR", required = true, description = "The unsealed jar.")
  private Path agent = Path.of("");

  @Option(names = "--out", paramLabel = "JAR", required = true, description = "The sealed jar.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws CommandException, IOException, RefusedException {
    Map<String, byte[]> sealed = whatIsSealed();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile jar = new ZipFile(agent.toFile());
        ZipOutputStream copy = new ZipOutputStream(bytes)) {
      if (jar.getEntry("io/tollgate/premain/TollgateAgent.class") == null) {
        throw new CommandException(agent + " is no Tollgate agent.");
      }
      if (jar.getEntry(AgentJar.FOLDER + AgentJar.POLICY) != null) {
        throw new CommandException(agent + " is sealed already: seal the jar that Tollgate ships.");
      }
      for (ZipEntry entry : Collections.list(jar.entries())) {
        try (InputStream content = jar.getInputStream(entry)) {
          add(copy, entry.getName(), entry.getMethod(), content.readAllBytes());
        }
      }
      for (Map.Entry<String, byte[]> entry : sealed.entrySet()) {
        add(copy, AgentJar.FOLDER + entry.getKey(), ZipEntry.STORED, entry.getValue());
      }
    } catch (ZipException e) {
      throw new CommandException(agent + " is no jar.");
    } catch (IOException e) {
      throw FileProblem.of(agent, e);
    }
    OutputFiles.writeOpen(out, bytes.toByteArray(), written -> checkSealed(written, sealed));
    return 0;
  }

  /** Opens the jar as an agent does: the policy in it must be the one that was to be sealed. */
  private static void checkSealed(byte[] jar, Map<String, byte[]> sealed)
      throws CommandException, IOException, RefusedException {
    Map<String, byte[]> found = new TreeMap<>();
    try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().startsWith(AgentJar.FOLDER)) {
          found.put(entry.getName(), entries.readAllBytes());
        }
      }
    }
    for (Map.Entry<String, byte[]> entry : sealed.entrySet()) {
      if (!Arrays.equals(entry.getValue(), found.get(AgentJar.FOLDER + entry.getKey()))) {
        throw new CommandException("The jar was not written: it lacks " + entry.getKey() + ".");
      }
    }
    PolicyReader.read(AgentJar.POLICY, new AgentJar(name -> Optional.ofNullable(found.get(name))));
  }

  private Map<String, byte[]> whatIsSealed()
      throws CommandException, IOException, RefusedException {
    PolicyFolder folder = new PolicyFolder(policy.toFile(), new LocalFiles());
    String name = policy.toFile().getName();
    PolicyReader.read(name, folder);
    Map<String, byte[]> sealed = new TreeMap<>();
    sealed.put(AgentJar.POLICY, folder.read(name));
    for (String keyFile : PolicyReader.keyFiles(name, folder)) {
      if (sealed.put(AgentJar.keyEntry(keyFile), folder.read(keyFile)) != null) {
        throw new CommandException("Two key files would be sealed as " + keyFile + ": rename one.");
      }
    }
    return sealed;
  }

  /** Stored or deflated as in the agent jar: what a start reads is stored. */
  private static void add(ZipOutputStream jar, String name, int method, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ZIP_EPOCH);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
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
