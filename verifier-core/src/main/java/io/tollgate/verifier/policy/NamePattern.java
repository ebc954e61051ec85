package io.tollgate.verifier.policy;

import io.tollgate.verifier.text.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of types: parts with dots between them, in which {@code *} stands for any characters of one
 * part, and {@code ..} for any number of parts. Matched against names as class files write them,
 * with slashes, and without making an object: each class that is loaded comes by.
 */
final class NamePattern {
  /** Any number of parts, none included. */
  private static final String ANY = "";

  private final List<String> parts;
  private final boolean isExact;

  private NamePattern(List<String> parts) {
    this.parts = List.copyOf(parts);
    boolean exact = true;
    for (String part : parts) {
      exact &= !part.equals(ANY) && part.indexOf('*') < 0;
    }
    this.isExact = exact;
  }

  /** The pattern; empty if this is none. */
  static Optional<NamePattern> parse(String text) {
    List<String> parts = new ArrayList<>();
    boolean anyPackage = text.startsWith("..");
    boolean gap = anyPackage;
    for (String part : Parts.of(anyPackage ? text.substring(2) : text, '.')) {
      if (part.isEmpty()) {
        if (gap || parts.isEmpty()) {
          return Optional.empty();
        }
        gap = true;
        continue;
      }
      if (!isPart(part)) {
        return Optional.empty();
      }
      if (gap) {
        parts.add(ANY);
        gap = false;
      }
      parts.add(part);
    }
    return gap ? Optional.empty() : Optional.of(new NamePattern(parts));
  }

  /** A name without packages, in whatever package. */
  NamePattern inAnyPackage() {
    List<String> all = new ArrayList<>(parts);
    all.add(0, ANY);
    return new NamePattern(all);
  }

  /** Whether it is one part only. */
  boolean isSimple() {
    return parts.size() == 1;
  }

  /** Whether it matches whatever there is. */
  boolean isAnything() {
    return parts.equals(List.of(ANY, "*"));
  }

  /** The one name that it matches, with slashes; empty if it may match several. */
  Optional<String> exact() {
    return isExact ? Optional.of(String.join("/", parts)) : Optional.empty();
  }

  /** Whether it matches all of this text from there to there. */
  boolean matches(String name, int from, int to) {
    return matches(0, name, from, to);
  }

  private boolean matches(int part, String name, int from, int to) {
    if (part == parts.size()) {
      return from > to;
    }
    if (from > to) {
      return false;
    }
    if (parts.get(part).equals(ANY)) {
      for (int at = from; at <= to; at = end(name, at, to) + 1) {
        if (matches(part + 1, name, at, to)) {
          return true;
        }
      }
      return false;
    }
    int end = end(name, from, to);
    return Glob.matches(parts.get(part), name, from, end) && matches(part + 1, name, end + 1, to);
  }

  /** Where the part that begins there ends. */
  private static int end(String name, int from, int to) {
    int slash = name.indexOf('/', from);
    return slash < 0 || slash > to ? to : slash;
  }

  private static boolean isPart(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '*' && !Character.isJavaIdentifierPart(c) && c != '-') {
        return false;
      }
    }
    char first = part.charAt(0);
    return first == '*' || Character.isJavaIdentifierStart(first);
  }
}
