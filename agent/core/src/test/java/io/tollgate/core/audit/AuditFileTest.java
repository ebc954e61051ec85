package io.tollgate.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.core.system.LocalLedger;
import io.tollgate.core.system.LocalLineFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in real files, written by real JVMs. */
class AuditFileTest {
  private final StillClock clock = new StillClock();
  private final List<String> troubles = new ArrayList<>();
  @TempDir private Path folder = Path.of("");

  @Test
  void aLineSaysWhatHappenedToWhichLicenseAndWhen() throws Exception {
    log().happened(Happenings.renewed("lic-1"));
    JsonObject json = Json.object(lines().get(0).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "id",
            "action",
            "resourceType",
            "resourceId",
            "actorId",
            "organizationId",
            "metadata",
            "ipAddress",
            "userAgent",
            "createdAt",
            "prev"),
        List.copyOf(json.names()));
    assertEquals(Optional.of("LICENSE_RENEWED"), json.string("action"));
    assertEquals(Optional.of("license"), json.string("resourceType"));
    assertEquals(Optional.of("lic-1"), json.string("resourceId"));
    assertEquals(Optional.of("Acme"), json.string("organizationId"));
    assertEquals(Optional.of("2026-11-18T11:06:40.000Z"), json.string("createdAt"));
    assertEquals(Optional.of("0".repeat(64)), json.string("prev"));
    assertTrue(
        json.string("id")
            .orElseThrow()
            .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    JsonObject metadata = json.object("metadata").orElseThrow();
    assertEquals(Optional.of("VALID"), metadata.string("state"));
    assertEquals(Optional.of("licensed"), metadata.string("kind"));
    assertEquals(Optional.of("Acme Orders"), metadata.string("product"));
  }

  @Test
  void aProblemSaysItsCodeAndReasonAndWhatIsUnknownIsADash() throws Exception {
    log().happened(Happenings.rejected("lic-1", "It was looked at in /mnt/token."));
    log().happened(Happenings.missing());
    JsonObject problem = Json.object(lines().get(0).getBytes(StandardCharsets.UTF_8));
    JsonObject metadata = problem.object("metadata").orElseThrow();
    assertEquals(Optional.of("TG-TOK-0006"), metadata.string("code"));
    assertEquals(Optional.of("bad-signature"), metadata.string("reason"));
    assertTrue(metadata.string("message").orElseThrow().endsWith(" in /mnt/token."));
    JsonObject missing = Json.object(lines().get(1).getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of("-"), missing.string("resourceId"));
    assertEquals(Optional.of("-"), missing.string("organizationId"));
  }

  @Test
  void theFileIsItsOwnersAlone() throws Exception {
    log().happened(Happenings.missing());
    for (String name : List.of("audit.jsonl", "audit.lock")) {
      assertEquals(
          "[OWNER_READ, OWNER_WRITE]",
          new TreeSet<>(Files.getPosixFilePermissions(folder.resolve(name))).toString());
    }
  }

  @Test
  void aLogAsItWasWrittenIsSound() throws Exception {
    write(5);
    AuditChain chain = chain();
    assertEquals(Optional.empty(), chain.broken());
    assertEquals(5, chain.lines());
    assertFalse(chain.isCutOff());
  }

  @Test
  void aByteThatWasFlippedIsFoundWhereverItIs() throws Exception {
    write(4);
    byte[] sound = Files.readAllBytes(file());
    for (int i = 0; i < sound.length - 1; i++) {
      byte[] flipped = sound.clone();
      flipped[i] = (byte) (flipped[i] ^ 1 << i % 7);
      Files.write(file(), flipped);
      long line =
          1
              + new String(sound, 0, i, StandardCharsets.UTF_8)
                  .chars()
                  .filter(c -> c == '\n')
                  .count();
      assertEquals(Optional.of(line), chain().broken().map(AuditChain.Break::line), "byte " + i);
    }
  }

