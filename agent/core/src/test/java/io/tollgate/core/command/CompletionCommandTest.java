package io.tollgate.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {
  private final Operator operator = new Operator();
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "acme v, verify version",
    "acme insp, inspect",
    "acme verify --a, --at",
    "acme doctor --p, --policy",
    "acme zzz, ''"
  })
  void bashCompletesCommandsAndTheirOptions(String typed, String wanted) throws Exception {
    assertEquals(0, operator.run("completion", "--name", "acme"));
    Path script = Files.writeString(folder.resolve("acme.sh"), operator.out());
    assertEquals("", bash("bash -n " + script));
    String[] words = typed.split(" ", -1);
    String complete =
        // compopt is for a shell that somebody types into.
        "source %s; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d;"
                .formatted(script, typed, words.length - 1, typed, typed.length())
            + " $(complete -p acme | sed -E 's/.* -F ([^ ]+) .*/\\1/') acme;"
            + " echo \"${COMPREPLY[@]}\"";
    assertEquals(
        Set.of(wanted.split(" ", -1)), Set.of(bash(complete).strip().split("\\s+", -1)), typed);
  }

  @Test
  void withoutANameTheScriptIsForTheToolsOwn() throws Exception {
    assertEquals(0, operator.run("completion"));
    Path script = Files.writeString(folder.resolve("own.sh"), operator.out());
    assertTrue(bash("source " + script + "; complete -p").contains(" tollgate-agent"));
  }

  @Test
  void aNameThatAShellWouldReadAsMoreIsAMistake() {
    assertEquals(2, operator.run("completion", "--name", "a;b"));
    assertTrue(operator.err().startsWith("TG-CFG-0010 "), operator.err());
    assertEquals("", operator.out());
  }

  private static String bash(String line) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", line).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), said);
    return said;
  }
}
