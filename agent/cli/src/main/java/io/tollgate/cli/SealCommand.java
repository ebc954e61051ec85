package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.PolicyFolder;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bakes a policy and its keys into an agent jar. */
@Command(
    name = "seal",
    description = {
      "Bakes a policy and its keys into an agent jar. The same input gives the same bytes.",
      "With --into, the agent goes into the product's executable jar, and java -jar starts it without"
          + " an option."
    },
    footer = {
      "",
      "Example: seal --policy policy.properties --agent tollgate-agent.jar --out acme-agent.jar",
      "Example: seal --policy policy.properties --agent tollgate-agent.jar --into acme.jar --out"
          + " acme-licensed.jar"
    })
final class SealCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  /** How the first entry of a zip file begins. */
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  @Option(names = "--policy", paramLabel = "F", required = true, description = "The policy.")
  private Path policy = Path.of("");

  @Option(names = "--agent", paramLabel = "JAR", required = true, description = "The unsealed jar.")
  private Path agent = Path.of("");

  @Option(
      names = "--into",
      paramLabel = "JAR",
      description = "The product's executable jar; it is not changed.")
  private @Nullable Path product;

  @Option(names = "--out", paramLabel = "JAR", required = true, description = "The sealed jar.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws CommandException, IOException, RefusedException {
    Map<String, byte[]> sealed = whatIsSealed();
    byte[] jar;
    try (ZipFile unsealed = new ZipFile(agent.toFile())) {
      if (unsealed.getEntry("io/tollgate/premain/TollgateAgent.class") == null) {
        throw new CommandException(agent + " is no Tollgate agent.");
      }
      if (unsealed.getEntry(AgentJar.FOLDER + AgentJar.POLICY) != null) {
        throw new CommandException(agent + " is sealed already: seal the jar that Tollgate ships.");
      }
      jar =
          product == null
              ? AgentJars.sealed(unsealed, sealed)
              : into(executable(product), unsealed, sealed);
    } catch (ZipException e) {
      throw new CommandException(agent + " is no jar.");
    } catch (IOException e) {
      throw FileProblem.of(agent, e);
    }
    OutputFiles.writeOpen(out, jar, written -> checkSealed(written, sealed));
    return 0;
  }

  /** What is wrong with the product must not be said of the agent. */
  private static byte[] into(Path product, ZipFile unsealed, Map<String, byte[]> sealed)
      throws CommandException, IOException {
    try (ZipFile jar = new ZipFile(product.toFile())) {
      return AgentJars.into(product, jar, unsealed, sealed);
    } catch (ZipException | EOFException e) {
      throw new CommandException(product + " is no jar, or not all of one.");
    }
  }

  /** Says what cannot be opened by the product's name and not by the agent's. */
  private static Path executable(Path product) throws CommandException, RefusedException {
    byte[] begin;
    try (InputStream content = Files.newInputStream(product)) {
      begin = content.readNBytes(ZIP.length);
    } catch (IOException e) {
      throw FileProblem.of(product, e);
    }
    if (!Arrays.equals(begin, ZIP)) {
      throw new CommandException(
          product
              + " does not begin as a jar does; one with a launch script in front is not taken.");
    }
    return product;
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
}
