package io.tollgate.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateCloserTest {
  private final GateKeeper gates = new GateKeeper();
  private final List<String> lines = new ArrayList<>();
  private final GateCloser closer =
      new GateCloser(gates, new Announcer(lines::add, false, "Acme", "", ""));

  @Test
  void withoutSightTheGatesAreClosedAndThenFollowTheLicenseAgain() {
    closer.lost();
    assertEquals(Optional.of(ErrorCode.WATCH_BLIND), why());
    assertEquals(List.of(), lines, "closes first");
    closer.tellLost("It was full.");
    closer.found();
    assertEquals(Optional.empty(), why());
    closer.tellFound();
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("TG-SYS-0015"), lines.toString());
    assertTrue(lines.get(0).contains("It was full."), lines.toString());
    assertTrue(lines.get(1).contains("Acme: the license is watched again"), lines.toString());
  }

  @Test
  void anEndIsForGoodAndToldOnce() {
    closer.tell("nothing has ended");
    closer.close();
    closer.found();
    assertEquals(Optional.of(ErrorCode.WATCH_DIED), why());
    closer.tell("It was interrupted.");
    closer.close();
    closer.tell("It was interrupted.");
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("TG-SYS-0005"), lines.toString());
    assertTrue(lines.get(0).contains("It was interrupted."), lines.toString());
  }

  private Optional<ErrorCode> why() {
    return gates.closedAnyway().map(Refusal::code);
  }
}
