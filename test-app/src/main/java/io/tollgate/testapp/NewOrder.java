package io.tollgate.testapp;

/** What a client asks for. Cannot be made with values that cannot be stored. */
record NewOrder(String customer, String product, int quantity) {
  private static final int MOST_CHARACTERS = 100;
  private static final int MOST_PIECES = 10_000;

  NewOrder {
    checkText("customer", customer);
    checkText("product", product);
    if (quantity < 1 || quantity > MOST_PIECES) {
      throw new InvalidOrderException("quantity", "must be from 1 to " + MOST_PIECES);
    }
  }

  private static void checkText(String field, String text) {
    if (text.isBlank() || text.length() > MOST_CHARACTERS) {
      throw new InvalidOrderException(
          field, "must have from 1 to " + MOST_CHARACTERS + " characters");
    }
  }
}
