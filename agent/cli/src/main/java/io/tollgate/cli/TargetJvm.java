package io.tollgate.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A running JVM that agents are attached to. Needs the module jdk.attach. */
final class TargetJvm {
  /** Where the attached agent says how it went; see {@code TollgateAgent}. */
  private static final String ANSWER = "tollgate.attached";

  private static final String CAUGHT = "SigCgt:";
  private static final long SIGQUIT = 1L << (3 - 1);

  private final long pid;

  TargetJvm(long pid) {
    this.pid = pid;
  }

  /**
   * Loads the agent there.
   *
   * @param agent the jar's absolute path
   * @return the license's state, or what is wrong with policy or settings: a line that begins with
   *     its code
   * @throws RefusedException if the process takes no agent
   */
  String attach(String agent, String settings) throws RefusedException {
    if (ProcessHandle.of(pid).isEmpty()) {
      throw refused("There is no process " + pid + ".");
    }
    if (diesOfAttaching()) {
      throw refused("Process " + pid + " is no JVM, or one with -Xrs.");
    }
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        jvm.loadAgent(agent, settings);
        String answer = jvm.getSystemProperties().getProperty(ANSWER);
        if (answer == null) {
          throw refused(agent + " is no Tollgate agent that can be attached.");
        }
        return answer;
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException
        | IOException e) {
      throw refused("Process " + pid + " does not take it (" + e.getMessage() + ").");
    }
  }

  /**
   * The JDK wakes the attach mechanism of a JVM by SIGQUIT, which ends any process that does not
   * catch it. Where there is no {@code /proc} this cannot be known.
   */
  private boolean diesOfAttaching() {
    try {
      List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
      for (String line : status) {
        if (line.startsWith(CAUGHT)) {
          long caught = Long.parseUnsignedLong(line.substring(CAUGHT.length()).strip(), 16);
          return (caught & SIGQUIT) == 0;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ErrorCode.ATTACH_FAILED, why);
  }
}
