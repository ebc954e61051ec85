package io.tollgate.verifier.license;

/** Instants as people and machines read them. */
public final class UtcText {
  private static final long DAY = 86_400_000L;

  private UtcText() {}

  /** The instant as {@code 2027-04-01T00:00:00.000Z}; from ms since the epoch. */
  public static String iso(long instant) {
    long time = Math.floorMod(instant, DAY);
    StringBuilder text = new StringBuilder(24);
    date(text, instant).append('T');
    pad(text, time / 3_600_000, 2).append(':');
    pad(text, time / 60_000 % 60, 2).append(':');
    pad(text, time / 1_000 % 60, 2).append('.');
    return pad(text, time % 1_000, 3).append('Z').toString();
  }

  /** The instant as {@code 2027-04-01 00:00:00 UTC}; from ms since the epoch. */
  public static String plain(long instant) {
    long time = Math.floorMod(instant, DAY);
    StringBuilder text = new StringBuilder(23);
    date(text, instant).append(' ');
    pad(text, time / 3_600_000, 2).append(':');
    pad(text, time / 60_000 % 60, 2).append(':');
    return pad(text, time / 1_000 % 60, 2).append(" UTC").toString();
  }

  /**
   * Days from one instant to another, rounded up; negative once the other has passed a whole day
   * ago.
   */
  public static long daysUntil(long now, long instant) {
    return -Math.floorDiv(-(instant - now), DAY);
  }

  private static StringBuilder date(StringBuilder text, long instant) {
    CivilDate date = CivilDate.ofEpochDay(Math.floorDiv(instant, DAY));
    pad(text, date.year(), 4).append('-');
    pad(text, date.month(), 2).append('-');
    return pad(text, date.day(), 2);
  }

  private static StringBuilder pad(StringBuilder text, long number, int width) {
    String digits = Long.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(digits);
  }
}
