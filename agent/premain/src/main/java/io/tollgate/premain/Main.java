package io.tollgate.premain;

import java.util.function.ToIntFunction;

/** The operator's commands: {@code java -jar tollgate-agent.jar COMMAND}. */
public final class Main {
  private static final String COMMANDS = "io.tollgate.core.command.OperatorMain";

  private Main() {}

  @SuppressWarnings("unchecked") // the class is ours: it comes from the same jar
  public static void main(String[] arguments) throws Exception {
    Object commands = Zone.ofThisJar().loadClass(COMMANDS).getDeclaredConstructor().newInstance();
    System.exit(((ToIntFunction<String[]>) commands).applyAsInt(arguments));
  }
}
