package io.tollgate.core.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.gate.Statuses;
import io.tollgate.core.weave.GatesForTests;
import io.tollgate.core.weave.WovenGates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateReportTest {
  private final GateKeeper keeper = new GateKeeper();
  private final WovenGates woven = new WovenGates();

  private void denied(String method, String... demand) {
    String[] call = new String[demand.length + 2];
    call[0] = "com.acme.A";
    call[1] = method;
    System.arraycopy(demand, 0, call, 2, demand.length);
    Object unused = keeper.apply("deny", call);
  }

  @Test
  void whatAGateDeniedIsAddedUpWhateverItWasFor() {
    keeper.changed(Statuses.withCaps(Map.of()));
    GatesForTests.add(woven, "com/acme/A", "export()V", "export[max]");
    GatesForTests.add(woven, "com/acme/B", "call()V", "");
    denied("export()V", "export");
    denied("export()V", "[max]", "Full.", "TG-CAP-0001");
    denied("export()V", "[users#id]", "Full.", "TG-CAP-0001");
    denied("gone()V", "[users]", "Full.", "TG-CAP-0001");
    assertEquals(
        List.of(
            new GateReport.Line("com.acme.A", "export()V", "export[max]", 3),
            new GateReport.Line("com.acme.A", "gone()V", "[users]", 1),
            new GateReport.Line("com.acme.B", "call()V", "", 0)),
        new GateReport(keeper, woven).lines());
  }
}
