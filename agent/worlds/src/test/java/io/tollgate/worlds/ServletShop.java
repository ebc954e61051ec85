package io.tollgate.worlds;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import io.tollgate.dist.Service;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The application of {@code src/hosts} in a JVM of its own, under the agent, on a real server. */
final class ServletShop implements AutoCloseable {
  private static final Path SERVERS = Path.of(System.getProperty("tollgate.servers"));
  private static final Path SOURCES = Path.of("src", "hosts", "java", "shop");
  private static final long STEP_MILLIS = 50;
  private static final String PORT = "port ";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path out;
  private final Path err;
  private final int port;

  private ServletShop(Process process, Path out, Path err)
      throws IOException, InterruptedException {
    this.process = process;
    this.out = out;
    this.err = err;
    this.port = awaitPort();
  }

  /**
   * Starts it.
   *
   * @param folders of the server and of what it needs beside it
   * @param agent {@code JAR} or {@code JAR=settings}
   * @param main what starts the server, and what it is to add to it
   */
  static ServletShop start(
      Jdk jdk, Product product, String agent, List<String> folders, String... main)
      throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>();
    jars.add(Product.API);
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(SERVERS.resolve(folder))) {
        files.sorted().forEach(jars::add);
      }
    }
    Path classes = compile(product, folders.get(0), jars, main);
    List<String> command = new ArrayList<>(jdk.light());
    command.add("-javaagent:" + agent);
    command.addAll(List.of("-cp", classes + File.pathSeparator + path(jars)));
    command.addAll(List.of(main));
    Path out = Files.createTempFile(product.folder(), "shop", ".out");
    Path err = Files.createTempFile(product.folder(), "shop", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(product.folder().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new ServletShop(builder.start(), out, err);
  }

  /** The sources that these mains name, and the two that they share. */
  private static Path compile(Product product, String server, List<Path> jars, String... main)
      throws IOException {
    Path sources = Files.createDirectories(product.folder().resolve(server).resolve("shop"));
    List<String> names = new ArrayList<>(List.of("shop.Shop", "shop.Desk"));
    names.addAll(List.of(main));
    List<String> arguments = new ArrayList<>();
    Path classes = product.folder().resolve(server + "-classes");
    arguments.addAll(List.of("--release", "17", "-g", "-cp", path(jars)));
    arguments.addAll(List.of("-d", classes.toString()));
    for (String name : names) {
      String file = name.substring(name.indexOf('.') + 1) + ".java";
      String source = Files.readString(SOURCES.resolve(file));
      if (server.equals("tomcat9")) {
        source = source.replace("jakarta.servlet", "javax.servlet");
      }
      arguments.add(Files.writeString(sources.resolve(file), source).toString());
    }
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(new String[0]));
    if (status != 0) {
      throw new AssertionError("javac: " + status);
    }
    return classes;
  }

  private static String path(List<Path> jars) {
    StringBuilder path = new StringBuilder();
    for (Path jar : jars) {
      path.append(path.length() == 0 ? "" : File.pathSeparator).append(jar);
    }
    return path.toString();
  }

  private int awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Run.MOST_SECONDS);
    while (System.nanoTime() < deadline && process.isAlive()) {
      for (String line : Files.readAllLines(out)) {
        if (line.startsWith(PORT)) {
          return Integer.parseInt(line.substring(PORT.length()));
        }
      }
      Thread.sleep(STEP_MILLIS);
    }
    close();
    throw new AssertionError("no port\n" + Files.readString(out) + said());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return request("GET", path);
  }

  HttpResponse<String> request(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Service.LONGEST_ANSWER)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** What stands on its standard error. */
  String said() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
