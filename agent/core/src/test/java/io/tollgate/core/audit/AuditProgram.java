package io.tollgate.core.audit;

import io.tollgate.core.system.LocalLedger;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.SystemClock;
import java.io.File;

/** A JVM that writes to audit logs. */
final class AuditProgram {
  private AuditProgram() {}

  /**
   * Takes the folders (separated as in PATH; one writer for each, all at once), a name for this
   * JVM, and how many entries to write; without a number writes for ever. Of each folder says
   * {@code writing} once it has begun, and each trouble.
   */
  public static void main(String[] arguments) {
    long most = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;
    for (String folder : arguments[0].split(File.pathSeparator, -1)) {
      Thread writer = new Thread(() -> write(folder, arguments[1], most));
      // Who waits for a word of it must not wait for ever.
      writer.setUncaughtExceptionHandler(
          (thread, problem) -> {
            problem.printStackTrace();
            Runtime.getRuntime().halt(1);
          });
      writer.start();
    }
  }

  private static void write(String folder, String name, long most) {
    AuditLog log =
        new AuditLog(
            new LocalLedger(new LocalStorage(), folder, AuditLog.NAME),
            new SystemClock(),
            "Acme Orders",
            name,
            new Printed(),
            AuditLog.NO_COPY);
    for (long i = 0; i < most; i++) {
      log.happened(Happenings.renewed(name + "-" + i));
      if (i == 0) {
        System.out.println("writing");
      }
    }
    System.out.println("written");
  }

  private static final class Printed implements AuditLog.Trouble {
    private boolean told;

    @Override
    public void cannotWrite(String why) {
      if (!told) {
        System.out.println(why);
      }
      told = true;
    }

    @Override
    public void canWrite() {
      told = false;
    }
  }
}
