package io.tollgate.core.weave;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads {@link Samples}, woven as often as asked for, as classes of their own. */
final class WovenLoader extends ClassLoader {
  static final List<String> LICENSED = List.of("Lio/tollgate/api/Licensed;");

  private final Map<String, byte[]> classFiles = new HashMap<>();

  /** What could not be gated, so far. */
  static final List<String> NOT_GATED = new ArrayList<>();

  private static final WeaveFailures FAILURES =
      new WeaveFailures() {
        @Override
        public void failed(String className, Throwable problem) {
          throw new AssertionError(className, problem);
        }

        @Override
        public void notGated(String className, String what) {
          NOT_GATED.add(className + ": " + what);
        }

        @Override
        public void withoutAnswer(String className, Throwable problem) {
          throw new AssertionError(className, problem);
        }
      };

  static Optional<byte[]> weave(byte[] classFile) {
    return weave(LICENSED, classFile);
  }

  static Optional<byte[]> weave(List<String> annotations, byte[] classFile) {
    return weave(new Marks(annotations, List.of()), new Lineage(annotations, List.of()), classFile);
  }

  static Optional<byte[]> weave(Marks marks, Lineage lineage, byte[] classFile) {
    return new GateWeaver(marks, lineage).weave(classFile, survey -> false, FAILURES).classFile();
  }

  WovenLoader(int times) throws IOException {
    super(WovenLoader.class.getClassLoader());
    for (Class<?> type : Samples.class.getDeclaredClasses()) {
      byte[] bytes = Samples.bytes(type);
      for (int i = 0; i < times; i++) {
        bytes = weave(bytes).orElse(bytes);
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
