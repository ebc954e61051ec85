package io.tollgate.gate;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Defines the gate in {@code java.lang} and takes its control. Runs in a class loader of its own
 * that is thrown away: {@code java.lang} is opened to that loader's unnamed module only, so the
 * opening ends with it.
 */
public final class GateOpener
    implements BiFunction<byte[], List<Function<?, ?>>, AtomicReference<Set<String>>> {

  public GateOpener() {}

  /**
   * Defines the class and takes it over.
   *
   * @param gateClass the bytes of {@link TollgateGate}
   * @param functions what {@link TollgateGate#handOver} takes, in its order
   * @return the control, as {@link TollgateGate#handOver} explains it
   */
  @Override
  @SuppressWarnings("unchecked") // the installer is ours: it comes from the same jar
  public AtomicReference<Set<String>> apply(byte[] gateClass, List<Function<?, ?>> functions) {
    try {
      MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(gateClass);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("java.lang is not open to the gate opener.", e);
    }
    return TollgateGate.handOver(
        (Function<String, String[]>) functions.get(0),
        (Function<String[], byte[]>) functions.get(1));
  }
}
