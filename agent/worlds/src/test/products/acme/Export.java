package acme;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;

/** What needs a license. */
public final class Export {
  private Export() {}

  @Licensed("export")
  private static String run() {
    return "OPEN";
  }

  /**
   * How the gate stands. A denied call is caught as the class that this one is linked to: that of
   * another loader would fly by.
   */
  public static String report() {
    try {
      return run();
    } catch (LicenseRequiredException e) {
      boolean own = e.getClass().getClassLoader() == Export.class.getClassLoader();
      return "CLOSED " + e.code() + (own ? " own" : " imported");
    }
  }
}
