package acme;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Collection;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** How often gates have denied calls, as the agent's own bean tells it. */
public final class Denied {
  private static final long PATIENCE = 240_000_000_000L;

  private Denied() {}

  /** All of them so far: the bean shows what was written down a moment ago. */
  public static long calls() throws Exception {
    Instant now = Instant.now();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("io.tollgate:type=License");
    long deadline = System.nanoTime() + PATIENCE;
    while (!isSince(now, server, name) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    long calls = 0;
    TabularData byFeature = (TabularData) server.getAttribute(name, "Denied");
    for (Object row : (Collection<?>) byFeature.values()) {
      calls += (Long) ((CompositeData) row).get("value");
    }
    return calls;
  }

  private static boolean isSince(Instant then, MBeanServer server, ObjectName name)
      throws Exception {
    return server.isRegistered(name)
        && Instant.parse((String) server.getAttribute(name, "AsOf")).isAfter(then);
  }
}
