package io.tollgate.core.audit;

import io.tollgate.core.system.LocalLedger;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.SystemClock;

/** A JVM that writes to an audit log. */
final class AuditProgram {
  private AuditProgram() {}

  /**
   * Takes the folder, a name for this JVM, and how many entries to write; without a number writes
   * for ever. Says {@code writing} once it has begun, and each trouble.
   */
  public static void main(String[] arguments) {
    AuditLog log =
        new AuditLog(
            new LocalLedger(new LocalStorage(), arguments[0], AuditLog.NAME),
            new SystemClock(),
            "Acme Orders",
            arguments[1],
            new Printed(),
            AuditLog.NO_COPY);
    long most = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;
    for (long i = 0; i < most; i++) {
      log.happened(Happenings.renewed(arguments[1] + "-" + i));
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
