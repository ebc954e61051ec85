package io.tollgate.premain;

/**
 * Tells the JDK's own tools, which JAVA_TOOL_OPTIONS reaches as well as applications. Their
 * launchers start a module of the JDK, and no launcher of an application can.
 */
final class JdkTool {
  /**
   * Runs somebody's program, by {@code java Program.java}; every other main class of the JDK is a
   * tool.
   */
  private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

  private JdkTool() {}

  static boolean isRunning() {
    return is(
        System.getProperty("jdk.module.main", ""), System.getProperty("sun.java.command", ""));
  }

  /**
   * Whether this is a tool of the JDK.
   *
   * @param mainModule {@code jdk.module.main}, empty for class path applications
   * @param command {@code sun.java.command}: main class or module and class, then arguments
   */
  static boolean is(String mainModule, String command) {
    boolean ofJdk = mainModule.startsWith("jdk.") || mainModule.startsWith("java.");
    return ofJdk
        && command.startsWith(mainModule + "/")
        && !command.startsWith(SOURCE_LAUNCHER, mainModule.length() + 1);
  }
}
