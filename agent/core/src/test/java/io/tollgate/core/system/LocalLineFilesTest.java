package io.tollgate.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalLineFilesTest {
  @TempDir private Path folder = Path.of("");

  /** A slash stands for an end of a line, here and in the answer between lines. */
  @ParameterizedTest
  @CsvSource({
    "'', 9, 99, '[]'",
    "a, 9, 99, '[]'",
    "a/, 9, 99, '[a]'",
    "a/b, 9, 99, '[a]'",
    "/, 9, 99, '[]'",
    "a//b/, 9, 99, '[a, , b]'",
    "/a/, 9, 99, '[, a]'",
    "a/b/c/, 2, 99, '[b, c]'",
    "aa/bb/cc/, 9, 9, '[aa, bb, cc]'",
    "aa/bb/cc/, 9, 8, '[bb, cc]'",
    "aa/bb/cc/, 9, 7, '[bb, cc]'",
    "aa/bb/cc/, 9, 6, '[cc]'",
    "aa/bb/cc/, 9, 2, '[]'"
  })
  void theLastLinesAreWholeOnes(String text, int most, int mostBytes, String expected)
      throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), text.replace('/', '\n'));
    List<String> lines = new ArrayList<>();
    for (byte[] line : new LocalLineFiles().last(file.toString(), most, mostBytes)) {
      lines.add(new String(line, StandardCharsets.US_ASCII));
    }
    assertEquals(expected, lines.toString());
  }

  @Test
  void whatIsNoRegularFileIsNotOpened() {
    IOException problem =
        assertThrows(IOException.class, () -> new LocalLineFiles().last(folder.toString(), 9, 99));
    assertEquals("is no regular file", problem.getMessage());
  }
}
