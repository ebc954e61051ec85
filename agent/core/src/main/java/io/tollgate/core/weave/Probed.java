package io.tollgate.core.weave;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the start-up probe, as {@code @Licensed} marks a host's methods. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Probed {}
