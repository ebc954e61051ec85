package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long DAY = 86_400_000;
  private static final long NOW = 100 * DAY;

  @Test
  void keysThatComeOneADayFillTenPlacesInTenDays() {
    List<Long> seen = List.of(NOW - 4 * DAY, NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY);
    assertEquals(OptionalLong.of(NOW + 10 * DAY), Forecast.fullAt(seen, 4, 14, NOW));
  }

  @Test
  void whatCameBeforeTheLastFourWeeksDoesNotMakeThemLonger() {
    List<Long> seen = List.of(NOW - 90 * DAY, NOW - 2 * DAY, NOW - DAY, NOW);
    assertEquals(OptionalLong.of(NOW + 7 * DAY), Forecast.fullAt(seen, 9, 10, NOW));
  }

  @Test
  void fromTooFewKeysOrTooShortATimeNothingIsTold() {
    assertEquals(
        OptionalLong.empty(), Forecast.fullAt(List.of(NOW - 9 * DAY, NOW - DAY), 2, 9, NOW));
    assertEquals(
        OptionalLong.empty(), Forecast.fullAt(List.of(NOW - 3, NOW - 2, NOW - 1), 3, 9, NOW));
  }

  @Test
  void aCapThatIsFullHasNoForecast() {
    List<Long> seen = List.of(NOW - 4 * DAY, NOW - 3 * DAY, NOW - 2 * DAY);
    assertEquals(OptionalLong.empty(), Forecast.fullAt(seen, 3, 3, NOW));
    assertEquals(OptionalLong.empty(), Forecast.fullAt(seen, 3, -1, NOW));
  }
}
