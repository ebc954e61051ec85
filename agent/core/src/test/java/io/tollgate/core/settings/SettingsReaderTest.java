package io.tollgate.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.core.system.Environment;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Environment environment =
      new Environment() {
        @Override
        public Optional<String> property(String name) {
          return Optional.ofNullable(properties.get(name));
        }

        @Override
        public Optional<String> variable(String name) {
          return Optional.ofNullable(variables.get(name));
        }
      };

  @Test
  void withoutAnySettingTheDefaultsRule() throws RefusedException {
    assertEquals(
        new Settings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            5_000,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            StoreSettings.NONE),
        SettingsReader.read("", environment));
  }

  @Test
  void theArgumentHoldsSettingsWithCommasBetween() throws RefusedException {
    assertEquals(
        new Settings(
            Optional.of("/p=q"),
            Optional.of("/x"),
            Optional.of("site-1"),
            1_000,
            true,
            Optional.of("/s"),
            Optional.of(new HttpAddress("127.0.0.1", 9465)),
            Optional.of("/a"),
            Optional.of("/c"),
            Optional.of("http://p:1"),
            new StoreSettings(
                Optional.of("jdbc:postgresql://db/tollgate"), Optional.of("u"), Optional.of("/w"))),
        SettingsReader.read(
            "token.file=/x,installation.id=site-1,poll=PT1S,log=json,policy=/p=q,state.dir=/s,"
                + "http=9465,admin.token.file=/a,ca.file=/c,proxy=http://p:1,"
                + "store=jdbc:postgresql://db/tollgate,store.user=u,store.password.file=/w",
            environment));
  }

  @Test
  void commandsTakeTheInstallationFromPropertyOrEnvironment() throws RefusedException {
    assertEquals(Optional.empty(), SettingsReader.installation(environment));
    variables.put("TOLLGATE_INSTALLATION_ID", "site-1");
    assertEquals(Optional.of("site-1"), SettingsReader.installation(environment));
    properties.put("tollgate.installation.id", "site-2");
    assertEquals(Optional.of("site-2"), SettingsReader.installation(environment));
  }

  @Test
  void theFirstThatIsSetWinsArgumentThenPropertyThenEnvironment() throws RefusedException {
    variables.put("TOLLGATE_TOKEN_FILE", "/env");
    assertEquals(Optional.of("/env"), SettingsReader.read("", environment).tokenFile());
    properties.put("tollgate.token.file", "/property");
    assertEquals(Optional.of("/property"), SettingsReader.read("", environment).tokenFile());
    assertEquals(
        Optional.of("/argument"),
        SettingsReader.read("token.file=/argument", environment).tokenFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOKEN", "token.file=TOKEN", "token.file= TOKEN", "TOKEN=x", "log=TOKEN"})
  void aTokenInThePlaceOfASettingIsNotShown(String argument) {
    String signature = "a".repeat(86);
    for (String token :
        new String[] {
          "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJBIn0." + signature,
          "1775001600000.1806537600000.YWNtZQ.e30." + signature
        }) {
      RefusedException e =
          assertThrows(
              RefusedException.class,
              () -> SettingsReader.read(argument.replace("TOKEN", token), environment));
      assertFalse(e.refusal().message().contains("aaaa"), e.refusal().message());
      assertFalse(e.refusal().message().contains(token.substring(0, 20)), e.refusal().message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenfile=/x", "Token.file=/x", " poll=PT1S", "x", ",", "=x"})
  void anUnknownNameInTheArgumentIsAnError(String argument) {
    assertRefused(ErrorCode.SETTING_UNKNOWN, argument);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "poll=5",
        "poll=PT0S",
        "poll=P1M",
        "poll=PT10M1S",
        "poll=",
        "poll",
        "log=xml",
        "log=JSON",
        "store=x",
        "store=jdbc:h2:mem:x",
        "store.user=u",
        "store.password.file=/x",
        "token.file=",
        "token.file= ",
        "poll=PT1S,poll=PT2S"
      })
  void aValueThatMeansNothingIsAnError(String argument) {
    assertRefused(ErrorCode.SETTING_VALUE, argument);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db/x?user=u&password=geheim",
        "jdbc:mysql://u:geheim@db/x",
        "jdbc:postgresql://u:geheim@db/x",
        "geheim@db",
        "postgresql://u:geheim@db/x?sslpassword=geheim"
      })
  void aPasswordInAWrongUrlIsNotShown(String url) {
    properties.put("tollgate.store", url);
    RefusedException e =
        assertThrows(RefusedException.class, () -> SettingsReader.read("", environment));
    assertFalse(e.refusal().message().contains("geheim"), e.refusal().message());
  }

  @Test
  void aWrongValueInTheEnvironmentIsAnErrorToo() {
    variables.put("TOLLGATE_POLL", "often");
    assertRefused(ErrorCode.SETTING_VALUE, "");
  }

  @Test
  void otherVariablesOfThatPrefixAreSomebodyElses() throws RefusedException {
    variables.put("TOLLGATE_SERVICE_HOST", "10.0.0.1");
    properties.put("tollgate.unknown", "x");
    assertEquals(5_000, SettingsReader.read("", environment).pollMillis());
  }

  private void assertRefused(ErrorCode code, String argument) {
    RefusedException e =
        assertThrows(
            RefusedException.class, () -> SettingsReader.read(argument, environment), argument);
    assertEquals(code, e.refusal().code());
  }
}
