package io.tollgate.core.meter;

import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.PolicyReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A real store that can be cut off, as by a network, or keep its callers waiting. */
final class Away {
  private final Store store;
  private volatile boolean away;
  private volatile String lost = "";
  private volatile String second = "";
  private volatile String deep = "";
  private volatile Optional<Held> held = Optional.empty();

  Away(Store store) {
    this.store = store;
  }

  void isAway(boolean now) {
    away = now;
  }

  /** From now on it fails at this one. */
  void loses(String method) {
    lost = method;
  }

  /** It fails at this one the time after the next. */
  void losesSecond(String method) {
    second = method;
  }

  /** The next call of this one finds the stack full. */
  void overflowsOnce(String method) {
    deep = method;
  }

  /** Keeps the next answer of this one back until it is let go. */
  Held holdsBack(String method) {
    Held made = new Held(method);
    held = Optional.of(made);
    return made;
  }

  /** An answer that the store has given and the caller has not. */
  static final class Held {
    private final String method;
    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    Held(String method) {
      this.method = method;
    }

    void awaitGiven() throws InterruptedException {
      given.await();
    }

    void letGo() {
      free.countDown();
    }
  }

  private MeterRows rows() {
    return (MeterRows)
        Proxy.newProxyInstance(
            Away.class.getClassLoader(),
            new Class<?>[] {MeterRows.class},
            (proxy, method, arguments) -> {
              if (away || method.getName().equals(lost)) {
                throw new StoreException(ErrorCode.STORE_AWAY, "It is secret-42.");
              }
              if (method.getName().equals(deep)) {
                deep = "";
                throw new StackOverflowError();
              }
              if (method.getName().equals(second)) {
                second = "";
                lost = method.getName();
              }
              try {
                Object answer = method.invoke(store.meters(), arguments);
                Optional<Held> holder = held;
                if (holder.isPresent() && method.getName().equals(holder.get().method)) {
                  held = Optional.empty();
                  holder.get().given.countDown();
                  holder.get().free.await();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  Meters meters(String policy, Clock clock) {
    return meters(policy, rows(), clock);
  }

  static Meters meters(String policy, MeterRows rows, Clock clock) {
    try {
      return new Meters(
          PolicyReader.gates("policy", name -> policy.getBytes(StandardCharsets.UTF_8)),
          rows,
          clock,
          type -> {});
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }
}
