package io.tollgate.core.answer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries that were woven, by name: a redeployed application must be collectable. Safe for use
 * by several threads.
 */
public final class WovenEntries {
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  public WovenEntries() {}

  /** Adds a method of a class, by its internal name. */
  void add(String type, String method) {
    names.add(type.replace('/', '.') + "." + method);
  }

  /** Whether a method of a class, by its binary name, is an entry or bears the name of one. */
  boolean has(String type, String method) {
    return names.contains(type + "." + method);
  }
}
