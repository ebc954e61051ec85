package io.tollgate.worlds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the runtime that a test shows Tollgate in: a line of {@code docs/compatibility.md}, which
 * is made of the tests that passed. The test's parameter is the JDK that it runs.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(WorldRecorder.class)
@interface World {

  /** What the line begins with, and what was run there. */
  String value();

  /** The part of the page: {@code class loaders}, {@code other agents}, {@code the JDK}. */
  String group();
}
