package io.tollgate.testapp;

import java.util.List;

/** Orders as a table for other programs (RFC 4180). */
final class Csv {
  private static final String LINE_END = "\r\n";

  private Csv() {}

  static String of(List<Order> orders) {
    StringBuilder csv = new StringBuilder("id,customer,product,quantity,placedAt").append(LINE_END);
    for (Order order : orders) {
      csv.append(order.id())
          .append(',')
          .append(quoted(order.customer()))
          .append(',')
          .append(quoted(order.product()))
          .append(',')
          .append(order.quantity())
          .append(',')
          .append(order.placedAt())
          .append(LINE_END);
    }
    return csv.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
