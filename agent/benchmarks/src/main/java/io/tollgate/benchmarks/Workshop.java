package io.tollgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays the vendor: makes a key, issues a license and seals agents, with the vendor's own tool. */
public final class Workshop {
  private static final String POLICY =
      """
      product.name=Benchmark
      product.contact=bench@example.com
      keys.file=keys/bench.jwk.json
      start.on-missing=gate
      token.formats=%s
      """;

  private final BuiltFiles built;
  private final Path folder;
  private final Path token;

  private Workshop(BuiltFiles built, Path folder) {
    this.built = built;
    this.folder = folder;
    this.token = folder.resolve("token");
  }

  /** A workshop with a policy, an ES256 key and a JWT that is valid for years. */
  public static Workshop in(BuiltFiles built, Path folder)
      throws IOException, InterruptedException {
    return in(built, folder, LicenseKind.ES256);
  }

  /** A workshop, in a folder of its own, with a license of that kind that is valid for years. */
  public static Workshop in(BuiltFiles built, Path parent, LicenseKind kind)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(parent.resolve(kind.fileName()));
    Workshop workshop = new Workshop(built, folder);
    String keys = folder.resolve("keys").toString();
    Files.writeString(workshop.policy(), POLICY.formatted(kind.format()));
    workshop.tool("keygen", "--alg", kind.algorithm(), "--kid", "bench", "--out", keys);
    workshop.tool(
        "issue",
        "--key",
        keys + "/bench.private.pem",
        "--format",
        kind.format(),
        "--sub",
        "benchmark",
        "--jti",
        "bench-1",
        "--exp",
        "P5Y",
        "--out",
        workshop.token.toString());
    return workshop;
  }

  /** Seals the agent; gives the option that starts a JVM under it with the valid license. */
  public SealedAgent seal(Path agent, String name) throws IOException, InterruptedException {
    Path sealed = folder.resolve(name + ".jar");
    tool(
        "seal",
        "--policy",
        policy().toString(),
        "--agent",
        agent.toString(),
        "--out",
        sealed.toString());
    return new SealedAgent(sealed, token);
  }

  /** The policy that agents are sealed with. */
  public Path policy() {
    return folder.resolve("policy.properties");
  }

  private void tool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(JavaHome.running().java(), "-jar", built.vendorTool().toString()));
    command.addAll(List.of(arguments));
    new ChildJvm(folder.resolve("tool.err")).run(command).mustPrint("");
  }
}
