package io.tollgate.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL on a loopback port, in a folder that is gone afterwards. */
public final class PostgresServer {
  private static final String USER = "tollgate";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static Optional<PostgresServer> shared = Optional.empty();
  private static boolean looked;

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresServer(Path programs) throws IOException, InterruptedException {
    this.programs = programs;
    this.folder = Files.createTempDirectory("tollgate-postgres");
    this.port = freePort();
    if (isRoot()) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    command("initdb", "-D", data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    start();
  }

  /**
   * The server that all tests of a module share; empty, and said so, where there is no PostgreSQL.
   *
   * @throws AssertionError if there is none where the environment says CI=true
   */
  public static synchronized Optional<PostgresServer> shared()
      throws IOException, InterruptedException {
    if (!looked) {
      Optional<Path> programs = programs();
      shared = programs.isPresent() ? Optional.of(new PostgresServer(programs.get())) : shared;
      looked = true;
    }
    if (shared.isEmpty()) {
      String line = "NOT TESTED: PostgreSQL is not installed (Debian: apt-get install postgresql).";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(line);
      }
      System.err.println(line);
    }
    return shared;
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    Optional<Path> newest = Optional.empty();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(DEBIAN)) {
      for (Path version : versions) {
        if (Files.isExecutable(version.resolve("bin/initdb"))) {
          newest = Optional.of(version.resolve("bin"));
        }
      }
    }
    return newest;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** Starts it, and waits until it answers. */
  public void start() throws IOException, InterruptedException {
    command(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        data(),
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories="
            + folder);
  }

  /** Stops it as a power cut would. */
  public void stop() throws IOException, InterruptedException {
    command("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
  }

  private void end() {
    try {
      stop();
      run(List.of("rm", "-rf", folder.toString()));
    } catch (IOException | InterruptedException | IllegalStateException e) {
      System.err.println("A PostgreSQL is left in " + folder + ": " + e);
    }
  }

  /** PostgreSQL refuses to run as root. */
  private void command(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      line.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    line.add(programs.resolve(program).toString());
    line.addAll(List.of(arguments));
    run(line);
  }

  private void run(List<String> line) throws IOException, InterruptedException {
    Path output = folder.resolveSibling(folder.getFileName() + ".out");
    Process process =
        new ProcessBuilder(line)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    String said = Files.readString(output, UTF_8);
    Files.deleteIfExists(output);
    if (status != 0) {
      throw new IllegalStateException(line + " ended with " + status + ": " + said);
    }
  }

  /** The port that it listens at. */
  public int port() {
    return port;
  }

  /** The URL of a new schema with nothing in it. */
  public String emptyPlace() throws SQLException {
    String schema = "s" + SCHEMAS.incrementAndGet();
    execute(url("postgres"), "CREATE SCHEMA " + schema);
    return url("postgres") + "&currentSchema=" + schema;
  }

  /** The URL of a database of this server. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
  }

  /** Does something in the database that no store does. */
  public static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
