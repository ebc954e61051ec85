package io.tollgate.core.store;

import io.tollgate.verifier.license.ErrorCode;
import java.sql.SQLException;

/** What an {@link SQLException} means, by its SQLSTATE (ISO/IEC 9075-2) or H2's own number. */
final class SqlProblem {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String ROLLED_BACK = "40";

  /** Connection exception, insufficient resources, and PostgreSQL's for going down or coming up. */
  private static final String[] AWAY = {"08", "53", "57P0"};

  private static final int IN_USE = 90020;

  private SqlProblem() {}

  /** Somebody else was faster, and the next time it is there: nothing of the work was done. */
  static boolean isLostRace(SQLException problem) {
    return state(problem).equals(UNIQUE_VIOLATION) || state(problem).startsWith(ROLLED_BACK);
  }

  private static boolean isAway(SQLException problem) {
    for (String beginning : AWAY) {
      if (state(problem).startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /** PostgreSQL says 42P01, H2 says 42102 to 42104. */
  static boolean isMissingTable(SQLException problem) {
    String state = state(problem);
    return state.equals("42P01")
        || state.equals("42S02")
        || state.equals("42S03")
        || state.equals("42S04");
  }

  /** The same as the store's users are told it. */
  static StoreException told(SQLException problem, ErrorCode otherwise, Database database) {
    ErrorCode code = otherwise;
    if (problem.getErrorCode() == IN_USE) {
      code = ErrorCode.STORE_IN_USE;
    } else if (isAway(problem)) {
      code = ErrorCode.STORE_AWAY;
    }
    return new StoreException(
        code, "It is " + database.name() + " (" + database.scrub(firstLine(problem)) + ").");
  }

  private static String firstLine(SQLException problem) {
    String message = String.valueOf(problem.getMessage());
    Throwable cause = problem.getCause();
    if (cause != null && cause.getMessage() != null && !message.contains(cause.getMessage())) {
      message = message.strip() + " " + cause.getMessage();
    }
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String state(SQLException problem) {
    return String.valueOf(problem.getSQLState());
  }
}
