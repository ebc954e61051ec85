package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {
  private static final long BEGIN = 1_000_000;
  private static final long WARN = 2_000_000;
  private static final long END = 3_000_000;
  private static final long CLOSE = 4_000_000;

  private final Lifecycle lifecycle = new Lifecycle(BEGIN, WARN, END, CLOSE, Lifecycle.NEVER);

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, NOT_YET_VALID, 1000000",
    "999999, NOT_YET_VALID, 1000000",
    "1000000, VALID, 2000000",
    "1999999, VALID, 2000000",
    "2000000, EXPIRING, 3000000",
    "2999999, EXPIRING, 3000000",
    "3000000, GRACE, 4000000",
    "3999999, GRACE, 4000000",
    "4000000, EXPIRED, 9223372036854775807",
    "9223372036854775807, EXPIRED, 9223372036854775807"
  })
  void eachStateBeginsAtItsOwnMillisecond(long now, State state, long next) {
    assertEquals(state, lifecycle.at(now));
    assertEquals(next, lifecycle.nextTransition(now));
  }

  @Test
  void withoutWindowsALicenseIsValidToItsEndAndThenExpired() {
    Lifecycle bare = Lifecycle.of(license(License.Terms.NONE), Window.NONE, Window.NONE);
    assertEquals(State.VALID, bare.at(END - 1));
    assertEquals(State.EXPIRED, bare.at(END));
  }

  @Test
  void policyWindowsLieAroundTheEnd() {
    Window second = new Window(0, 1_000);
    assertEquals(
        new Lifecycle(BEGIN, END - 1_000, END, END + 1_000, Lifecycle.NEVER),
        Lifecycle.of(license(License.Terms.NONE), second, second));
  }

  @Test
  void theTokensOwnWindowsRuleOverThePolicys() {
    Window second = new Window(0, 1_000);
    Window minute = new Window(0, 60_000);
    License.Terms terms =
        new License.Terms(Optional.of(minute), Optional.of(minute), Optional.empty());
    assertEquals(
        new Lifecycle(BEGIN, END - 60_000, END, END + 60_000, Lifecycle.NEVER),
        Lifecycle.of(license(terms), second, second));
  }

  @Test
  void aWarningWindowThatBeginsBeforeTheLicenseStillWaitsForIt() {
    Lifecycle early = new Lifecycle(BEGIN, BEGIN - 5, END, CLOSE, Lifecycle.NEVER);
    assertEquals(State.NOT_YET_VALID, early.at(BEGIN - 1));
    assertEquals(State.EXPIRING, early.at(BEGIN));
  }

  static License license(License.Terms terms) {
    return new License(
        TokenFormat.JWT,
        "ES256",
        "k",
        "lic-1",
        "Acme",
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(BEGIN),
        END,
        OptionalLong.empty(),
        terms,
        Entitlements.NONE);
  }
}
