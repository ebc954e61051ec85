package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.ChildJvm;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.LicenseKind;
import io.tollgate.benchmarks.SealedAgent;
import io.tollgate.benchmarks.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what the agent adds to the start of a JVM. */
@Command(
    name = "startup",
    description =
        "What the agent adds to the start of a small main, or of an application, or to the loading"
            + " of many classes.",
    mixinStandardHelpOptions = true)
public final class StartupCommand implements Callable<Integer> {
  /** What Tollgate must not be slower than. */
  private static final String ASPECTJ = "AspectJ weaver, idle";

  private static final int SLOW = 5;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "A JDK to measure on; may be repeated. The running one by default.")
  private List<Path> homes = List.of(JavaHome.running().home());

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; ${DEFAULT-VALUE}.")
  private int rounds = 40;

  @Option(
      names = "--discard",
      paramLabel = "N",
      description = "Rounds before that do not count; ${DEFAULT-VALUE}.")
  private int discard = 3;

  @Option(names = "--seed", paramLabel = "N", description = "Of the order; ${DEFAULT-VALUE}.")
  private long seed = 1;

  @ArgGroup(multiplicity = "0..1")
  private Other other = new Other();

  /** What is measured in place of the small main. */
  private static final class Other {
    @Option(
        names = "--app",
        paramLabel = "JAR",
        description = "An executable Spring Boot jar: the time to its first 200 of GET /health.")
    private @Nullable Path app;

    @Option(
        names = "--classes",
        paramLabel = "N",
        arity = "0..1",
        fallbackValue = "15000",
        description = "The loading of so many classes without gates; ${FALLBACK-VALUE}.")
    private int classes;
  }

  @Option(
      names = "--agent",
      paramLabel = "JAR",
      description = "An unsealed Tollgate agent; repeat to compare two builds. This build's.")
  private List<Path> agents = List.of();

  @Option(
      names = "--license",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES}; repeat to start under several. ${DEFAULT-VALUE}.")
  private List<LicenseKind> kinds = List.of(LicenseKind.ES256);

  @Option(
      names = "--with",
      paramLabel = "SETTINGS",
      description = "Measures each Tollgate agent with these settings too: http=127.0.0.1:0, say.")
  private @Nullable String settings;

  @Option(names = "--no-peers", description = "Leaves out the agents of others.")
  private boolean noPeers;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BuiltFiles built = BuiltFiles.ofThisJar();
    Path folder = built.newFolder();
    Variant floor =
        new Variant("agent that does nothing", "-javaagent:" + Subjects.noOpAgent(folder));
    Map<String, SealedAgent> sealed = sealAll(built, folder);
    List<Variant> variants = new ArrayList<>(List.of(floor));
    if (other.app == null) {
      variants.add(0, new Variant("no agent"));
      variants.addAll(noPeers ? List.of() : peers(built));
    }
    sealed.forEach(
        (name, agent) -> {
          variants.add(new Variant(name, agent.licensed()));
          if (settings != null) {
            variants.add(new Variant(name + ", " + settings, agent.licensed() + "," + settings));
          }
        });
    for (Path home : homes) {
      measure(new JavaHome(home), folder, variants, floor, sealed.values());
    }
    return 0;
  }

  private void measure(
      JavaHome java,
      Path folder,
      List<Variant> variants,
      Variant floor,
      Collection<SealedAgent> sealed)
      throws IOException, InterruptedException {
    SmallProgram small = new SmallProgram(folder);
    for (SealedAgent agent : sealed) {
      small.mustBeDenied(java, agent);
    }
    Program program = program(folder, small);
    List<Map<Variant, Double>> measured =
        new Rounds(rounds, discard, seed).run(java, program, variants);
    System.out.println("\n" + version(java, folder) + ", " + rounds + " rounds, seed " + seed);
    System.out.println("\n" + new Table(measured, floor, "the no-op agent").of(variants));
    int tollgates = sealed.size() * (settings == null ? 1 : 2);
    List<Variant> own = variants.subList(variants.size() - tollgates, variants.size());
    for (Variant peer : variants) {
      if (peer.name().equals(ASPECTJ)) {
        System.out.println(new Table(measured, peer, peer.name()).of(own));
      }
    }
    if (sealed.size() > 1) {
      Variant first = own.get(0);
      System.out.println(new Table(measured, first, first.name()).of(own));
    }
  }

  private Program program(Path folder, SmallProgram small) throws IOException {
    if (other.app != null) {
      return new WebProgram(other.app, folder);
    }
    return other.classes > 0 ? new ManyClasses(folder, other.classes) : small;
  }

  /** Each agent under each kind of license, by what the table calls it. */
  private Map<String, SealedAgent> sealAll(BuiltFiles built, Path folder)
      throws IOException, InterruptedException {
    Map<String, SealedAgent> sealed = new LinkedHashMap<>();
    for (LicenseKind kind : kinds) {
      Workshop workshop = Workshop.in(built, folder, kind);
      String under = kinds.size() == 1 ? "" : ", " + kind;
      if (agents.isEmpty()) {
        sealed.put("Tollgate" + under, workshop.seal(built.agent(), "Tollgate"));
      }
      for (int i = 0; i < agents.size(); i++) {
        Path agent = agents.get(i);
        String name =
            "Tollgate-" + (i + 1) + "-" + agent.getFileName().toString().replace(".jar", "");
        sealed.put(name + under, workshop.seal(agent, name));
      }
    }
    return sealed;
  }

  private static List<Variant> peers(BuiltFiles built) {
    List<Variant> peers = new ArrayList<>();
    Optional<Path> aspectj = peer(built, "aspectjweaver");
    if (aspectj.isPresent()) {
      peers.add(new Variant(ASPECTJ, "-javaagent:" + aspectj.get()));
    }
    Optional<Path> openTelemetry = peer(built, "opentelemetry-javaagent");
    if (openTelemetry.isPresent()) {
      List<String> options =
          List.of(
              "-javaagent:" + openTelemetry.get(),
              "-Dotel.traces.exporter=none",
              "-Dotel.metrics.exporter=none",
              "-Dotel.logs.exporter=none");
      peers.add(new Variant("OpenTelemetry agent, exporting nothing", options, SLOW));
    }
    return peers;
  }

  private static Optional<Path> peer(BuiltFiles built, String name) {
    Optional<Path> peer = built.peer(name);
    if (peer.isEmpty()) {
      System.err.println(
          "NOT MEASURED: " + name + ".jar is not there; mvn -Pbench package fetches it.");
    }
    return peer;
  }

  private static String version(JavaHome java, Path folder)
      throws IOException, InterruptedException {
    return new ChildJvm(folder.resolve("version.err"))
        .run(List.of(java.java(), "--version"))
        .output()
        .lines()
        .findFirst()
        .orElse("");
  }
}
