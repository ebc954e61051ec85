package io.tollgate.core.weave;

import io.tollgate.verifier.policy.MethodPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The marks that a type hands down to what extends or implements it. Immutable. */
final class Heritage {
  static final Heritage NONE = new Heritage(Map.of(), List.of(), null, null);

  private final Map<String, String> methods;
  private final List<MethodPattern> patterns;
  private final @Nullable String whole;
  private final @Nullable String learns;

  /**
   * What is handed down.
   *
   * @param methods features by name and descriptor: whatever overrides one of these is gated
   * @param patterns of which the type is meant: what they match in a class below it is gated
   * @param whole the feature of a marked class, which holds for what its subclasses add, too; null
   *     if it has no mark
   * @param learns the feature of a marked interface that extends others: the methods that it has
   *     from them are not known before it is loaded; null if it is none
   */
  Heritage(
      Map<String, String> methods,
      List<MethodPattern> patterns,
      @Nullable String whole,
      @Nullable String learns) {
    this.methods = Map.copyOf(methods);
    this.patterns = List.copyOf(patterns);
    this.whole = whole;
    this.learns = learns;
  }

  boolean isEmpty() {
    return methods.isEmpty() && patterns.isEmpty() && whole == null && learns == null;
  }

  /** Both; where they differ, this one's. */
  Heritage and(Heritage other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    Map<String, String> all = new HashMap<>(other.methods);
    all.putAll(methods);
    List<MethodPattern> both = new ArrayList<>(patterns);
    for (MethodPattern pattern : other.patterns) {
      if (!both.contains(pattern)) {
        both.add(pattern);
      }
    }
    return new Heritage(
        all, both, whole == null ? other.whole : whole, learns == null ? other.learns : learns);
  }

  /** The feature of a method that overrides or implements one of these; null if it does not. */
  @Nullable String feature(String name, String descriptor) {
    String feature = methods.get(name + descriptor);
    if (feature != null) {
      return feature;
    }
    for (MethodPattern pattern : patterns) {
      if (pattern.matches(name, descriptor)) {
        return pattern.feature();
      }
    }
    return null;
  }

  /** Without what has yet to be learned: that is the business of the type that is marked. */
  Heritage known() {
    return learns == null ? this : new Heritage(methods, patterns, whole, null);
  }

  boolean isSameAs(Heritage other) {
    return methods.equals(other.methods)
        && patterns.equals(other.patterns)
        && Objects.equals(whole, other.whole)
        && Objects.equals(learns, other.learns);
  }

  Map<String, String> methods() {
    return methods;
  }

  List<MethodPattern> patterns() {
    return patterns;
  }

  /** The feature that methods which subclasses add ask for; null if they are not gated. */
  @Nullable String whole() {
    return whole;
  }

  /**
   * The feature of methods yet to be learned of, once the type is loaded; null if there are none.
   */
  @Nullable String learns() {
    return learns;
  }
}
