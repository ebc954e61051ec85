package io.tollgate.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimPathTest {

  @Test
  void dotsSeparateNames() {
    assertEquals(path(List.of(), "tier"), ClaimPath.parse("tier"));
    assertEquals(path(List.of("a", "b"), "c"), ClaimPath.parse("a.b.c"));
    assertEquals(path(List.of("a~0"), "b~1/c"), ClaimPath.parse("a~0.b~1/c"));
  }

  @Test
  void aSlashBeginsAJsonPointer() {
    assertEquals(path(List.of(), "a.b"), ClaimPath.parse("/a.b"));
    assertEquals(path(List.of("a/b"), "~1"), ClaimPath.parse("/a~1b/~01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "/", "//", "/a/", "a. .b"})
  void noNameIsBlank(String text) {
    assertTrue(ClaimPath.parse(text).isEmpty());
  }

  private static Optional<ClaimPath> path(List<String> parents, String name) {
    return Optional.of(new ClaimPath(parents, name));
  }
}
