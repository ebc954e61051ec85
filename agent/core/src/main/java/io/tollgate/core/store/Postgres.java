package io.tollgate.core.store;

import io.tollgate.core.settings.StoreSettings;
import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * PostgreSQL, for any number of JVMs. What is said here of timeouts is a default that the URL may
 * replace.
 */
final class Postgres implements Database {
  private static final int MOST_BYTES = 4096;

  /** pgjdbc's own names; seconds, but for the last of them. */
  private static final String[][] DEFAULTS = {
    {"connectTimeout", "3"},
    {"loginTimeout", "5"},
    {"socketTimeout", "6"},
    {"cancelSignalTimeout", "2"},
    {"tcpKeepAlive", "true"},
    {"ApplicationName", "tollgate"},
    // Values of rows belong into no message.
    {"logServerErrorDetail", "false"},
    // Prepared statements of a session do not go through every pooler.
    {"prepareThreshold", "0"},
  };

  private final StoreSettings settings;
  private final FileSystem files;
  private final Driver driver;
  private String password = "";

  private Postgres(StoreSettings settings, FileSystem files, Driver driver) {
    this.settings = settings;
    this.files = files;
    this.driver = driver;
  }

  static String name(StoreSettings settings) {
    return StoreSettings.shown(settings.url().orElseThrow());
  }

  /** Loads the driver, and takes back what it makes known of itself to the whole JVM. */
  static Postgres load(StoreSettings settings, FileSystem files, DriverJars jars)
      throws StoreException {
    try {
      Class<?> type =
          jars.loader(DriverJars.POSTGRESQL, Set.of()).loadClass("org.postgresql.Driver");
      Driver driver = (Driver) type.getConstructor().newInstance();
      type.getMethod("deregister").invoke(null);
      return new Postgres(settings, files, driver);
    } catch (IOException | ReflectiveOperationException e) {
      throw new StoreException(
          ErrorCode.STORE_FAILED,
          "It is " + name(settings) + ", and its driver is not there (" + e + ").");
    }
  }

  @Override
  public String name() {
    return name(settings);
  }

  @Override
  public Connection connect() throws SQLException, StoreException {
    Connection connection = driver.connect(settings.url().orElseThrow(), properties());
    if (connection == null) {
      throw failed("the URL is none that the driver understands");
    }
    try {
      prepare(connection);
      return connection;
    } catch (SQLException | StoreException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  private Properties properties() throws StoreException {
    Properties properties = new Properties();
    for (String[] setting : DEFAULTS) {
      properties.setProperty(setting[0], setting[1]);
    }
    if (settings.user().isPresent()) {
      properties.setProperty("user", settings.user().get());
    }
    if (settings.passwordFile().isPresent()) {
      password = password(settings.passwordFile().get());
      properties.setProperty("password", password);
    }
    return properties;
  }

  private String password(String file) throws StoreException {
    FileContent content = files.read(file, MOST_BYTES);
    if (content instanceof FileContent.Bytes bytes) {
      String text = new String(bytes.bytes(), StandardCharsets.UTF_8);
      int end = text.length();
      while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
        end--;
      }
      return text.substring(0, end);
    }
    String why =
        content instanceof FileContent.Unreadable unreadable
            ? unreadable.why()
            : content instanceof FileContent.TooLarge ? "is too large" : "does not exist";
    throw failed("the password's file " + file + " " + why);
  }

  private void prepare(Connection connection) throws SQLException, StoreException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (Statement statement = connection.createStatement()) {
      // A JVM that is gone, or stopped in the middle, keeps nobody from a row for longer.
      statement.execute("SET lock_timeout = 4000");
      statement.execute("SET idle_in_transaction_session_timeout = 10000");
      try (ResultSet row = statement.executeQuery("SHOW server_encoding")) {
        if (!row.next() || !"UTF8".equals(row.getString(1))) {
          throw failed("the database's encoding is not UTF8");
        }
      }
    }
    connection.commit();
  }

  private StoreException failed(String why) {
    return new StoreException(ErrorCode.STORE_FAILED, "It is " + name() + " (" + why + ").");
  }

  @Override
  public String scrub(String message) {
    String url = settings.url().orElseThrow();
    String clean = message.replace(url, name());
    clean = password.isEmpty() ? clean : clean.replace(password, "...");
    Optional<String> inUrl = parameter(url, "password");
    return inUrl.isPresent() && !inUrl.get().isEmpty() ? clean.replace(inUrl.get(), "...") : clean;
  }

  private static Optional<String> parameter(String url, String name) {
    int from = url.indexOf(name + "=");
    if (from < 0) {
      return Optional.empty();
    }
    int begin = from + name.length() + 1;
    int end = url.indexOf('&', begin);
    return Optional.of(end < 0 ? url.substring(begin) : url.substring(begin, end));
  }
}
