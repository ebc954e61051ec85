package io.tollgate.testapp;

import org.jspecify.annotations.Nullable;

/** The body of {@code POST /orders}, as it came. */
record OrderRequest(
    @Nullable String customer, @Nullable String product, @Nullable Integer quantity) {

  /**
   * The order that is asked for.
   *
   * @throws InvalidOrderException naming the first field that will not do
   */
  NewOrder checked() {
    return new NewOrder(
        present("customer", customer), present("product", product), present("quantity", quantity));
  }

  private static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidOrderException(field, "is required");
    }
    return value;
  }
}
