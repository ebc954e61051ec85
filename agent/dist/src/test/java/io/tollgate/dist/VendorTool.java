package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.InstantSource;

/**
 * The jar of the vendor's tool as it ships, run within this JVM: for what tests are about to use,
 * hundreds of times. It sees this JVM's environment and working folder, so {@link Product#tool} is
 * there for what is said of the tool itself.
 */
final class VendorTool {
  private static final ClassLoader JAR = loader();

  private VendorTool() {}

  private static ClassLoader loader() {
    try {
      URL jar = Product.TOOL.toUri().toURL();
      return new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a command that has to succeed; paths are absolute. */
  static void run(String... arguments) {
    StringWriter said = new StringWriter();
    try {
      Method made =
          JAR.loadClass("io.tollgate.cli.Tollgate")
              .getDeclaredMethod("commandLine", InstantSource.class);
      made.setAccessible(true);
      Object tool = made.invoke(null, InstantSource.system());
      Class<?> type = tool.getClass();
      PrintWriter writer = new PrintWriter(said);
      type.getMethod("setOut", PrintWriter.class).invoke(tool, writer);
      type.getMethod("setErr", PrintWriter.class).invoke(tool, writer);
      Object status =
          JAR.loadClass("io.tollgate.core.command.CommandRunner")
              .getMethod("run", type, String[].class)
              .invoke(null, tool, arguments);
      assertEquals(0, status, said::toString);
    } catch (InvocationTargetException e) {
      throw new AssertionError(said.toString(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(said.toString(), e);
    }
  }
}
