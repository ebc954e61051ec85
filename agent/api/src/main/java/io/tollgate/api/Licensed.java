package io.tollgate.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what needs a license. Under the Tollgate agent a call is denied with {@link
 * LicenseRequiredException} before its first statement runs, when the license does not allow it.
 * Without the agent the annotation does nothing.
 *
 * <p>On a method or constructor it gates that one. On a class it gates every method that the class
 * itself declares, record accessors among them, except private ones, {@code equals}, {@code
 * hashCode}, {@code toString}, an enum's {@code values} and {@code valueOf}, what the compiler
 * marks as its own, and what a Scala case class has to read its fields; constructors stay open, so
 * that a container can still build the object.
 *
 * <p>A mark holds for what overrides or implements the method: on an interface or an abstract
 * method it gates every implementation, proxies and lambdas included. On an interface it also holds
 * for the methods that the interface inherits; on a class, for those that subclasses add.
 *
 * <p>A gate stands in front of code. A native method has none: the agent says so when it sees one
 * that is marked, and the methods that call it are the ones to mark.
 *
 * <p>Retained at run time, because classes that a JVM loads before the agent can only be gated from
 * what the JVM keeps.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface Licensed {

  /** The feature that the license must name; empty if any license that counts will do. */
  String value() default "";

  /** The cap of the license under which there must be room; empty for none. */
  String cap() default "";
}
