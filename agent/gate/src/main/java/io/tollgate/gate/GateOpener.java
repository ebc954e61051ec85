package io.tollgate.gate;

import java.lang.invoke.MethodHandles;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Defines the gate in {@code java.lang} and takes its control. Runs in a class loader of its own
 * that is thrown away: {@code java.lang} is opened to that loader's unnamed module only, so the
 * opening ends with it.
 */
public final class GateOpener
    implements BiFunction<
        byte[], BiFunction<String, Object, Object>, AtomicReference<Set<String>>> {

  public GateOpener() {}

  /**
   * Defines the class and takes it over.
   *
   * @param gateClass the bytes of {@link TollgateGate}
   * @param agent is asked why a call is denied, and told what {@link TollgateGate#handOver} says
   * @return the control, as {@link TollgateGate#handOver} explains it
   */
  @Override
  public AtomicReference<Set<String>> apply(
      byte[] gateClass, BiFunction<String, Object, Object> agent) {
    try {
      MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(gateClass);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("java.lang is not open to the gate opener.", e);
    }
    return TollgateGate.handOver(agent);
  }
}
