package io.tollgate.core.answer;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells from the stack whether the entry that asks is the outermost: filters of the host between
 * two entries get the exception first, as without the agent. Forwards and includes nest the same
 * way.
 *
 * <p>Not by {@code Throwable.getStackTrace}, which the JVM cuts at 1024 frames, at their outer end.
 * By names and not by descriptors: from JDK 24 on a frame's descriptor is made of classes, which
 * have to be loaded.
 */
final class Entrance implements Function<Stream<StackFrame>, Boolean> {
  private final WovenEntries entries;

  private Entrance(WovenEntries entries) {
    this.entries = entries;
  }

  static boolean isOutermost(WovenEntries entries) {
    return StackWalker.getInstance().walk(new Entrance(entries));
  }

  @Override
  public Boolean apply(Stream<StackFrame> frames) {
    boolean inside = false;
    Iterator<StackFrame> outward = frames.iterator();
    while (outward.hasNext()) {
      StackFrame frame = outward.next();
      if (entries.has(frame.getClassName(), frame.getMethodName())) {
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
