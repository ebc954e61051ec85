package io.tollgate.verifier.license;

import java.util.Optional;

/**
 * A length of time as policies write it: ISO-8601, with calendar months and days in UTC ({@code
 * P6M}, {@code P90D}, {@code PT12H}, {@code P1Y2M3DT4H5M6S}).
 *
 * <p>Calendar arithmetic is our own, not {@code java.time}'s: that costs 8 to 14 ms in a cold JVM
 * 25, and this runs before the host's {@code main}. A test holds the two against each other.
 *
 * @param months calendar months, applied first; the day is clipped to the month's last
 * @param millis days and times after that, in milliseconds; a UTC day has 86,400,000
 */
public record Window(int months, long millis) {
  public static final Window NONE = new Window(0, 0);

  private static final long DAY = 86_400_000L;
  private static final int LONGEST_TEXT = 32;
  private static final long MOST_YEARS = 100;

  /**
   * Parses an ISO-8601 length: years, months, weeks, days, then hours, minutes, seconds; whole
   * numbers, in that order, each at most once, at least one.
   *
   * @return empty if the text is no such length or has more than a hundred years of months, or of
   *     anything else
   */
  public static Optional<Window> parse(String text) {
    if (text.length() < 3 || text.length() > LONGEST_TEXT || text.charAt(0) != 'P') {
      return Optional.empty();
    }
    String units = "YMWD";
    int nextUnit = 0;
    boolean inTime = false;
    boolean any = false;
    long months = 0;
    long millis = 0;
    int at = 1;
    while (at < text.length()) {
      if (text.charAt(at) == 'T' && !inTime) {
        inTime = true;
        any = false;
        units = "HMS";
        nextUnit = 0;
        at++;
        continue;
      }
      int digits = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == digits || at - digits > 9 || at == text.length()) {
        return Optional.empty();
      }
      long amount = Long.parseLong(text.substring(digits, at));
      int unit = units.indexOf(text.charAt(at), nextUnit);
      if (unit < 0) {
        return Optional.empty();
      }
      if (inTime) {
        millis += amount * (unit == 0 ? 3_600_000L : unit == 1 ? 60_000L : 1_000L);
      } else if (unit <= 1) {
        months += amount * (unit == 0 ? 12 : 1);
      } else {
        millis += amount * (unit == 2 ? 7 * DAY : DAY);
      }
      nextUnit = unit + 1;
      any = true;
      at++;
    }
    if (!any || months > MOST_YEARS * 12 || millis > MOST_YEARS * 366 * DAY) {
      return Optional.empty();
    }
    return Optional.of(new Window((int) months, millis));
  }

  /** The instant this long after the given one; both in ms since the epoch. */
  public long after(long instant) {
    return plusMonths(instant, months) + millis;
  }

  /** The instant this long before the given one; both in ms since the epoch. */
  public long before(long instant) {
    return plusMonths(instant, -months) - millis;
  }

  private static long plusMonths(long instant, int months) {
    if (months == 0) {
      return instant;
    }
    long day = Math.floorDiv(instant, DAY);
    long timeOfDay = Math.floorMod(instant, DAY);
    CivilDate date = CivilDate.ofEpochDay(day);
    long month = date.year() * 12 + (date.month() - 1) + months;
    long year = Math.floorDiv(month, 12L);
    int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
    int dayOfMonth = Math.min(date.day(), CivilDate.lastDay(year, monthOfYear));
    return new CivilDate(year, monthOfYear, dayOfMonth).toEpochDay() * DAY + timeOfDay;
  }
}
