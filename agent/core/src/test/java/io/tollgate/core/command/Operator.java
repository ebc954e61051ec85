package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalLineFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Somebody who gives commands, on a machine of the test's making. */
final class Operator {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Map<String, String> jar = Map.of();
  private final Map<String, String> variables = new HashMap<>();
  private boolean terminal;
  private InputStream input = InputStream.nullInputStream();
  private long now = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();

  Operator withJar(Map<String, String> entries) {
    jar = entries;
    return this;
  }

  Operator atATerminal() {
    terminal = true;
    return this;
  }

  Operator with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Operator withInput(String text) {
    input = new ByteArrayInputStream(bytes(text));
    return this;
  }

  Operator at(String instant) {
    now = Instant.parse(instant).toEpochMilli();
    return this;
  }

  int run(String... arguments) {
    return run(commandLine(), arguments);
  }

  int run(CommandLine tool, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    tool.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return CommandRunner.run(tool, arguments);
  }

  CommandLine commandLine() {
    return new CommandLine(new OperatorMain(), commands());
  }

  Optional<CommandLine> alone(String... arguments) {
    return commands().alone(OperatorMain.NAME, arguments);
  }

  private Commands commands() {
    return new Commands(
        new Surroundings(
            new AgentJar(name -> Optional.ofNullable(jar.get(name)).map(Operator::bytes)),
            new LocalFiles(),
            new LocalLineFiles(),
            new StillClock(now),
            new Variables(Map.copyOf(variables)),
            () -> terminal,
            () -> ZoneId.of("America/New_York"),
            input));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record StillClock(long now) implements Clock {
    @Override
    public long elapsed() {
      return 0;
    }

    @Override
    public void pause(long millis) {
      throw new UnsupportedOperationException();
    }
  }

  private record Variables(Map<String, String> variables) implements Environment {
    @Override
    public Optional<String> property(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> variable(String name) {
      return Optional.ofNullable(variables.get(name));
    }
  }
}
