package io.tollgate.dist;

import io.tollgate.api.License;
import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** An application that counts: does what it is told, line by line, and answers each with a line. */
public final class MeteredHost {
  private MeteredHost() {}

  record Customer(String id) {}

  static final class Order {
    private final Customer customer;

    Order(Customer customer) {
      this.customer = customer;
    }

    Customer getCustomer() {
      return customer;
    }
  }

  /** Counted by the policy. */
  static final class Desk {
    private Desk() {}

    static String serve(Order order) {
      return "IN " + order.getCustomer().id();
    }

    static String call(long api) {
      return "IN " + api;
    }

    @Licensed(value = "export", cap = "customers")
    static String export() {
      return "IN";
    }
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = orders.readLine();
    while (line != null) {
      System.out.println(answer(line.split(" ")));
      line = orders.readLine();
    }
  }

  private static String answer(String[] order) {
    try {
      License license = License.current();
      return switch (order[0]) {
        case "serve" -> Desk.serve(new Order(new Customer(order[1])));
        case "call" -> calls(Long.parseLong(order[1]), Integer.parseInt(order[2]));
        case "export" -> Desk.export();
        case "used" -> String.valueOf(license.used(order[1]));
        case "purge" -> purged(order[1], order[2]);
        case "license" ->
            license.kind()
                + " "
                + license.state()
                + " "
                + license.isEvaluation()
                + " "
                + license.tier().orElse("-")
                + " "
                + license.features()
                + " "
                + license.caps()
                + " "
                + license.licenseId().orElse("-")
                + " "
                + license.code().orElse("-");
        default -> "WHAT";
      };
    } catch (LicenseRequiredException e) {
      return "OUT " + e.code() + " " + e.feature();
    }
  }

  private static String calls(long api, int times) {
    String last = "";
    for (int i = 0; i < times; i++) {
      last = Desk.call(api);
    }
    return last;
  }

  private static String purged(String cap, String key) {
    License.purge(cap, key);
    return "PURGED";
  }
}
