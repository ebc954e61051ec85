package io.tollgate.core;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tollgate.core.gate.RealGate;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class HostAccessTest {
  @Test
  void noPackageOfTheJdkIsOpened() {
    new HostAccess(RealGate.INSTRUMENTATION).open(ZipFile.class);
    assertFalse(
        ZipFile.class.getModule().isOpen("java.util.zip", HostAccessTest.class.getModule()));
  }
}
