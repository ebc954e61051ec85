package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CivilDateTest {
  private static final int DAYS_OF_400_YEARS = 146_097;

  @Test
  void everyDayOfFourHundredYearsIsTheJdks() {
    // Past both ends by a few years, before 1970 too.
    for (int epochDay = -1_000; epochDay < DAYS_OF_400_YEARS + 1_000; epochDay++) {
      LocalDate jdks = LocalDate.ofEpochDay(epochDay);
      CivilDate ours = CivilDate.ofEpochDay(epochDay);
      assertEquals(new CivilDate(jdks.getYear(), jdks.getMonthValue(), jdks.getDayOfMonth()), ours);
      assertEquals(epochDay, ours.toEpochDay());
      assertEquals(jdks.lengthOfMonth(), CivilDate.lastDay(ours.year(), ours.month()));
    }
  }
}
