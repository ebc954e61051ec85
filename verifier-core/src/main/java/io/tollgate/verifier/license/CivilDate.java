package io.tollgate.verifier.license;

/**
 * A day of the proleptic Gregorian calendar. Days are counted from 0000-03-01, so that the leap day
 * is the last of its year and 400 years are one even cycle.
 */
record CivilDate(long year, int month, int day) {
  private static final int DAYS_OF_400_YEARS = 146_097;

  /** Days from 0000-03-01 to 1970-01-01. */
  private static final int EPOCH = 719_468;

  static CivilDate ofEpochDay(long epochDay) {
    long sinceMarch0 = epochDay + EPOCH;
    long cycle = Math.floorDiv(sinceMarch0, (long) DAYS_OF_400_YEARS);
    int dayOfCycle = (int) Math.floorMod(sinceMarch0, (long) DAYS_OF_400_YEARS);
    int yearOfCycle =
        (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
    int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    return new CivilDate(cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day);
  }

  long toEpochDay() {
    long marchYear = month <= 2 ? year - 1 : year;
    long cycle = Math.floorDiv(marchYear, 400L);
    int yearOfCycle = (int) Math.floorMod(marchYear, 400L);
    int monthFromMarch = month > 2 ? month - 3 : month + 9;
    int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    int dayOfCycle = 365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
    return cycle * DAYS_OF_400_YEARS + dayOfCycle - EPOCH;
  }

  static int lastDay(long year, int month) {
    if (month == 2) {
      boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
      return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
}