  @Test
  void aLineThatWasRemovedAddedOrMovedIsFound() throws Exception {
    write(5);
    List<String> sound = lines();
    for (int i = 0; i < 4; i++) {
      List<String> fewer = new ArrayList<>(sound);
      fewer.remove(i);
      assertEquals(Optional.of(i + 1L), brokenLineOf(fewer), "without " + i);
      List<String> more = new ArrayList<>(sound);
      more.add(i + 1, sound.get(i));
      assertEquals(Optional.of(i + 2L), brokenLineOf(more), "twice " + i);
      List<String> swapped = new ArrayList<>(sound);
      Collections.swap(swapped, i, i + 1);
      assertEquals(Optional.of(i + 1L), brokenLineOf(swapped), "swapped " + i);
    }
  }

  @Test
  void aLineThatWasCutOffIsNoTamperingAndTheNextOneTakesItsPlaceAndSaysSo() throws Exception {
    write(3);
    byte[] sound = Files.readAllBytes(file());
    int third = new String(sound, StandardCharsets.UTF_8).indexOf(lines().get(2));
    for (int length : new int[] {third + 1, third + 200, sound.length - 1}) {
      Files.write(file(), Arrays.copyOf(sound, length));
      AuditChain cut = chain();
      assertEquals(Optional.empty(), cut.broken());
      assertTrue(cut.isCutOff());
      assertEquals(2, cut.lines());
      write(1);
      assertEquals(Optional.empty(), chain().broken());
      assertEquals(3, chain().lines());
      JsonObject entry = Json.object(lines().get(2).getBytes(StandardCharsets.UTF_8));
      assertEquals(
          Optional.of(new JsonNumber(Integer.toString(length - third))),
          entry.object("metadata").orElseThrow().number("cutOffBytes"));
    }
  }

  @Test
  void filesThatFollowEachOtherAreOneChainInTheirOrderOnly() throws Exception {
    write(3);
    Path first = folder.resolve("audit-20261118T110640000Z.jsonl");
    Files.move(file(), first);
    write(2);
    AuditChain both = new AuditChain();
    both.read(first.toString(), new LocalLineFiles());
    both.read(file().toString(), new LocalLineFiles());
    assertEquals(Optional.empty(), both.broken());
    assertEquals(5, both.lines());
    AuditChain reversed = new AuditChain();
    reversed.read(file().toString(), new LocalLineFiles());
    reversed.read(first.toString(), new LocalLineFiles());
    assertEquals(Optional.of(1L), reversed.broken().map(AuditChain.Break::line));
    AuditChain second = chain();
    assertEquals(Optional.empty(), second.broken());
    assertEquals(Optional.of(String.valueOf(first.getFileName())), second.continued());
  }

  @Test
  void ofALogWhoseFirstLinesWereRemovedTheRestIsNotSound() throws Exception {
    write(3);
    assertEquals(Optional.of(1L), brokenLineOf(lines().subList(1, 3)));
  }

  @Test
  void twoJvmsThatWriteAtOnceMakeOneChain() throws Exception {
    int each = 1_500;
    List<Process> jvms = new ArrayList<>();
    for (String name : List.of("one", "other")) {
      jvms.add(jvm(folder, name, Integer.toString(each)));
    }
    for (Process jvm : jvms) {
      assertEquals("writing\nwritten\n", said(jvm));
    }
    AuditChain chain = chain();
    assertEquals(Optional.empty(), chain.broken());
    assertEquals(2L * each, chain.lines());
    Set<String> ids = new HashSet<>();
    int changesOfWriter = 0;
    String before = "";
    for (String line : lines()) {
      JsonObject json = Json.object(line.getBytes(StandardCharsets.UTF_8));
      assertTrue(ids.add(json.string("id").orElseThrow()));
      String writer = json.object("metadata").orElseThrow().string("process").orElseThrow();
      changesOfWriter += writer.equals(before) ? 0 : 1;
      before = writer;
    }
    assertTrue(changesOfWriter > 2, "they did not write at once");
  }

