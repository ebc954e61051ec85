package io.tollgate.core.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.system.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFolderTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void namesAreRelativeToThePolicyOrAbsolute() throws IOException {
    Files.createDirectories(folder.resolve("keys"));
    Path key = Files.write(folder.resolve("keys/k"), new byte[] {7});
    assertArrayEquals(new byte[] {7}, folder().read("keys/k"));
    assertArrayEquals(new byte[] {7}, folder().read(key.toString()));
  }

  @Test
  void whatCannotBeReadIsNamedWithTheReason() throws IOException {
    Files.createDirectories(folder.resolve("keys"));
    Files.write(folder.resolve("big"), new byte[256 * 1024 + 1]);
    Files.write(folder.resolve("just"), new byte[256 * 1024]);
    assertEquals(256 * 1024, folder().read("just").length);
    assertFails("big", "is larger than 262144 bytes");
    assertFails("keys", "is a directory");
    assertFails("gone", "does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "k1.jwk.json, keys/k1.jwk.json",
    "keys/k1.pem, keys/keys_k1.pem",
    "../k1.pem, keys/_._k1.pem",
    "/etc/k1.pem, keys/_etc_k1.pem",
    ".hidden, keys/_hidden",
    "schlüssel.pem, keys/schl_ssel.pem",
    "a b\\c, keys/a_b_c"
  })
  void aSealedKeyFileStaysInItsFolder(String keyFile, String entry) {
    assertEquals(entry, AgentJar.keyEntry(keyFile));
  }

  private PolicyFolder folder() {
    return new PolicyFolder(folder.resolve("policy.properties").toFile(), new LocalFiles());
  }

  private void assertFails(String name, String why) {
    IOException e = assertThrows(IOException.class, () -> folder().read(name));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(name) && message.endsWith(why), message);
  }
}
