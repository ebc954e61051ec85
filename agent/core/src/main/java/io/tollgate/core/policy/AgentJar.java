package io.tollgate.core.policy;

import io.tollgate.verifier.policy.PolicyFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the vendor sealed into the agent jar: the policy and its keys, under {@code
 * META-INF/tollgate/}.
 */
public final class AgentJar implements PolicyFiles {
  private static final String ZONE = "tollgate/";

  public static final String FOLDER = "META-INF/tollgate/";
  public static final String POLICY = "policy.properties";
  private static final String KEYS = "keys/";

  private final Function<String, Optional<byte[]>> entries;

  /** A jar of these entries. */
  public AgentJar(Function<String, Optional<byte[]>> entries) {
    this.entries = entries;
  }

  /**
   * The jar that this class came from, as the agent's class loader sees it; unsealed if another one
   * loaded it.
   */
  @SuppressWarnings("unchecked") // the loader is ours
  public static AgentJar ofThisClass() {
    ClassLoader loader = AgentJar.class.getClassLoader();
    return new AgentJar(
        loader instanceof Function<?, ?>
            ? (Function<String, Optional<byte[]>>) loader
            : new NoEntries());
  }

  public boolean isSealed() {
    return entry(POLICY).isPresent();
  }

  /** The policy, or a key file by the name that the policy calls it. */
  @Override
  public byte[] read(String name) throws IOException {
    Optional<byte[]> content = entry(name.equals(POLICY) ? POLICY : keyEntry(name));
    if (content.isEmpty()) {
      throw new IOException(name + " is not in the sealed jar");
    }
    return content.get();
  }

  /** The entry, below {@link #FOLDER}, that a key file of a policy is sealed as. */
  public static String keyEntry(String keyFile) {
    StringBuilder entry = new StringBuilder(KEYS);
    for (int i = 0; i < keyFile.length(); i++) {
      char c = keyFile.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      entry.append(plain || c == '-' || (c == '.' && i > 0) ? c : '_');
    }
    return entry.toString();
  }

  /** A file of the agent's own zone, which no other loader sees. */
  public byte[] classFile(String name) throws IOException {
    Optional<byte[]> content = entries.apply(ZONE + name);
    if (content.isEmpty()) {
      throw new IOException("The agent jar lacks " + name + ".");
    }
    return content.get();
  }

  /** A file of the agent's own, which no other loader sees. */
  public byte[] file(String name) throws IOException {
    return classFile(name);
  }

  private Optional<byte[]> entry(String name) {
    return entries.apply(FOLDER + name);
  }

  private static final class NoEntries implements Function<String, Optional<byte[]>> {
    @Override
    public Optional<byte[]> apply(String name) {
      return Optional.empty();
    }
  }
}
