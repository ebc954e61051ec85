package io.tollgate.core.weave;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of classes, by loader and name. Loaders are told apart by identity, which runs none
 * of their code, and are not held: what is known of a redeployed application goes with it. Safe for
 * use by several threads.
 *
 * @param <V> what is known of a class; must not lead to one
 */
final class PerLoader<V> {
  /** Stands for the boot loader. */
  private static final Object BOOT = new Object();

  private final Map<Key, Map<String, V>> loaders = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  PerLoader() {}

  void put(@Nullable ClassLoader loader, String className, V value) {
    forget();
    Key key = new Key(loader == null ? BOOT : loader, gone);
    Map<String, V> classes = loaders.get(key);
    if (classes == null) {
      Map<String, V> made = new ConcurrentHashMap<>();
      Map<String, V> other = loaders.putIfAbsent(key, made);
      classes = other == null ? made : other;
    }
    classes.put(className, value);
  }

  /** What is known of a class; null if nothing is. */
  @Nullable V get(@Nullable ClassLoader loader, String className) {
    Map<String, V> classes = loaders.get(new Key(loader == null ? BOOT : loader, gone));
    return classes == null ? null : classes.get(className);
  }

  void remove(@Nullable ClassLoader loader, String className) {
    Map<String, V> classes = loaders.get(new Key(loader == null ? BOOT : loader, gone));
    if (classes != null) {
      classes.remove(className);
    }
  }

  /** What is known, by class, of each loader that is there. */
  Collection<Map<String, V>> all() {
    forget();
    return loaders.values();
  }

  private void forget() {
    Object key = gone.poll();
    while (key != null) {
      loaders.remove(key);
      key = gone.poll();
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object loader, ReferenceQueue<Object> gone) {
      super(loader, gone);
      this.hash = System.identityHashCode(loader);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /** One whose loader is gone is only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || (other instanceof Key key && get() != null && get() == key.get());
    }
  }
}
