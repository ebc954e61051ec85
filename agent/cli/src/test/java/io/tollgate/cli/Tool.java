package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.command.CommandRunner;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** The vendor's tool as a vendor runs it, in a folder of its own. */
final class Tool {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path folder;

  Tool(Path folder) {
    this.folder = folder;
  }

  /**
   * The exit status. Arguments that begin with @ are files in the folder; one with blanks is a
   * whole line of them.
   */
  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] resolved = arguments.length == 1 ? arguments[0].split(" ", -1) : arguments.clone();
    for (int i = 0; i < resolved.length; i++) {
      if (resolved[i].startsWith("@")) {
        resolved[i] = path(resolved[i].substring(1));
      }
    }
    return CommandRunner.run(
        Tollgate.commandLine(InstantSource.fixed(NOW))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true)),
        resolved);
  }

  void does(String... arguments) {
    assertEquals(0, run(arguments), () -> Arrays.toString(arguments) + ": " + err);
  }

  /** Runs what is refused in one line that says why, and never with a stack trace. */
  void refuses(String why, String... arguments) {
    assertEquals(2, run(arguments), () -> Arrays.toString(arguments));
    assertTrue(err().contains(why), err());
    assertEquals(1, err().lines().count(), err());
    assertFalse(err().contains("TG-SYS"), err());
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  JsonObject json() throws JsonException {
    return Json.object(out().getBytes(StandardCharsets.UTF_8));
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  /** A policy that trusts this key file. */
  void policy(String keys, String... lines) throws IOException {
    write(
        "policy.properties",
        "product.name=P\nproduct.contact=C\nkeys.file="
            + keys
            + "\n"
            + String.join("\n", lines)
            + "\n");
  }

  /** What the operator's command says of a file that holds a token. */
  int verifies(String token) {
    return run(
        "verify", "--policy", "@policy.properties", "--file", "@" + token, "--at", NOW.toString());
  }
}
