package io.tollgate.core.jmx;

/** Puts the bean where consoles look for it. */
public final class Management {
  private static final String MODULE = "java.management";

  private Management() {}

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
