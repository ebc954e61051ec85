package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A store in a database, through the one connection of a session. */
final class SqlStore implements Store {
  private final Session session;
  private final LicenseTable license;
  private final AuditTable audit;
  private final DenylistTable denylist;
  private final InstallationTable installation;
  private final SqlMeterRows meters;

  /**
   * A store that is not opened yet.
   *
   * @param clock what to select for the database's time; empty if it has none but this machine's
   */
  SqlStore(Session session, String product, String clock) {
    this.session = session;
    String name = StoredText.of(product, StoredText.LONGEST_NAME);
    this.license = new LicenseTable(name);
    this.audit = new AuditTable(name);
    this.denylist = new DenylistTable(name);
    this.installation = new InstallationTable(name);
    this.meters = new SqlMeterRows(session, new MeterTables(name), clock);
  }

  @Override
  public String name() {
    return session.name();
  }

  @Override
  public Optional<Reach> reach() {
    return session.reach();
  }

  @Override
  public MeterRows meters() {
    return meters;
  }

  @Override
  public LicenseRow license() throws StoreException {
    return session.run(
        new Work<LicenseRow>() {
          @Override
          public LicenseRow in(Connection connection) throws SQLException {
            return license.read(connection);
          }
        });
  }

  @Override
  public LicenseRow putLicense(String token, String by, long now) throws StoreException {
    return session.run(
        new Work<LicenseRow>() {
          @Override
          public LicenseRow in(Connection connection) throws SQLException {
            return license.put(connection, token, by, now);
          }
        });
  }

  @Override
  public Optional<LicenseRow> seedLicense(String token, String by, long now) throws StoreException {
    return session.run(
        new Work<Optional<LicenseRow>>() {
          @Override
          public Optional<LicenseRow> in(Connection connection) throws SQLException {
            return license.seed(connection, token, by, now);
          }
        });
  }

  @Override
  public Optional<LicenseRow> back(long revision, String by, long now) throws StoreException {
    return session.run(
        new Work<Optional<LicenseRow>>() {
          @Override
          public Optional<LicenseRow> in(Connection connection) throws SQLException {
            return license.back(connection, revision, by, now);
          }
        });
  }

  @Override
  public void append(List<String> lines) throws StoreException {
    session.run(
        new Work<Boolean>() {
          @Override
          public Boolean in(Connection connection) throws SQLException {
            audit.append(connection, lines);
            return true;
          }
        });
  }

  @Override
  public List<String> tail(int most) throws StoreException {
    return session.run(
        new Work<List<String>>() {
          @Override
          public List<String> in(Connection connection) throws SQLException {
            return audit.tail(connection, most);
          }
        });
  }

  @Override
  public void rememberDenylist(long seq, byte[] list) throws StoreException {
    session.run(
        new Work<Boolean>() {
          @Override
          public Boolean in(Connection connection) throws SQLException {
            denylist.remember(connection, seq, list);
            return true;
          }
        });
  }

  @Override
  public Optional<byte[]> denylist() throws StoreException {
    return session.run(
        new Work<Optional<byte[]>>() {
          @Override
          public Optional<byte[]> in(Connection connection) throws SQLException {
            return denylist.read(connection);
          }
        });
  }

  @Override
  public OptionalLong denylistNumber() throws StoreException {
    return session.run(
        new Work<OptionalLong>() {
          @Override
          public OptionalLong in(Connection connection) throws SQLException {
            return denylist.number(connection);
          }
        });
  }

  @Override
  public String installation(String made) throws StoreException {
    return session.run(
        new Work<String>() {
          @Override
          public String in(Connection connection) throws SQLException {
            return installation.id(connection, made);
          }
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
