package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Meters in a database. */
final class SqlMeterRows implements MeterRows {
  private final Session session;
  private final MeterTables tables;
  private final String clock;

  /**
   * Meters in these tables.
   *
   * @param clock what to select for the database's time; empty if it has none but this machine's
   */
  SqlMeterRows(Session session, MeterTables tables, String clock) {
    this.session = session;
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public Admission admit(String cap, String key, long limit, long now) throws StoreException {
    return session.run(
        new Work<Admission>() {
          @Override
          public Admission in(Connection connection) throws SQLException {
            return tables.admit(connection, name(cap), key, limit, now);
          }
        });
  }

  @Override
  public Counted call(String cap, Calls before, long fromBucket, long free, long limit, long now)
      throws StoreException {
    return session.run(
        new Work<Counted>() {
          @Override
          public Counted in(Connection connection) throws SQLException {
            return tables.call(connection, name(cap), before, fromBucket, free, limit, now);
          }
        });
  }

  @Override
  public Keys keys(String cap, long after) throws StoreException {
    return session.run(
        new Work<Keys>() {
          @Override
          public Keys in(Connection connection) throws SQLException {
            return tables.keys(connection, name(cap), after);
          }
        });
  }

  @Override
  public void release(String cap, Collection<String> keys) throws StoreException {
    remove(cap, keys, false);
  }

  @Override
  public void remove(String cap, Collection<String> keys) throws StoreException {
    remove(cap, keys, true);
  }

  private void remove(String cap, Collection<String> keys, boolean withCalls)
      throws StoreException {
    session.run(
        new Work<Boolean>() {
          @Override
          public Boolean in(Connection connection) throws SQLException {
            tables.remove(connection, name(cap), keys, withCalls);
            return true;
          }
        });
  }

  @Override
  public void add(String cap, List<Calls> calls) throws StoreException {
    List<Calls> merged = merged(calls);
    if (merged.isEmpty()) {
      return;
    }
    session.run(
        new Work<Boolean>() {
          @Override
          public Boolean in(Connection connection) throws SQLException {
            tables.add(connection, name(cap), merged);
            return true;
          }
        });
  }

  @Override
  public Map<String, Long> calls(String cap, long fromBucket, Collection<String> keys)
      throws StoreException {
    return session.run(
        new Work<Map<String, Long>>() {
          @Override
          public Map<String, Long> in(Connection connection) throws SQLException {
            return tables.calls(connection, name(cap), fromBucket, keys);
          }
        });
  }

  @Override
  public Map<String, Long> over(String cap, long fromBucket, long more) throws StoreException {
    return session.run(
        new Work<Map<String, Long>>() {
          @Override
          public Map<String, Long> in(Connection connection) throws SQLException {
            return tables.over(connection, name(cap), fromBucket, more);
          }
        });
  }

  @Override
  public void forget(String cap, long beforeBucket) throws StoreException {
    session.run(
        new Work<Boolean>() {
          @Override
          public Boolean in(Connection connection) throws SQLException {
            tables.forget(connection, name(cap), beforeBucket);
            return true;
          }
        });
  }

  @Override
  public Newcomers newcomers(String cap, long since) throws StoreException {
    return session.run(
        new Work<Newcomers>() {
          @Override
          public Newcomers in(Connection connection) throws SQLException {
            return tables.newcomers(connection, name(cap), since);
          }
        });
  }

  @Override
  public long time(long machine, OptionalLong passed) throws StoreException {
    return session.run(
        new Work<Long>() {
          @Override
          public Long in(Connection connection) throws SQLException {
            return tables.time(connection, clock, machine, passed);
          }
        });
  }

  private static String name(String cap) {
    return StoredText.of(cap, StoredText.LONGEST_NAME);
  }

  /** One of each key and bucket: a batch does not see what it has inserted itself. */
  private static List<Calls> merged(List<Calls> calls) {
    Map<String, Map<Long, Long>> sums = new HashMap<>();
    List<Calls> merged = new ArrayList<>();
    for (Calls more : calls) {
      Map<Long, Long> buckets = sums.get(more.key());
      if (buckets == null) {
        buckets = new HashMap<>();
        sums.put(more.key(), buckets);
      }
      buckets.put(more.bucket(), buckets.getOrDefault(more.bucket(), 0L) + more.calls());
    }
    for (Map.Entry<String, Map<Long, Long>> key : sums.entrySet()) {
      for (Map.Entry<Long, Long> bucket : key.getValue().entrySet()) {
        merged.add(new Calls(key.getKey(), bucket.getKey(), bucket.getValue()));
      }
    }
    return merged;
  }
}
