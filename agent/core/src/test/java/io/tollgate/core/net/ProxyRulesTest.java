package io.tollgate.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  private static final String SERVER = "https://keys.acme.test/";

  @Test
  void theSettingRulesOverVariablesAndThoseOverProperties() throws RefusedException {
    Map<String, String> properties = Map.of("https.proxyHost", "property");
    Map<String, String> variables = Map.of("https_proxy", "http://lower:1", "NO_PROXY", " ");
    assertEquals("setting:8", to(Optional.of(" http://setting:8 "), variables, properties, SERVER));
    assertEquals("lower:1", to(Optional.empty(), variables, properties, SERVER));
    assertEquals("property:443", to(Optional.empty(), Map.of(), properties, SERVER));
    assertEquals("direct", to(Optional.empty(), Map.of(), Map.of(), SERVER));
    Map<String, String> both = new HashMap<>(variables);
    both.put("HTTPS_PROXY", "http://upper:1");
    assertEquals("upper:1", to(Optional.empty(), both, properties, SERVER));
    both.put("HTTPS_PROXY", " ");
    assertEquals("lower:1", to(Optional.empty(), both, properties, SERVER));
  }

  @Test
  void exceptionsOfVariablesAreNoneOfTheSettings() throws RefusedException {
    Map<String, String> variables = Map.of("NO_PROXY", "*");
    assertEquals("setting:8", to(Optional.of("http://setting:8"), variables, Map.of(), SERVER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8443", "127.0.0.1", "127.9.9.9:8443", "[::1]"})
  void loopbackIsReachedDirectlyWhateverIsSet(String authority) throws RefusedException {
    assertEquals(
        "direct",
        to(
            Optional.of("http://setting:8"),
            Map.of("HTTPS_PROXY", "http://variable:1"),
            Map.of("https.proxyHost", "property"),
            "https://" + authority + "/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "* direct",
        "keys.acme.test direct",
        "KEYS.acme.test direct",
        ".acme.test direct",
        "acme.test direct",
        "*.acme.test direct",
        "a.test,acme.test direct",
        "keys.acme.test:443 direct",
        "keys.acme.test:444 p:1",
        "cme.test p:1",
        "keys.acme p:1",
        ". p:1",
        ", p:1"
      })
  void namesOfNoProxyStandForWhatEndsInThem(String exceptions, String route)
      throws RefusedException {
    for (String variable : new String[] {"NO_PROXY", "no_proxy"}) {
      Map<String, String> variables = Map.of("HTTPS_PROXY", "http://p:1", variable, exceptions);
      assertEquals(route, to(Optional.empty(), variables, Map.of(), SERVER));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "keys.acme.test direct",
        "a.test|*.acme.test direct",
        "keys.* direct",
        "*acme* direct",
        "* direct",
        "acme.test p:443",
        "*.other.test p:443",
        "acme.* p:443",
        "| p:443"
      })
  void patternsOfThePropertyAreTheJdks(String patterns, String route) throws RefusedException {
    Map<String, String> properties = Map.of("https.proxyHost", "p", "http.nonProxyHosts", patterns);
    assertEquals(route, to(Optional.empty(), Map.of(), properties, SERVER));
  }

  @Test
  void propertiesThatNameNoServerAreNotADirectRoute() throws RefusedException {
    Map<String, String> properties = Map.of("https.proxyHost", "p", "https.proxyPort", "x");
    assertEquals(
        "the properties https.proxyHost and https.proxyPort name no server",
        to(Optional.empty(), Map.of(), properties, SERVER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "proxy:8080",
        "https://secret:8080",
        "socks5://secret:8080",
        "http://secret",
        "http://:8080",
        "http://secret:0",
        "http://secret:65536",
        "http://secret:x",
        "http://secret@proxy:8080",
        "http://:secret@proxy:8080",
        "http://user:secret%4@proxy:8080",
        "http://user:secret%zz@proxy:8080",
        "http://us%3Aer:secret@proxy:8080",
        "http://pro xy:8080",
        "http://proxy:8080/secret",
        "http://[::1:8080"
      })
  void aWrongSettingIsRefusedAndNotRepeated(String setting) {
    Refusal refusal =
        assertThrows(
                RefusedException.class,
                () -> new ProxyRules(Optional.of(setting), Machine.PLAIN),
                setting)
            .refusal();
    assertEquals(ErrorCode.SETTING_VALUE, refusal.code());
    assertEquals("proxy is not http://[user:password@]host:port.", refusal.detail());
    assertFalse(refusal.message().contains("secret"));
  }

  @Test
  void userAndPasswordArePercentEncoded() {
    ProxyServer.Login login =
        ProxyServer.of("http://u%C3%BCser:p%40s+s:%2f@[::1]:8080")
            .orElseThrow()
            .login()
            .orElseThrow();
    assertEquals("u\u00fcser", login.user());
    assertEquals("p@s+s:/", login.password());
    assertTrue(ProxyServer.of("http://u:@h:1").orElseThrow().login().isPresent());
  }

  private static String to(
      Optional<String> setting,
      Map<String, String> variables,
      Map<String, String> properties,
      String url)
      throws RefusedException {
    Route route =
        new ProxyRules(setting, new Machine(variables, properties))
            .to(Target.of(url).orElseThrow());
    if (route instanceof Route.Through through) {
      return through.proxy().name();
    }
    return route instanceof Route.Wrong wrong ? wrong.why() : "direct";
  }
}