  @Test
  void aWriterThatIsKilledLeavesASoundLogOrOneThatIsCutOffAndTheNextGoesOn() throws Exception {
    Random random = new Random(11);
    Map<Path, Long> lines = new LinkedHashMap<>();
    for (int writer = 0; writer < 10; writer++) {
      lines.put(Files.createDirectory(folder.resolve("writer-" + writer)), 0L);
    }
    String folders =
        String.join(File.pathSeparator, lines.keySet().stream().map(Path::toString).toList());
    // A kill ends ten writers, each wherever it happens to be.
    for (int kill = 0; kill < 10; kill++) {
      Process jvm =
          new ProcessBuilder(command(folders, "jvm-" + kill))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = jvm.inputReader()) {
        for (int begun = 0; begun < lines.size(); begun++) {
          assertEquals("writing", out.readLine());
        }
        long until = System.nanoTime() + random.nextInt(30_000_000);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      } finally {
        jvm.destroyForcibly().waitFor();
      }
      for (Map.Entry<Path, Long> log : lines.entrySet()) {
        AuditChain chain = chain(log.getKey());
        String which = "after kill " + kill + " in " + log.getKey();
        assertEquals(Optional.empty(), chain.broken(), which);
        assertTrue(chain.lines() > log.getValue(), "nothing was added " + which);
        log.setValue(chain.lines());
      }
    }
  }

  @Test
  void aDiskThatIsFullLeavesASoundLogAndTheHostGoesOn() throws Exception {
    Process probe = new ProcessBuilder("unshare", "-rm", "true").start();
    boolean can = probe.waitFor() == 0;
    if (!can) {
      System.err.println("NOT TESTED: a disk that is full, because unshare -rm may not run.");
    }
    assumeTrue(can);
    Path kept = Files.createDirectory(folder.resolve("kept"));
    String script =
        "mount -t tmpfs -o size=64k tmpfs "
            + folder
            + "/disk && "
            + String.join(" ", command(folder.resolve("disk").toString(), "full", "500"))
            + " && cp "
            + folder
            + "/disk/audit.jsonl "
            + kept;
    Files.createDirectory(folder.resolve("disk"));
    Process full =
        new ProcessBuilder("unshare", "-rm", "sh", "-c", script).redirectErrorStream(true).start();
    String said = said(full);
    assertTrue(said.startsWith("writing\ncannot be written ("), said);
    assertTrue(said.endsWith("written\n"), said);
    AuditChain chain = new AuditChain();
    chain.read(kept.resolve("audit.jsonl").toString(), new LocalLineFiles());
    assertEquals(Optional.empty(), chain.broken());
    assertFalse(chain.isCutOff());
    assertTrue(chain.lines() > 50 && chain.lines() < 300, chain.lines() + " lines");
  }

  private AuditLog log() {
    return new AuditLog(
        new LocalLedger(new LocalStorage(), folder.toString(), AuditLog.NAME),
        clock,
        "Acme Orders",
        "p",
        new AuditLog.Trouble() {
          @Override
          public void cannotWrite(String why) {
            troubles.add(why);
          }

          @Override
          public void canWrite() {
            troubles.clear();
          }
        },
        AuditLog.NO_COPY);
  }

  private void write(int entries) {
    AuditLog log = log();
    for (int i = 0; i < entries; i++) {
      clock.now++;
      log.happened(Happenings.renewed("lic-" + i));
    }
    assertEquals(List.of(), troubles);
  }

  private Path file() {
    return folder.resolve("audit.jsonl");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file());
  }

  private AuditChain chain() throws IOException {
    return chain(folder);
  }

  private static AuditChain chain(Path folder) throws IOException {
    AuditChain chain = new AuditChain();
    chain.read(folder.resolve("audit.jsonl").toString(), new LocalLineFiles());
    return chain;
  }

  private Optional<Long> brokenLineOf(List<String> lines) throws IOException {
    Path other = folder.resolve("other.jsonl");
    Files.write(other, lines);
    AuditChain chain = new AuditChain();
    chain.read(other.toString(), new LocalLineFiles());
    return chain.broken().map(AuditChain.Break::line);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> command(String folders, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            AuditProgram.class.getName(),
            folders));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Process jvm(Path folder, String... arguments) throws IOException {
    return new ProcessBuilder(command(folder.toString(), arguments))
        .redirectErrorStream(true)
        .start();
  }

  private static String said(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
