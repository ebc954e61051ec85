package io.tollgate.verifier.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in an object a value stands: names with dots between them ({@code scrydon.tier}), or, for
 * names that hold dots themselves, a JSON Pointer (RFC 6901; {@code /https:~1~1acme.com~1tier}).
 * Leads through objects only.
 *
 * @param parents the objects on the way, from the outermost
 * @param name the member of the last one
 */
public record ClaimPath(List<String> parents, String name) {

  /** The path that a text means; empty if it means none. */
  public static Optional<ClaimPath> parse(String text) {
    boolean pointer = text.startsWith("/");
    List<String> names = new ArrayList<>();
    for (String part : pointer ? Parts.of(text.substring(1), '/') : Parts.of(text, '.')) {
      if (part.isBlank()) {
        return Optional.empty();
      }
      names.add(pointer ? part.replace("~1", "/").replace("~0", "~") : part);
    }
    String name = names.remove(names.size() - 1);
    return Optional.of(new ClaimPath(List.copyOf(names), name));
  }

  /**
   * The object that has the member {@link #name}; empty if it, or anything on the way, is absent.
   *
   * @throws JsonException if something on the way is no object
   */
  public Optional<JsonObject> holder(JsonObject root) throws JsonException {
    JsonObject at = root;
    for (String parent : parents) {
      Optional<JsonObject> child = at.object(parent);
      if (child.isEmpty()) {
        return Optional.empty();
      }
      at = child.get();
    }
    return at.has(name) ? Optional.of(at) : Optional.empty();
  }
}
