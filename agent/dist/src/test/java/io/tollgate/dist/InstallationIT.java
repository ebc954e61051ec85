package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Licenses that are bound to one installation. */
class InstallationIT {
  private static final Product PRODUCT = Product.make();
  private static final Pattern ID = Pattern.compile("This one is ([0-9a-f-]{36})\\.");
  private static final String POLICY = "claims.installation=installation\nstart.on-invalid=gate\n";

  private String token(String name, String installation) throws Exception {
    return PRODUCT.token(
        name,
        Instant.now().plus(400, ChronoUnit.DAYS),
        "--claim",
        "installation=\"" + installation + "\"");
  }

  private String agent(String token, Path state) throws Exception {
    return Product.AGENT
        + "=policy="
        + PRODUCT.path(PRODUCT.policy("bound.properties", POLICY))
        + ",token.file="
        + token
        + ",state.dir="
        + state;
  }

  @Test
  void anInstallationSaysItsIdAndTakesTheLicenseForIt() throws Exception {
    Path state = PRODUCT.folder().resolve("state");
    Run refused = PRODUCT.run(Jdk.ofTheseTests(), agent(token("other", "site-1"), state));
    assertTrue(refused.out().startsWith("CLOSED TG-TOK-0012 INVALID"), refused::toString);
    Matcher id = ID.matcher(refused.err());
    assertTrue(id.find(), refused::toString);
    String mine = token("mine", id.group(1));
    Run taken = PRODUCT.run(Jdk.ofTheseTests(), agent(mine, state));
    assertEquals("OPEN\n", taken.out(), taken::toString);
    Run copied = PRODUCT.run(Jdk.ofTheseTests(), agent(mine, state.resolveSibling("elsewhere")));
    assertTrue(copied.out().startsWith("CLOSED TG-TOK-0012"), copied::toString);
  }

  @Test
  void aVariableOrAFileOfTheDownwardApiIsTheId() throws Exception {
    String token = token("named", "ns-4711");
    Path state = PRODUCT.folder().resolve("state-of-a-pod");
    Run byVariable =
        PRODUCT.run(
            Jdk.ofTheseTests(),
            Map.of("TOLLGATE_INSTALLATION_ID", "ns-4711"),
            "-javaagent:" + agent(token, state));
    assertEquals("OPEN\n", byVariable.out(), byVariable::toString);
    Path file = Files.writeString(PRODUCT.folder().resolve("uid"), "ns-4711\n");
    Run byFile =
        PRODUCT.run(Jdk.ofTheseTests(), agent(token, state) + ",installation.id=file:" + file);
    assertEquals("OPEN\n", byFile.out(), byFile::toString);
    Run wrong =
        PRODUCT.run(
            Jdk.ofTheseTests(), agent(token, state) + ",installation.id=file:/no/such/file");
    wrong.assertStatus(78);
    assertTrue(wrong.err().contains("TG-CFG-0009"), wrong::toString);
  }
}
