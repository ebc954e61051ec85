package shop;

import io.tollgate.api.Licensed;

/** The function that is sold. */
public final class Desk {
  private Desk() {}

  @Licensed("orders")
  public static String order() {
    return "ordered";
  }
}
