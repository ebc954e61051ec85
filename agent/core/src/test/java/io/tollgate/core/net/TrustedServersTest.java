package io.tollgate.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedServersTest {
  private static final String PEM = new Authority("Acme CA").pem();

  @TempDir Path folder;

  @Test
  void aFileThatCannotBeReadIsRefused() {
    assertRefused(folder.resolve("absent"), "does not exist");
    assertRefused(folder, "is a directory");
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws IOException {
    assertRefused("", "has no certificate in PEM");
    assertRefused("hello", "has no certificate in PEM");
  }

  @Test
  void oneBlockThatIsNoCertificateRefusesTheFile() throws IOException {
    String incomplete = "has a PEM block that is no complete CERTIFICATE";
    assertRefused(
        PEM + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", incomplete);
    assertRefused(PEM + "-----BEGIN CERTIFICATE-----\nAAAA\n", incomplete);
    assertRefused(
        PEM + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "has a CERTIFICATE that cannot be read");
    assertRefused(
        PEM.replaceFirst("\\n[^\\n]*\\n-----END", "\n-----END"),
        "has a CERTIFICATE that cannot be read");
  }

  @Test
  void aFileOfAnotherSizeThanAuthoritiesHaveIsRefused() throws IOException {
    assertRefused(PEM + " ".repeat(1 << 20), "is larger than 1 MiB");
  }

  private void assertRefused(String content, String why) throws IOException {
    assertRefused(Files.writeString(folder.resolve("ca.pem"), content), why);
  }

  private static void assertRefused(Path file, String why) {
    Refusal refusal =
        assertThrows(
                RefusedException.class,
                () -> new TrustedServers(Optional.of(file.toString()), new LocalFiles()))
            .refusal();
    assertEquals(ErrorCode.SETTING_VALUE, refusal.code());
    assertTrue(
        refusal.detail().startsWith("ca.file is " + file + ", which " + why), refusal.detail());
  }
}
