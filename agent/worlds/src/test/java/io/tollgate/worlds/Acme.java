package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A product that is made of the sources in {@code src/test/products} for the world that a test
 * needs. It starts with a license that has ended, and renews it by itself.
 */
final class Acme {
  /** What {@code acme.Main} prints where its loader has a copy of the API of its own. */
  static final String OWN = "export: CLOSED TG-LIC-0002 own\nexport: OPEN\n";

  /** What it prints where the API belongs to another loader. */
  static final String IMPORTED = "export: CLOSED TG-LIC-0002 imported\nexport: OPEN\n";

  /** What {@code acme.PaidMain} prints. */
  static final String PAID = "paid: IllegalStateException Renew your license\npaid: OPEN\n";

  /** Of the agent, and of JVMs about an agent; a framework's own mistakes are not counted. */
  private static final List<String> COMPLAINTS =
      List.of("TG-SYS", "TG-CFG", "VM warning", "A Java agent", "called by io.tollgate");

  private static final Path SOURCES = Path.of("src", "test", "products").toAbsolutePath();
  private static final Path RUNTIMES = Path.of("target", "runtimes").toAbsolutePath();
  private static final Vendor VENDOR = new Vendor();

  private final Path folder;
  private final String agent;

  /** Made once for all tests: key, sealed agent and licenses. */
  private static final class Vendor {
    final Product product = Product.make();
    final String agent;
    final Path ended;
    final Path renewed;
    final Path reduced;

    Vendor() {
      try {
        agent =
            product.sealed(
                "worlds",
                "gate.annotations=io.tollgate.api.Licensed,acme.Paid\nstart.on-expired=gate");
        Instant later = Instant.now().plus(Duration.ofDays(400));
        ended = Path.of(product.token("ended", Instant.now().minus(Duration.ofDays(100))));
        renewed = token("renewed", later, "export");
        reduced = token("reduced", later, "import");
      } catch (IOException e) {
        throw new AssertionError("the product could not be made", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("the product could not be made", e);
      }
    }

    private Path token(String name, Instant expires, String feature)
        throws IOException, InterruptedException {
      return Path.of(product.token(name, expires, "--claim", "features=[\"" + feature + "\"]"));
    }
  }

  /** A product in a new folder below {@code target}. */
  Acme() throws IOException {
    this(VENDOR.agent);
  }

  private Acme(String agent) throws IOException {
    this.folder = Files.createTempDirectory(VENDOR.product.folder(), "acme");
    this.agent = agent;
  }

  /** A product whose agent was sealed with these lines in its policy. */
  static Acme sealedWith(String name, String policy) throws IOException, InterruptedException {
    return new Acme(VENDOR.product.sealed(name, "start.on-expired=gate\n" + policy));
  }

  Path folder() {
    return folder;
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A jar that the build has put there: {@code felix/org.apache.felix.framework.jar}. */
  static Path runtime(String name) {
    Path jar = RUNTIMES.resolve(name);
    assertEquals(true, Files.isRegularFile(jar), () -> jar + " is not there");
    return jar;
  }

  /** A file of {@code src/test/products}. */
  static Path source(String name) {
    return SOURCES.resolve(name);
  }

  /** All jars of a folder of runtimes, as a class path. */
  static String runtimes(String folder) throws IOException {
    return jars(RUNTIMES.resolve(folder));
  }

  /** All jars of a folder, as a class path. */
  static String jars(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return classPath(jars.sorted().toArray());
    }
  }

  static String classPath(Object... elements) {
    List<String> paths = new ArrayList<>();
    for (Object element : elements) {
      paths.add(element.toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  /**
   * Compiles sources into a folder of classes.
   *
   * @param classes the folder's name
   * @param options of javac: {@code -cp} or {@code -p}
   * @param sources {@code acme/Export.java}
   * @return the folder
   */
  Path compile(String classes, List<String> options, String... sources) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release", "17", "-g", "-proc:none", "-d", path(classes)));
    arguments.addAll(options);
    for (String source : sources) {
      arguments.add(source(source).toString());
    }
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(new String[0]));
    assertEquals(0, status, "javac");
    return folder.resolve(classes);
  }

  /** The product that knows Tollgate's API, as a folder of classes. */
  Path main() {
    return compile(
        "main",
        List.of("-cp", Product.API.toString()),
        "acme/Main.java",
        "acme/Export.java",
        "acme/Renewal.java");
  }

  /** The product that has an annotation of its own, as a folder of classes. */
  Path paid() {
    return compile(
        "paid",
        List.of("-cp", ""),
        "acme/PaidMain.java",
        "acme/PaidExport.java",
        "acme/Paid.java",
        "acme/Renewal.java");
  }

  /**
   * Packs a folder as a jar.
   *
   * @param manifest its lines but the first; each ends with a line feed
   */
  Path jar(String name, String manifest, Path content) throws IOException {
    Path lines = Files.writeString(folder.resolve(name + ".mf"), manifest);
    Path jar = folder.resolve(name);
    // Nothing is compressed: Spring Boot wants nested jars so.
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file",
                jar.toString(),
                "--manifest",
                lines.toString(),
                "-C",
                content.toString(),
                ".");
    assertEquals(0, status, "jar");
    return jar;
  }

  /** Unpacks a jar into a folder. */
  static void unpack(Path jar, Path to) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      copy(content.getPath("/"), to);
    }
  }

  /** Copies a file or a folder with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Runs it with the JDK's own {@code java}. */
  Run run(Jdk jdk, Object... arguments) throws IOException, InterruptedException {
    return run(jdk.tool("java"), "", arguments);
  }

  /**
   * Runs it under the agent until it ends by itself, as it should, and without a word of the
   * agent's but those on the license, or of the JVM's on the agent.
   *
   * @param java the launcher
   * @param settings further settings of the agent; each begins with a comma
   */
  Run run(String java, String settings, Object... arguments)
      throws IOException, InterruptedException {
    Path token = Files.createTempDirectory(folder, "license").resolve("token");
    Files.copy(VENDOR.ended, token);
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            java,
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-javaagent:" + agent + "=poll=PT1S,token.file=" + token + settings,
            "-Dacme.token=" + token,
            "-Dacme.renewed=" + VENDOR.renewed,
            "-Dacme.reduced=" + VENDOR.reduced));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Run run = Run.of(command, Map.of(), folder).assertStatus(0);
    for (String complaint : COMPLAINTS) {
      assertFalse(run.err().contains(complaint), run.err());
    }
    return run;
  }
}
