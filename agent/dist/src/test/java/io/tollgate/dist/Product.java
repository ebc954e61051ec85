package io.tollgate.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;

/**
 * A vendor's product in a folder of its own: keys, policy, sealed agent and a small application
 * with one gated method, all made with the built tools.
 */
public final class Product {
  public static final Path AGENT = Path.of(System.getProperty("tollgate.agent"));
  public static final Path TOOL = Path.of(System.getProperty("tollgate.tool"));
  public static final Path API = Path.of(System.getProperty("tollgate.api"));

  /**
   * Prints what the gated method returns, or how it was denied. Waits for lines on stdin if asked
   * to.
   */
  private static final String MAIN =
      """
      import io.tollgate.api.*;

      public class Main {
        @Licensed("export")
        static String gated() {
          return "OPEN";
        }

        static String call() {
          try {
            return gated();
          } catch (LicenseRequiredException e) {
            return "CLOSED " + e.code() + " " + e.state() + " " + e.feature();
          }
        }

        static boolean isVoiceWaiting() {
          for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("tollgate-voice")) {
              return thread.getState() == Thread.State.WAITING;
            }
          }
          return false;
        }

        public static void main(String[] arguments) throws Exception {
          System.out.println(call());
          String last = arguments.length == 0 ? "" : arguments[0];
          if (last.equals("interrupt")) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
              if (thread.getName().equals("tollgate-watch")) {
                thread.interrupt();
              }
            }
            last = "CLOSED";
          }
          if (last.startsWith("load:")) {
            try {
              Class.forName(last.substring(5));
            } catch (LinkageError e) {
              System.out.println(e.getClass().getName());
            }
            last = call();
            // A thread of the agent's prints the line, and then waits for the next.
            while (!isVoiceWaiting()) {
              Thread.onSpinWait();
            }
          }
          while (!last.isEmpty() && !call().startsWith(last)) {
            Thread.sleep(20);
          }
          if (!last.isEmpty()) {
            System.out.println(call());
            System.in.read();
          }
        }
      }
      """;

  private final Path folder;

  /** A product in a new folder below {@code target}. */
  public static Product make() {
    try {
      Path target = Path.of("target").toAbsolutePath();
      return new Product(Files.createTempDirectory(target, "product"));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the product could not be made", e);
    }
  }

  private Product(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    VendorTool.run("keygen", "--alg", "ES256", "--kid", "k1", "--out", path("keys"));
    Path source = Files.writeString(folder.resolve("Main.java"), MAIN);
    compile(source, folder.resolve("classes"));
  }

  public static void compile(Path source, Path classes) {
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--release",
                "17",
                "-g",
                "-cp",
                API + File.pathSeparator + classes,
                "-d",
                classes.toString(),
                source.toString());
    if (status != 0) {
      throw new AssertionError("javac: " + status);
    }
  }

  public Path folder() {
    return folder;
  }

  public String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Puts a text into a file in one step: nobody finds it empty or half written. */
  public static void replace(Path file, String text) throws IOException {
    Path fresh = Files.writeString(Path.of(file + ".new"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes a policy with these lines beside the required ones; returns its name. */
  public String policy(String name, String lines) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "product.name=Acme Orders\nproduct.contact=sales@acme.example\nkeys.file=keys/k1.jwk.json\n"
            + lines
            + "\n");
    return name;
  }

  /** Seals an agent with a policy of these lines; returns its path. */
  public String sealed(String name, String lines) throws IOException, InterruptedException {
    VendorTool.run(
        "seal",
        "--policy",
        path(policy(name + ".properties", lines)),
        "--agent",
        AGENT.toString(),
        "--out",
        path(name + ".jar"));
    return path(name + ".jar");
  }

  /** Makes a jar of an agent of that class name; returns its path. */
  public String agentJar(String className, String source) throws IOException {
    Path classes = folder.resolve(className + "-classes");
    compile(Files.writeString(folder.resolve(className + ".java"), source), classes);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", className);
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    Path jar = folder.resolve(className + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry(className + ".class"));
      out.write(Files.readAllBytes(classes.resolve(className + ".class")));
      out.closeEntry();
    }
    return jar.toString();
  }

  /** Issues a token; returns its path. */
  public String token(String name, Instant expires, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "issue",
            "--key",
            path("keys/k1.private.pem"),
            "--sub",
            "Example Corp",
            "--jti",
            name,
            "--exp",
            Long.toString(expires.getEpochSecond()),
            "--out",
            path(name)));
    arguments.addAll(List.of(more));
    VendorTool.run(arguments.toArray(new String[0]));
    return path(name);
  }

  /** Runs the vendor's tool in a JVM of its own. */
  public Run tool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Jdk.ofTheseTests().light());
    command.addAll(List.of("-jar", TOOL.toString()));
    command.addAll(List.of(arguments));
    return Run.of(command, Map.of(), folder);
  }

  /** Runs the application under an agent, {@code JAR} or {@code JAR=settings}. */
  public Run run(Jdk jdk, String agent) throws IOException, InterruptedException {
    return run(jdk, Map.of(), "-javaagent:" + agent);
  }

  public Run run(Jdk jdk, Map<String, String> variables, String... options)
      throws IOException, InterruptedException {
    return Run.of(command(jdk, options), variables, folder);
  }

  public List<String> command(Jdk jdk, String... options) {
    List<String> command = new ArrayList<>(jdk.light());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", path("classes") + File.pathSeparator + API, "Main"));
    return command;
  }
}
