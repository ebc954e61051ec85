package io.tollgate.worlds.builtin;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import java.io.PrintStream;

/** A product of one call. */
public final class Exporter {
  private Exporter() {}

  @Licensed("export")
  static String export() {
    return "OPEN";
  }

  /** Prints how the call ended, and where it was denied. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    try {
      out.println(export());
    } catch (LicenseRequiredException e) {
      out.println("CLOSED " + e.code() + " " + e.feature());
      out.println("at " + e.getStackTrace()[0].getClassName());
    }
  }
}
