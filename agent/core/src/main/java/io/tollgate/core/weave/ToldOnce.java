package io.tollgate.core.weave;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of what cannot be gated once, however often its class is looked at. */
final class ToldOnce implements WeaveFailures {
  private final WeaveFailures listener;
  private final WovenGates gates;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  ToldOnce(WeaveFailures listener, WovenGates gates) {
    this.listener = listener;
    this.gates = gates;
  }

  @Override
  public void failed(String className, Throwable problem) {
    listener.failed(className, problem);
  }

  @Override
  public void withoutAnswer(String className, Throwable problem) {
    if (told.add(className)) {
      listener.withoutAnswer(className, problem);
    }
  }

  @Override
  public void notGated(String className, String what) {
    if (told.add(className + " " + what)) {
      gates.notGated(className, what);
      listener.notGated(className, what);
    }
  }
}
