package io.tollgate.core.net;

import io.tollgate.core.system.Environment;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which proxy a server is reached through: the setting's; else the one of the environment variables
 * that curl and most other tools know; else the one of the JDK's properties. Loopback is reached
 * directly.
 */
final class ProxyRules {
  private static final String[] PROXY_VARIABLES = {"HTTPS_PROXY", "https_proxy"};
  private static final String[] EXCEPTION_VARIABLES = {"NO_PROXY", "no_proxy"};
  private static final String HOST_PROPERTY = "https.proxyHost";
  private static final String PORT_PROPERTY = "https.proxyPort";
  private static final String EXCEPTION_PROPERTY = "http.nonProxyHosts";

  private final Optional<ProxyServer> setting;
  private final Environment environment;

  /**
   * @param setting the setting {@code proxy}
   * @throws RefusedException if it cannot be understood; the message does not repeat it, for it may
   *     hold a password
   */
  ProxyRules(Optional<String> setting, Environment environment) throws RefusedException {
    this.setting = setting.isEmpty() ? Optional.empty() : ProxyServer.of(setting.get().strip());
    this.environment = environment;
    if (setting.isPresent() && this.setting.isEmpty()) {
      throw new RefusedException(ErrorCode.SETTING_VALUE, "proxy is not " + ProxyServer.FORM + ".");
    }
  }

  Route to(Target target) {
    if (Target.isLoopback(target.host())) {
      return new Route.Direct();
    }
    if (setting.isPresent()) {
      return new Route.Through(setting.get());
    }
    for (String name : PROXY_VARIABLES) {
      Optional<String> proxy = environment.variable(name);
      if (proxy.isPresent() && !proxy.get().isBlank()) {
        return byVariable(name, proxy.get().strip(), target);
      }
    }
    return byProperty(target);
  }

  private Route byVariable(String name, String value, Target target) {
    if (isExceptedByVariable(target)) {
      return new Route.Direct();
    }
    // Other tools take the scheme as said.
    Optional<ProxyServer> proxy = ProxyServer.of(value.contains("://") ? value : "http://" + value);
    return proxy.isPresent()
        ? new Route.Through(proxy.get())
        : new Route.Wrong("the variable " + name + " is not " + ProxyServer.FORM);
  }

  private boolean isExceptedByVariable(Target target) {
    for (String name : EXCEPTION_VARIABLES) {
      Optional<String> exceptions = environment.variable(name);
      if (exceptions.isPresent() && !exceptions.get().isBlank()) {
        return isExcepted(exceptions.get(), target);
      }
    }
    return false;
  }

  /** A name stands for itself and what ends in it; a port, if there is one, must be the same. */
  private static boolean isExcepted(String exceptions, Target target) {
    for (String element : exceptions.split(",", -1)) {
      String exception = element.strip().toLowerCase(Locale.ROOT);
      if (exception.equals("*")) {
        return true;
      }
      String port = ":" + target.port();
      if (exception.endsWith(port)) {
        exception = exception.substring(0, exception.length() - port.length());
      }
      String suffix = withoutFirst(withoutFirst(exception, '*'), '.');
      if (!suffix.isEmpty()
          && (target.host().equals(suffix) || target.host().endsWith("." + suffix))) {
        return true;
      }
    }
    return false;
  }

  private static String withoutFirst(String text, char first) {
    return !text.isEmpty() && text.charAt(0) == first ? text.substring(1) : text;
  }

  private Route byProperty(Target target) {
    Optional<String> host = environment.property(HOST_PROPERTY);
    if (host.isEmpty() || host.get().isBlank()) {
      return new Route.Direct();
    }
    for (String pattern :
        environment
            .property(EXCEPTION_PROPERTY)
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .split("\\|", -1)) {
      if (fits(pattern, target.host())) {
        return new Route.Direct();
      }
    }
    Optional<ProxyServer> proxy =
        ProxyServer.of(
            host.get(), environment.property(PORT_PROPERTY).orElse("443"), Optional.empty());
    return proxy.isPresent()
        ? new Route.Through(proxy.get())
        : new Route.Wrong(
            "the properties " + HOST_PROPERTY + " and " + PORT_PROPERTY + " name no server");
  }

  /** The JDK's own patterns: an asterisk at the beginning, at the end or at both. */
  private static boolean fits(String pattern, String host) {
    boolean open = pattern.startsWith("*");
    boolean openEnd = pattern.endsWith("*") && pattern.length() > 1;
    String part = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
    if (open && openEnd) {
      return host.contains(part);
    }
    if (open) {
      return host.endsWith(part);
    }
    return openEnd ? host.startsWith(part) : host.equals(part);
  }
}
