package io.tollgate.core.settings;

import io.tollgate.core.system.Environment;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.Printable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings from the agent argument, system properties {@code tollgate.<key>} and environment
 * variables {@code TOLLGATE_<KEY>}; the first that is set wins, in that order.
 */
public final class SettingsReader {
  /** A brace and a quote in base64url; no message may hold a token. */
  private static final String BEGIN_OF_A_TOKEN = "eyJ";

  private static final int SHORTEST_SECRET = 60;

  /** What is written down after each poll must not be older than the clock's tolerance. */
  private static final long MOST_POLL = 600_000;

  private static final String JSON_IN_ARGUMENT = "log=json";
  private static final String[] KEYS = {
    "policy",
    "token.file",
    "installation.id",
    "poll",
    "log",
    "state.dir",
    "http",
    "admin.token.file",
    "ca.file",
    "proxy",
    "store",
    "store.user",
    "store.password.file"
  };

  private final Map<String, String> argument;
  private final Environment environment;

  private SettingsReader(Map<String, String> argument, Environment environment) {
    this.argument = argument;
    this.environment = environment;
  }

  /**
   * Reads all settings.
   *
   * @param argument {@code key=value,key=value}; empty if there is none
   * @throws RefusedException if a name in the argument is unknown or a value anywhere cannot be
   *     used
   */
  public static Settings read(String argument, Environment environment) throws RefusedException {
    SettingsReader reader = new SettingsReader(parse(argument), environment);
    return new Settings(
        reader.value("policy"),
        reader.value("token.file"),
        reader.value("installation.id"),
        reader.poll(),
        reader.json(),
        reader.value("state.dir"),
        reader.http(),
        reader.value("admin.token.file"),
        reader.value("ca.file"),
        reader.value("proxy"),
        reader.store());
  }

  /**
   * This installation's id, for commands, which have no agent argument.
   *
   * @throws RefusedException if it is blank
   */
  public static Optional<String> installation(Environment environment) throws RefusedException {
    return new SettingsReader(Map.of(), environment).value("installation.id");
  }

  /**
   * The product's state folder, for commands.
   *
   * @throws RefusedException if it is blank
   */
  public static Optional<String> stateFolder(Environment environment) throws RefusedException {
    return new SettingsReader(Map.of(), environment).value("state.dir");
  }

  /**
   * Whether notices are to be JSON, as far as can be told from settings that may be wrong: the
   * error about them has to have a form too.
   */
  public static boolean json(String argument, Environment environment) {
    try {
      return new SettingsReader(parse(argument), environment).json();
    } catch (RefusedException e) {
      return argument.contains(JSON_IN_ARGUMENT);
    }
  }

  private boolean json() throws RefusedException {
    String log = value("log").orElse("text");
    if (!log.equals("text") && !log.equals("json")) {
      throw wrongValue("log", log, "text or json");
    }
    return log.equals("json");
  }

  private Optional<HttpAddress> http() throws RefusedException {
    Optional<String> text = value("http");
    if (text.isEmpty() || text.get().equals("off")) {
      return Optional.empty();
    }
    Optional<HttpAddress> address = HttpAddress.parse(text.get());
    if (address.isEmpty()) {
      throw wrongValue("http", text.get(), "an address such as 127.0.0.1:9465, or off");
    }
    return address;
  }

  private StoreSettings store() throws RefusedException {
    Optional<String> url = value("store");
    if (url.isPresent() && !url.get().startsWith(StoreSettings.POSTGRESQL)) {
      throw wrongValue(
          "store",
          StoreSettings.shown(url.get()),
          "a JDBC URL of PostgreSQL (" + StoreSettings.POSTGRESQL + "//host/database)");
    }
    if (url.isPresent() && StoreSettings.namesUser(url.get())) {
      throw wrongValue(
          "store",
          StoreSettings.shown(url.get()),
          "without a user: use store.user and store.password.file");
    }
    Optional<String> user = value("store.user");
    Optional<String> passwordFile = value("store.password.file");
    if (url.isEmpty() && (user.isPresent() || passwordFile.isPresent())) {
      throw new RefusedException(
          ErrorCode.SETTING_VALUE, "store.user and store.password.file need store.");
    }
    return new StoreSettings(url, user, passwordFile);
  }

  private long poll() throws RefusedException {
    String text = value("poll").orElse("PT5S");
    Optional<Window> poll = Window.parse(text);
    if (poll.isEmpty()
        || poll.get().months() > 0
        || poll.get().millis() < 1_000
        || poll.get().millis() > MOST_POLL) {
      throw wrongValue("poll", text, "an ISO-8601 length from PT1S to PT10M");
    }
    return poll.get().millis();
  }

  private Optional<String> value(String key) throws RefusedException {
    Optional<String> value = Optional.ofNullable(argument.get(key));
    if (value.isEmpty()) {
      value = environment.property("tollgate." + key);
    }
    if (value.isEmpty()) {
      value = environment.variable("TOLLGATE_" + key.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
    if (value.isPresent() && value.get().isBlank()) {
      throw wrongValue(key, "", "a value");
    }
    if (value.isPresent()
        && (value.get().startsWith(BEGIN_OF_A_TOKEN)
            || (value.get().length() > SHORTEST_SECRET && Printable.holdsSecret(value.get())))) {
      throw new RefusedException(
          ErrorCode.SETTING_VALUE, key + " is a token, and should be the path of one.");
    }
    return value;
  }

  private static Map<String, String> parse(String argument) throws RefusedException {
    Map<String, String> settings = new HashMap<>();
    int from = 0;
    while (from < argument.length()) {
      int comma = argument.indexOf(',', from);
      int to = comma < 0 ? argument.length() : comma;
      String setting = argument.substring(from, to);
      int equals = setting.indexOf('=');
      String key = equals < 0 ? setting : setting.substring(0, equals);
      refuseUnknown(key);
      if (equals < 0) {
        throw wrongValue(key, "", "a value");
      }
      if (settings.put(key, setting.substring(equals + 1)) != null) {
        throw new RefusedException(ErrorCode.SETTING_VALUE, key + " is set twice.");
      }
      from = to + 1;
    }
    return settings;
  }

  private static void refuseUnknown(String key) throws RefusedException {
    for (String known : KEYS) {
      if (known.equals(key)) {
        return;
      }
    }
    throw new RefusedException(ErrorCode.SETTING_UNKNOWN, "It is \"" + key + "\".");
  }

  private static RefusedException wrongValue(String key, String value, String wanted) {
    return new RefusedException(
        ErrorCode.SETTING_VALUE, key + "=" + value + " is not " + wanted + ".");
  }
}
