package io.tollgate.core.answer;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells from the stack whether the entry that asks is the outermost: filters of the host between
 * two entries get the exception first, as without the agent. Forwards and includes nest the same
 * way. Not by {@code Throwable.getStackTrace}, which the JVM cuts at 1024 frames, at their outer
 * end.
 */
final class Entrance implements Function<Stream<StackFrame>, Boolean> {

  private Entrance() {}

  static boolean isOutermost() {
    return StackWalker.getInstance().walk(new Entrance());
  }

  @Override
  public Boolean apply(Stream<StackFrame> frames) {
    boolean inside = false;
    Iterator<StackFrame> outward = frames.iterator();
    while (outward.hasNext()) {
      StackFrame frame = outward.next();
      if (EntryWeaver.isEntry(frame.getMethodName(), frame.getDescriptor())) {
        if (inside) {
          return false;
        }
        inside = true;
      } else if (inside && standsForTheServersErrorPages(frame.getClassName())) {
        return true;
      }
    }
    return inside;
  }

  /**
   * Spring Boot in a WAR: its filter takes every exception to do what the embedded server does in a
   * JAR, where an entry answers before error pages are looked for.
   */
  private static boolean standsForTheServersErrorPages(String type) {
    return type.startsWith("org.springframework.boot.") && type.endsWith(".ErrorPageFilter");
  }
}
