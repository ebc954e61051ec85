package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Addresses that no test machine has. */
class AttemptsTest {
  private final Site.StandingClock clock = new Site.StandingClock();
  private final Attempts attempts = new Attempts(clock);

  @Test
  void oneGuesserLocksOutNobodyElse() throws Exception {
    guess("192.0.2.1", 10);
    assertEquals(60_000, lockedFor("192.0.2.1"));
    assertEquals(0, lockedFor("192.0.2.2"));
  }

  @Test
  void onlyTheLastGuessIsNews() throws Exception {
    for (int i = 1; i < 10; i++) {
      assertFalse(attempts.wrong(address("192.0.2.1")));
    }
    assertTrue(attempts.wrong(address("192.0.2.1")));
    assertFalse(attempts.wrong(address("192.0.2.1")));
  }

  @Test
  void wrongTokensOfAMinuteAgoAreForgotten() throws Exception {
    guess("192.0.2.1", 9);
    clock.pass(60_000);
    guess("192.0.2.1", 9);
    assertEquals(0, lockedFor("192.0.2.1"));
  }

  @Test
  void theTimeBeginsWithTheLastGuessAndEnds() throws Exception {
    guess("192.0.2.1", 9);
    clock.pass(50_000);
    guess("192.0.2.1", 1);
    clock.pass(59_999);
    assertEquals(1, lockedFor("192.0.2.1"));
    clock.pass(1);
    assertEquals(0, lockedFor("192.0.2.1"));
    guess("192.0.2.1", 9);
    assertEquals(0, lockedFor("192.0.2.1"));
  }

  @Test
  void manyAddressesTogetherMakeAHundredGuessesAMinute() throws Exception {
    for (int i = 1; i <= 100; i++) {
      assertEquals(0, lockedFor("198.51.100." + i));
      attempts.wrong(address("198.51.100." + i));
    }
    assertEquals(60_000, lockedFor("198.51.100.200"));
    clock.pass(60_000);
    assertEquals(0, lockedFor("198.51.100.200"));
  }

  @Test
  void noNumberOfGuessersKeepsAnAdministratorOut() throws Exception {
    attempts.right(address("192.0.2.9"));
    for (int i = 1; i <= 200; i++) {
      attempts.wrong(address("198.51.100." + i));
    }
    assertEquals(0, lockedFor("192.0.2.9"));
    guess("192.0.2.9", 10);
    assertEquals(60_000, lockedFor("192.0.2.9"));
  }

  @Test
  void aRightTokenTakesBackNoWrongOne() throws Exception {
    int looked = 0;
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 9; i++) {
        if (lockedFor("192.0.2.9") == 0) {
          attempts.wrong(address("192.0.2.9"));
          looked++;
        }
      }
      if (lockedFor("192.0.2.9") == 0) {
        attempts.right(address("192.0.2.9"));
      }
      clock.pass(2_900);
    }
    assertTrue(looked <= Attempts.MOST, looked + " were looked at");
    assertTrue(lockedFor("192.0.2.9") > 0);
  }

  @Test
  void knownAddressesTogetherMakeAHundredGuessesAMinuteToo() throws Exception {
    for (int i = 1; i <= 25; i++) {
      attempts.right(address("192.0.2." + i));
    }
    int looked = 0;
    for (int i = 1; i <= 24; i++) {
      for (int guess = 0; guess < 9; guess++) {
        if (lockedFor("192.0.2." + i) == 0) {
          attempts.wrong(address("192.0.2." + i));
          looked++;
        }
      }
    }
    assertEquals(100, looked);
    assertEquals(60_000, lockedFor("192.0.2.25"));
    assertEquals(0, lockedFor("198.51.100.1"));
    clock.pass(60_000);
    assertEquals(0, lockedFor("192.0.2.25"));
  }

  @Test
  void nobodyElsewhereLocksTheMachineOutAndItIsOneGuesser() throws Exception {
    attempts.right(address("127.0.0.1"));
    for (int i = 1; i <= 200; i++) {
      attempts.wrong(address("198.51.100." + i));
      attempts.right(address("192.0.2." + i));
      attempts.wrong(address("192.0.2." + i));
    }
    assertEquals(0, lockedFor("127.0.0.1"));
    for (int i = 1; i <= 10; i++) {
      attempts.wrong(address("127.0.0." + i));
    }
    assertEquals(60_000, lockedFor("127.0.0.1"));
    assertEquals(60_000, lockedFor("127.9.9.9"));
    assertEquals(60_000, lockedFor("::1"));
  }

  @Test
  void aNetworkOfIpv6IsOneGuesser() throws Exception {
    for (int i = 1; i <= 10; i++) {
      attempts.wrong(address("2001:db8:1:2::" + i));
    }
    assertEquals(60_000, lockedFor("2001:db8:1:2:ffff::1"));
    assertEquals(0, lockedFor("2001:db8:1:3::1"));
  }

  private void guess(String address, int times) throws UnknownHostException {
    for (int i = 0; i < times; i++) {
      attempts.wrong(address(address));
    }
  }

  private long lockedFor(String address) throws UnknownHostException {
    return attempts.lockedFor(address(address));
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }
}
