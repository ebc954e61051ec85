package io.tollgate.core.weave;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads {@link Samples}, woven as often as asked for, as classes of their own. */
final class WovenLoader extends ClassLoader {
  static final List<String> LICENSED = List.of("Lio/tollgate/api/Licensed;");

  private final Map<String, byte[]> classFiles = new HashMap<>();

  WovenLoader(int times) throws IOException {
    super(WovenLoader.class.getClassLoader());
    for (Class<?> type : Samples.class.getDeclaredClasses()) {
      byte[] bytes = Samples.bytes(type);
      for (int i = 0; i < times; i++) {
        bytes = new GateWeaver(LICENSED).weave(bytes).orElse(bytes);
      }
      classFiles.put(type.getName(), bytes);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      byte[] bytes = classFiles.get(name);
      if (loaded != null || bytes == null) {
        return loaded != null ? loaded : super.loadClass(name, resolve);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
