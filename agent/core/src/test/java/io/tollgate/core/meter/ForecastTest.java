package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.core.store.Newcomers;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long DAY = 86_400_000;
  private static final long NOW = 100 * DAY;

  @Test
  void keysThatComeOneADayFillTenPlacesInTenDays() {
    Newcomers four = new Newcomers(4, NOW - 4 * DAY);
    assertEquals(OptionalLong.of(NOW + 10 * DAY), Forecast.fullAt(four, 4, 14, NOW));
  }

  @Test
  void fromTooFewKeysOrTooShortATimeNothingIsTold() {
    assertEquals(OptionalLong.empty(), Forecast.fullAt(new Newcomers(2, NOW - 9 * DAY), 2, 9, NOW));
    assertEquals(OptionalLong.empty(), Forecast.fullAt(new Newcomers(3, NOW - 3), 3, 9, NOW));
  }

  @Test
  void aCapThatIsFullHasNoForecast() {
    Newcomers seen = new Newcomers(3, NOW - 4 * DAY);
    assertEquals(OptionalLong.empty(), Forecast.fullAt(seen, 3, 3, NOW));
    assertEquals(OptionalLong.empty(), Forecast.fullAt(seen, 3, -1, NOW));
  }
}
