package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds on to what happens: the audit log, the flight recorder, the bean, the status file. */
@Execution(ExecutionMode.CONCURRENT)
class WitnessesIT {
  private static final Product PRODUCT = Product.make();
  private static final Duration PATIENCE = Duration.ofSeconds(Run.MOST_SECONDS);

  /** Does what it is told on stdin, and says one line for each. */
  private static final String PROBE =
      """
      import io.tollgate.api.*;
      import java.io.*;
      import java.lang.management.ManagementFactory;
      import java.util.*;
      import javax.management.*;

      public class Probe {
        @Licensed("export")
        static String gated() {
          return "OPEN";
        }

        static String call() {
          try {
            return gated();
          } catch (LicenseRequiredException e) {
            return "CLOSED " + e.code();
          }
        }

        static boolean isThere(String name) {
          for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(name)) {
              return true;
            }
          }
          return false;
        }

        static class Bean {
          static String read() throws Exception {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName("io.tollgate:type=License");
            while (!server.isRegistered(name)) {
              Thread.sleep(50);
            }
            Map<String, String> values = new TreeMap<>();
            for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) {
              Object value = server.getAttribute(name, info.getName());
              if (value instanceof String[] all) {
                value = List.of(all);
              }
              values.put(info.getName() + (info.isWritable() ? " (writable)" : ""),
                  String.valueOf(value).replace("\\n", " "));
            }
            return server.getClassLoaderFor(name)
                + " " + server.getMBeanInfo(name).getOperations().length + " operations " + values;
          }
        }

        public static void main(String[] arguments) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          System.out.println(call());
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("call")) {
              System.out.println(call());
            } else if (line.equals("bean")) {
              System.out.println(Bean.read());
            } else if (line.equals("late")) {
              while (!isThere("tollgate-late")) {
                Thread.sleep(50);
              }
              while (isThere("tollgate-late")) {
                Thread.sleep(50);
              }
              System.out.println("late is over");
            }
          }
        }
      }
      """;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.sealed(
        "gating",
        "start.on-expired=gate\nstart.on-missing=gate\nstart.on-invalid=gate\nlifecycle.warn=PT0S");
    Product.compile(
        Files.writeString(PRODUCT.folder().resolve("Probe.java"), PROBE),
        PRODUCT.folder().resolve("classes"));
    PRODUCT.token("first", Instant.now().plus(Duration.ofDays(400)), "--iat", seconds(-100));
    PRODUCT.token("last", Instant.now().plus(Duration.ofDays(400)), "--iat", seconds(0));
    String token = Files.readString(PRODUCT.folder().resolve("first")).strip();
    Files.writeString(
        PRODUCT.folder().resolve("bad"), token.substring(0, token.length() - 4) + "AAAA");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void eachChangeIsOneEntryOneFlightEventAndWhatTheBeanShows(Jdk jdk) throws Exception {
    Path state = PRODUCT.folder().resolve("state-" + jdk.feature());
    Path mount = PRODUCT.folder().resolve("mount-" + jdk.feature());
    Path recording = PRODUCT.folder().resolve("flight-" + jdk.feature() + ".jfr");
    mount(mount, "first");
    try (Host host =
        Host.start(
            PRODUCT,
            jdk.tool("java"),
            "-XX:StartFlightRecording=filename=" + recording + ",dumponexit=true",
            agent(mount, state))) {
      assertEquals("OPEN", host.says());
      host.tell("bean");
      String bean = host.says();
      assertTrue(bean.startsWith("null 0 operations {"), bean);
      assertFalse(bean.contains("writable"), bean);
      for (String fact :
          List.of(
              " CustomerId=Example Corp,",
              " Kind=licensed,",
              " LicenseId=first,",
              " Open=true,",
              " Product=Acme Orders,",
              " State=VALID,",
              " DaysUntilExpiry=400,")) {
        assertTrue(bean.contains(fact), fact + " in " + bean);
      }
      awaitActions(state, "LOADED");
      String soon = "ends-" + jdk.feature();
      PRODUCT.token(
          soon,
          Instant.now().plusSeconds(45),
          "--iat",
          seconds(-50),
          "--claim",
          "tollgate={\"grace\":\"PT0S\",\"warn\":\"PT0S\"}");
      mount(mount, soon);
      awaitActions(state, "LOADED RENEWED");
      mount(mount, "bad");
      awaitActions(state, "LOADED RENEWED REJECTED");
      mount(mount, soon);
      awaitActions(state, "LOADED RENEWED REJECTED EXPIRED");
      host.tell("call");
      assertEquals("CLOSED TG-LIC-0002", host.says());
      awaitActions(state, "LOADED RENEWED REJECTED EXPIRED DENIED");
      mount(mount, "last");
      awaitActions(state, "LOADED RENEWED REJECTED EXPIRED DENIED RENEWED");
      awaitStatus(state, "last");
      Run status = operator("status", "--state-dir", state.toString()).assertStatus(0);
      JsonObject said = Json.object(status.out().getBytes(StandardCharsets.UTF_8));
      assertEquals(Optional.of("last"), said.string("licenseId"));
      assertEquals("1", said.object("denied").orElseThrow().number("export").orElseThrow().text());
      assertTrue(said.has("ageSeconds"), status.out());
      host.tell("bean");
      assertTrue(host.says().contains(" LicenseId=last,"));
      host.ends();
      assertEquals(5, host.err().lines().count(), host.err());
    }
    Run verified =
        operator("audit", "verify", state.resolve("audit.jsonl").toString()).assertStatus(0);
    assertTrue(verified.out().startsWith("sound: 6 entries, from 2"), verified.out());
    assertEquals("", verified.err());
    String log = Files.readString(state.resolve("audit.jsonl"));
    for (String token : List.of("first", "last", "bad")) {
      String secret = Files.readString(PRODUCT.folder().resolve(token)).strip();
      assertFalse(log.contains(secret.substring(secret.lastIndexOf('.') + 1)), token);
    }
    List<RecordedEvent> events = events(recording);
    assertEquals(
        "LOADED RENEWED REJECTED EXPIRED DENIED RENEWED",
        String.join(" ", events.stream().map(WitnessesIT::action).toList()));
    assertEquals("first", events.get(0).getString("licenseId"));
    assertEquals("Example Corp", events.get(0).getString("customerId"));
    assertEquals("VALID", events.get(0).getString("state"));
    assertEquals("licensed", events.get(0).getString("kind"));
    assertEquals("TG-TOK-0006", events.get(2).getString("code"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRecordingThatBeginsLaterIsToldWhereThingsStand(Jdk jdk) throws Exception {
    Path dump = PRODUCT.folder().resolve("late-" + jdk.feature() + ".jfr");
    try (Host host =
        Host.start(PRODUCT, jdk.tool("java"), agent(PRODUCT.folder().resolve("first")))) {
      assertEquals("OPEN", host.says());
      host.tell("late");
      assertEquals("late is over", host.says());
      jcmd(jdk, host, "JFR.start", "name=late");
      List<RecordedEvent> events = List.of();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (events.isEmpty() && System.nanoTime() < deadline) {
        jcmd(jdk, host, "JFR.dump", "name=late", "filename=" + dump);
        events = events(dump);
      }
      assertEquals(List.of("LOADED"), events.stream().map(WitnessesIT::action).toList());
      host.ends();
      assertEquals("", host.err());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRuntimeWithoutRecorderAndManagementIsSilentlyWithoutThem(Jdk jdk) throws Exception {
    String runtime = PRODUCT.path("runtime-" + jdk.feature());
    Run linked =
        Run.of(
            List.of(
                jdk.tool("jlink"),
                "--add-modules",
                "java.base,java.instrument",
                "--output",
                runtime),
            Map.of(),
            PRODUCT.folder());
    if (linked.status() != 0) {
      System.err.println("NOT TESTED: a small runtime of " + jdk + ": " + linked.out());
    }
    assumeTrue(linked.status() == 0);
    Path state = PRODUCT.folder().resolve("small-" + jdk.feature());
    try (Host host =
        Host.start(
            PRODUCT, runtime + "/bin/java", agent(PRODUCT.folder().resolve("first"), state))) {
      assertEquals("OPEN", host.says());
      host.tell("late");
      assertEquals("late is over", host.says());
      awaitActions(state, "LOADED");
      host.ends();
      assertEquals("", host.err());
    }
  }

  @Test
  void aJvmThatNobodyRecordsNeitherLoadsTheEventNorReadsTheRecordersCatalogue() throws Exception {
    Path log = PRODUCT.folder().resolve("idle.log");
    try (Host host =
        Host.start(
            PRODUCT,
            Jdk.ofTheseTests().tool("java"),
            "-Xlog:class+load:file=" + log,
            agent(PRODUCT.folder().resolve("first")))) {
      assertEquals("OPEN", host.says());
      host.tell("late");
      assertEquals("late is over", host.says());
      host.ends();
    }
    String loaded = Files.readString(log);
    assertTrue(loaded.contains(" jdk.jfr.FlightRecorder "));
    assertFalse(loaded.contains("LicenseFlightEvent"));
    assertFalse(loaded.contains(" jdk.jfr.internal.MetadataRepository "));
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldOnceAndTheHostRunsOn() throws Exception {
    Path state = Files.writeString(PRODUCT.folder().resolve("no-folder"), "");
    Path mount = PRODUCT.folder().resolve("mount-no-folder");
    mount(mount, "first");
    try (Host host = Host.start(PRODUCT, Jdk.ofTheseTests().tool("java"), agent(mount, state))) {
      assertEquals("OPEN", host.says());
      awaitErr(host, "TG-SYS-0010");
      mount(mount, "last");
      awaitErr(host, "licensed functions are open");
      host.tell("call");
      assertEquals("OPEN", host.says());
      host.ends();
      assertEquals(2, host.err().lines().count(), host.err());
    }
  }

  @Test
  void aLogOfAHundredMegabytesIsVerifiedInAJvmOfThirtyTwo() throws Exception {
    Path big = PRODUCT.folder().resolve("big.jsonl");
    BigLog.write(big, 100_000_000);
    String java = Jdk.ofTheseTests().tool("java");
    List<String> verify =
        List.of(java, "-Xmx32m", "-jar", "gating.jar", "audit", "verify", "big.jsonl");
    Run sound = Run.of(verify, Map.of(), PRODUCT.folder()).assertStatus(0);
    assertTrue(sound.out().startsWith("sound: "), sound.out());
    BigLog.flip(big, 99_000_000);
    Run broken = Run.of(verify, Map.of(), PRODUCT.folder()).assertStatus(1);
    assertTrue(broken.err().startsWith("TG-SYS-0020 "), broken.err());
    assertEquals(1, broken.err().lines().count());
    Files.delete(big);
  }

  private static String action(RecordedEvent event) {
    return event.getString("action").replace("LICENSE_", "");
  }

  private static List<RecordedEvent> events(Path recording) throws IOException {
    List<RecordedEvent> events = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("io.tollgate.License")) {
        events.add(event);
      }
    }
    events.sort((one, other) -> one.getStartTime().compareTo(other.getStartTime()));
    return events;
  }

  private static void jcmd(Jdk jdk, Host host, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(jdk.tool("jcmd"), Long.toString(host.pid())));
    all.addAll(List.of(command));
    Run.of(all, Map.of(), PRODUCT.folder()).assertStatus(0);
  }

  private static Run operator(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Jdk.ofTheseTests().light());
    command.addAll(List.of("-jar", "gating.jar"));
    command.addAll(List.of(arguments));
    return Run.of(command, Map.of(), PRODUCT.folder());
  }

  private static String agent(Path token) {
    return "-javaagent:" + PRODUCT.path("gating.jar") + "=poll=PT1S,token.file=" + token;
  }

  private static String agent(Path token, Path state) {
    return agent(token) + ",state.dir=" + state;
  }

  private static String seconds(long fromNow) {
    return Long.toString(Instant.now().plusSeconds(fromNow).getEpochSecond());
  }

  /** In one step, as a Secret changes. */
  private static void mount(Path mount, String token) throws IOException {
    Path fresh = Files.copy(PRODUCT.folder().resolve(token), Path.of(mount + ".new"));
    Files.move(fresh, mount, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitActions(Path state, String wanted) throws Exception {
    String found = "";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!found.equals(wanted)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("wanted " + wanted + ", found " + found);
      }
      Thread.sleep(50);
      found = actions(state);
    }
  }

  private static String actions(Path state) throws IOException, JsonException {
    Path log = state.resolve("audit.jsonl");
    List<String> actions = new ArrayList<>();
    if (Files.exists(log)) {
      for (String line : Files.readAllLines(log)) {
        Optional<String> action =
            Json.object(line.getBytes(StandardCharsets.UTF_8)).string("action");
        actions.add(action.orElseThrow().replace("LICENSE_", ""));
      }
    }
    return String.join(" ", actions);
  }

  private static void awaitStatus(Path state, String license) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(state.resolve("status.json"))
        .contains("\"licenseId\":\"" + license + "\"")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(Files.readString(state.resolve("status.json")));
      }
      Thread.sleep(50);
    }
  }

  private static void awaitErr(Host host, String text) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!host.err().contains(text)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no \"" + text + "\" in:\n" + host.err());
      }
      Thread.sleep(50);
    }
  }

  /**
   * The probe under an agent, in a JVM with nothing but its own choice of compilers and collector,
   * as operators start it: those of other tests are made to be light.
   */
  private static final class Host implements AutoCloseable {
    private final Process process;
    private final Path err;
    private final BufferedReader out;
    private final BufferedWriter in;

    private Host(Process process, Path err) {
      this.process = process;
      this.err = err;
      this.out = process.inputReader(StandardCharsets.UTF_8);
      this.in = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Host start(Product product, String java, String... options) throws IOException {
      List<String> command = new ArrayList<>(List.of(java, "-Xlog:jfr+startup=error"));
      command.addAll(List.of(options));
      command.addAll(
          List.of("-cp", product.path("classes") + File.pathSeparator + Product.API, "Probe"));
      Path err = Files.createTempFile(product.folder(), "host", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
      return new Host(builder.start(), err);
    }

    long pid() {
      return process.pid();
    }

    void tell(String line) throws IOException {
      in.write(line + "\n");
      in.flush();
    }

    /** The next line. */
    String says() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("it ended: " + err());
      }
      return line;
    }

    String err() throws IOException {
      return Files.readString(err);
    }

    void ends() throws IOException, InterruptedException {
      in.close();
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), err());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
