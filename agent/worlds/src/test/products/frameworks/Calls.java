package frameworks;

import acme.Denied;
import acme.Renewal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Licensed calls: each is made once while the gates are closed, and once when they are open. */
final class Calls {
  private final Map<String, Callable<String>> calls = new LinkedHashMap<>();
  private final Renewal gates = new Renewal();

  Calls() {}

  Calls of(String name, Callable<String> call) {
    calls.put(name, call);
    gates.of(name, call);
    return this;
  }

  void show() throws Exception {
    int before = Store.transactions();
    gates.showClosed();
    System.out.println(
        calls.size()
            + " calls, "
            + Denied.calls()
            + " denied, "
            + (Store.transactions() - before)
            + " transactions");
    Renewal.renew();
    gates.showOpen();
    for (Map.Entry<String, Callable<String>> call : calls.entrySet()) {
      before = Store.transactions();
      call.getValue().call();
      System.out.println(call.getKey() + ": " + (Store.transactions() - before));
    }
  }
}
