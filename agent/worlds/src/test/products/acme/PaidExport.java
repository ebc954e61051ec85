package acme;

/** What needs a license, in a product that does not know Tollgate's API. */
public final class PaidExport {
  private PaidExport() {}

  @Paid
  private static String run() {
    return "OPEN";
  }

  /** How the gate stands. */
  public static String report() {
    try {
      return run();
    } catch (IllegalStateException e) {
      String message = e.getMessage();
      return e.getClass().getSimpleName() + " " + message.substring(0, message.indexOf(':'));
    }
  }
}
