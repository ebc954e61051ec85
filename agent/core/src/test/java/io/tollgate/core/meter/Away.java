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

/** A real store that can be cut off, as by a network. */
final class Away {
  private final Store store;
  private boolean away;

  Away(Store store) {
    this.store = store;
  }

  void isAway(boolean now) {
    away = now;
  }

  Meters meters(String policy, Clock clock) {
    MeterRows rows =
        (MeterRows)
            Proxy.newProxyInstance(
                Away.class.getClassLoader(),
                new Class<?>[] {MeterRows.class},
                (proxy, method, arguments) -> {
                  if (away) {
                    throw new StoreException(ErrorCode.STORE_AWAY, "");
                  }
                  try {
                    return method.invoke(store.meters(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
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
