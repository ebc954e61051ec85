package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  /** {@code mvn test -Dtollgate.write-docs} writes the page instead of comparing it. */
  private static final boolean WRITE = System.getProperty("tollgate.write-docs") != null;

  @Test
  void codesAreWellFormedAndNeverUsedTwice() {
    Set<String> seen = new HashSet<>();
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(code.code().matches("TG-(TOK|KEY|LIC|CAP|CFG|SYS)-[0-9]{4}"), code.code());
      assertTrue(seen.add(code.code()), code.code());
    }
  }

  @Test
  void titlesAndAdviceAreSentences() {
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(code.title().matches("[A-Z].*\\."), code.title());
      assertTrue(code.advice().matches("[A-Z].*\\."), code.advice());
    }
  }

  @Test
  void thePageInTheDocsIsTheCatalogue() throws IOException {
    Path page = Path.of(System.getProperty("tollgate.docs"), "errors.md");
    if (WRITE) {
      Files.writeString(page, page());
    }
    assertEquals(
        page(), Files.readString(page), "run: mvn test -pl verifier-core -Dtollgate.write-docs");
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Error codes

            Generated from the catalogue in the code (`ErrorCode`); the build fails when the two differ.
            `reason` is what machines read in JSON and metrics; codes without one do not say why a license does not count.

            | code | reason | what is wrong | what to do |
            |---|---|---|---|
            """);
    for (ErrorCode code : ErrorCode.values()) {
      page.append("| `")
          .append(code.code())
          .append("` | ")
          .append(code.reason().map(reason -> "`" + reason.text() + "`").orElse(""))
          .append(" | ")
          .append(code.title())
          .append(" | ")
          .append(code.advice())
          .append(" |\n");
    }
    return page.toString();
  }
}
