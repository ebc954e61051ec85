package io.tollgate.core.jmx;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** Puts the bean where consoles look for it. */
public final class Management {
  private static final String MODULE = "java.management";

  private Management() {}

  /**
   * What this JVM was started with; empty where it does not say. Like {@link #register} not before
   * the host has made its own choices.
   */
  public static Optional<List<String>> jvmArguments() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Arguments.read());
    } catch (RuntimeException | LinkageError e) {
      // A security manager of the host's, say.
      return Optional.empty();
    }
  }

  /** A class of its own, because the module may not be there. */
  private static final class Arguments {
    private Arguments() {}

    static List<String> read() {
      return List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
  }

  /**
   * Registers the bean; true if it is there then. Makes the JVM's bean server if nobody has, and
   * with it the JVM's logging: not to be called before the host has made its own choices.
   */
  public static boolean register(LicenseBean bean) {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return false;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // As the host's main would: the JDK looks through it for the builder that a property names.
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      return BeanServer.register(bean);
    } catch (RuntimeException | LinkageError e) {
      // A builder that is not to be found, say. The host will hear of it from its own use.
      return false;
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
