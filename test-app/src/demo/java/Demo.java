import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Seals an agent, issues a license and starts the test application under both: {@code java
 * Demo.java ROOT PORT}, where ROOT is the folder of the root pom.xml.
 */
final class Demo {
  private static final String HOST = "127.0.0.1";
  private static final String TOOL = "agent/cli/target/tollgate.jar";
  private static final String POLICY =
      """
      product.name=Order Desk
      product.contact=licenses@orders.example
      keys.file=demo.public.pem
      start.on-expired=gate
      start.on-missing=gate
      start.on-invalid=gate
      """;

  private final Path root;
  private final Path folder;
  private final int port;

  private Demo(Path root, int port) {
    this.root = root;
    this.folder = root.resolve("test-app/target/demo");
    this.port = port;
  }

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]).toRealPath();
    int port = Integer.parseInt(arguments[1]);
    if (isTaken(port)) {
      System.err.println(
          "Port "
              + port
              + " is taken. Choose another one: ./mvnw -Pdemo -Ddemo.port="
              + (port + 1));
      System.exit(1);
    }
    Demo demo = new Demo(root, port);
    demo.prepare();
    demo.explain();
    System.exit(demo.runApp());
  }

  private static boolean isTaken(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
      return !probe.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  /** What a vendor does once (key, sealed agent) and for each customer (license). */
  private void prepare() throws IOException, InterruptedException {
    deleteAll(folder);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("policy.properties"), POLICY);
    tool("keygen", "--alg", "ES256", "--kid", "demo", "--out", ".");
    tool(
        "seal",
        "--policy",
        "policy.properties",
        "--agent",
        root.resolve("agent/dist/target/tollgate-agent.jar").toString(),
        "--out",
        "order-desk-agent.jar");
    issue("good", "--exp", "P1Y");
    Files.copy(
        folder.resolve("good"), folder.resolve("token"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void issue(String file, String... terms) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("issue", "--key", "demo.private.pem", "--sub", "Example Corp"));
    arguments.addAll(List.of("--jti", file, "--out", file));
    arguments.addAll(List.of(terms));
    tool(arguments.toArray(String[]::new));
  }

  private void tool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(), "-jar", root.resolve(TOOL).toString()));
    command.addAll(List.of(arguments));
    int code = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("tollgate " + arguments[0] + " ended with " + code + ".");
    }
  }

  private void explain() {
    String orders = "http://" + HOST + ":" + port + "/orders";
    Path here = Path.of("test-app/target/demo");
    System.out.printf(
        """

        Order Desk starts under Tollgate with a license for a year. In another terminal, in %s:

        Read, which is always free:
          curl -s %s
        Place an order and export all, which is licensed:
          curl -s %s -H 'Content-Type: application/json' -d '{"customer":"Acme","product":"Anvil","quantity":3}'
          curl -s %s/export
        Replace the license by one that ends in 15 seconds, wait, and place an order or export again (402):
          java -jar %s issue --key %s --sub 'Example Corp' --exp PT15S --claim 'tollgate={"grace":"PT0S"}' --out %s
        Put the good one back; within a second the gates are open again:
          cp %s %s

        Ctrl-C ends it.

        """,
        root,
        orders,
        orders,
        orders,
        TOOL,
        here.resolve("demo.private.pem"),
        here.resolve("token"),
        here.resolve("good"),
        here.resolve("token"));
  }

  /** Runs the application until it ends, or until this process is told to end. */
  private int runApp() throws IOException, InterruptedException {
    Process app =
        new ProcessBuilder(
                java(),
                "-javaagent:" + folder.resolve("order-desk-agent.jar"),
                "-Dtollgate.token.file=" + folder.resolve("token"),
                "-Dtollgate.poll=PT1S",
                "-jar",
                root.resolve("test-app/target/test-app.jar").toString(),
                "--server.address=" + HOST,
                "--server.port=" + port)
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app)));
    // Ctrl-C reaches everyone in the terminal; whoever ends Maven alone means this too.
    ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> end(app)));
    return app.waitFor();
  }

  private static void end(Process app) {
    app.destroy();
    try {
      if (!app.waitFor(10, TimeUnit.SECONDS)) {
        app.destroyForcibly();
      }
    } catch (InterruptedException e) {
      app.destroyForcibly();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
