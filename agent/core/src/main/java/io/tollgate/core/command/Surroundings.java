package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.JvmTerminal;
import io.tollgate.core.system.LineFiles;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalLineFiles;
import io.tollgate.core.system.SystemClock;
import io.tollgate.core.system.Terminal;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * What the commands see of the world.
 *
 * @param jar whose policy they judge by, if it is sealed
 * @param zone the local time of whoever reads the answer
 * @param input where a token comes from that is given as {@code -}
 */
record Surroundings(
    AgentJar jar,
    FileSystem files,
    LineFiles lineFiles,
    Clock clock,
    Environment environment,
    Terminal terminal,
    Supplier<ZoneId> zone,
    InputStream input) {

  static Surroundings ofThisJvm(AgentJar jar) {
    return new Surroundings(
        jar,
        new LocalFiles(),
        new LocalLineFiles(),
        new SystemClock(),
        new JvmEnvironment(),
        new JvmTerminal(),
        new LocalZone(),
        System.in);
  }

  /** Looked up when it is asked for: the JDK reads all zones of the world for it. */
  private static final class LocalZone implements Supplier<ZoneId> {
    @Override
    public ZoneId get() {
      return ZoneId.systemDefault();
    }
  }
}
