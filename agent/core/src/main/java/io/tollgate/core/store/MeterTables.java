package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What meters count. Whoever changes anything of a cap holds the lock of its row until the end of
 * the transaction: so no two JVMs take the last place, positions come to light in their order, and
 * nobody has to be told of a row that another made first.
 */
final class MeterTables {
  /** Rows to fetch or to send at a time. */
  private static final int BATCH = 500;

  private static final String SELECT_CAP =
      "SELECT used, place, purges FROM tollgate_cap WHERE product = ? AND cap = ?";

  private static final String LOCK_TIME =
      "SELECT mark FROM tollgate_time WHERE product = ? FOR UPDATE";

  private final String product;

  MeterTables(String product) {
    this.product = product;
  }

  /** A cap's row. */
  private record Cap(long used, long place, long purges) {}

  Admission admit(Connection connection, String cap, String key, long limit, long now)
      throws SQLException {
    Cap row = lock(connection, cap);
    if (isThere(connection, cap, key)) {
      return new Admission(Admission.Outcome.KNOWN, row.used());
    }
    if (row.used() >= limit) {
      return new Admission(Admission.Outcome.FULL, row.used());
    }
    Sql.update(
        connection,
        "INSERT INTO tollgate_key (product, cap, meter_key, place, first_seen)"
            + " VALUES (?, ?, ?, ?, ?)",
        product,
        cap,
        key,
        row.place() + 1,
        now);
    Sql.update(
        connection,
        "UPDATE tollgate_cap SET used = ?, place = ? WHERE product = ? AND cap = ?",
        row.used() + 1,
        row.place() + 1,
        product,
        cap);
    return new Admission(Admission.Outcome.NEW, row.used() + 1);
  }

  Counted call(
      Connection connection,
      String cap,
      Calls before,
      long fromBucket,
      long free,
      long limit,
      long now)
      throws SQLException {
    lock(connection, cap);
    if (before.calls() > 0) {
      addBatch(connection, cap, List.of(before));
    }
    String key = before.key();
    long calls = calls(connection, cap, fromBucket, List.of(key)).getOrDefault(key, 0L);
    Admission admission =
        calls < free
            ? new Admission(Admission.Outcome.FREE, 0)
            : admit(connection, cap, key, limit, now);
    if (admission.outcome() == Admission.Outcome.FULL) {
      return new Counted(Admission.Outcome.FULL, calls, admission.used());
    }
    addBatch(connection, cap, List.of(new Calls(key, before.bucket(), 1)));
    return new Counted(admission.outcome(), calls + 1, admission.used());
  }

  private boolean isThere(Connection connection, String cap, String key) throws SQLException {
    return Sql.number(
            connection,
            "SELECT place FROM tollgate_key WHERE product = ? AND cap = ? AND meter_key = ?",
            product,
            cap,
            key)
        .isPresent();
  }

  /** The cap's row, locked; made if there is none, which a faster JVM turns into another try. */
  private Cap lock(Connection connection, String cap) throws SQLException {
    try (PreparedStatement statement =
            Sql.of(connection, SELECT_CAP + " FOR UPDATE", product, cap);
        ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        return cap(row);
      }
    }
    Sql.update(
        connection,
        "INSERT INTO tollgate_cap (product, cap, used, place, purges) VALUES (?, ?, 0, 0, 0)",
        product,
        cap);
    return new Cap(0, 0, 0);
  }

  private static Cap cap(ResultSet row) throws SQLException {
    return new Cap(row.getLong(1), row.getLong(2), row.getLong(3));
  }

  Keys keys(Connection connection, String cap, long after) throws SQLException {
    Cap known = new Cap(0, 0, 0);
    try (PreparedStatement statement = Sql.of(connection, SELECT_CAP, product, cap);
        ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        known = cap(row);
      }
    }
    List<String> keys = new ArrayList<>();
    // What was let in since belongs to the next question: the cap's numbers are of before.
    try (PreparedStatement statement =
        Sql.of(
            connection,
            "SELECT meter_key FROM tollgate_key WHERE product = ? AND cap = ? AND place > ?"
                + " AND place <= ? ORDER BY place",
            product,
            cap,
            after,
            known.place())) {
      statement.setFetchSize(BATCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          keys.add(row.getString(1));
        }
      }
    }
    return new Keys(keys, known.used(), known.place(), known.purges());
  }

  void remove(Connection connection, String cap, Collection<String> keys, boolean withCalls)
      throws SQLException {
    Cap row = lock(connection, cap);
    long removed = 0;
    for (String key : keys) {
      removed +=
          Sql.update(
              connection,
              "DELETE FROM tollgate_key WHERE product = ? AND cap = ? AND meter_key = ?",
              product,
              cap,
              key);
      if (withCalls) {
        Sql.update(
            connection,
            "DELETE FROM tollgate_calls WHERE product = ? AND cap = ? AND meter_key = ?",
            product,
            cap,
            key);
      }
    }
    Sql.update(
        connection,
        "UPDATE tollgate_cap SET used = ?, purges = ? WHERE product = ? AND cap = ?",
        row.used() - removed,
        row.purges() + 1,
        product,
        cap);
  }

  void add(Connection connection, String cap, List<Calls> calls) throws SQLException {
    lock(connection, cap);
    for (int from = 0; from < calls.size(); from += BATCH) {
      addBatch(connection, cap, calls.subList(from, Math.min(from + BATCH, calls.size())));
    }
  }

  private void addBatch(Connection connection, String cap, List<Calls> calls) throws SQLException {
    int[] changed;
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE tollgate_calls SET calls = calls + ?"
                + " WHERE product = ? AND cap = ? AND meter_key = ? AND bucket = ?")) {
      for (Calls more : calls) {
        Sql.set(update, more.calls(), product, cap, more.key(), more.bucket());
        update.addBatch();
      }
      changed = update.executeBatch();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO tollgate_calls (calls, product, cap, meter_key, bucket)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      int fresh = 0;
      for (int i = 0; i < changed.length; i++) {
        if (changed[i] == 0) {
          Calls more = calls.get(i);
          Sql.set(insert, more.calls(), product, cap, more.key(), more.bucket());
          insert.addBatch();
          fresh++;
        }
      }
      if (fresh > 0) {
        insert.executeBatch();
      }
    }
  }

  Map<String, Long> calls(
      Connection connection, String cap, long fromBucket, Collection<String> keys)
      throws SQLException {
    Map<String, Long> sums = new HashMap<>();
    List<String> all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> some = all.subList(from, Math.min(from + BATCH, all.size()));
      String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT meter_key, SUM(calls) FROM tollgate_calls WHERE product = ? AND cap = ?"
                  + " AND bucket >= ? AND meter_key IN ("
                  + marks
                  + ") GROUP BY meter_key")) {
        Sql.set(statement, product, cap, fromBucket);
        for (int i = 0; i < some.size(); i++) {
          statement.setString(i + 4, some.get(i));
        }
        read(statement, sums);
      }
    }
    return sums;
  }

  Map<String, Long> over(Connection connection, String cap, long fromBucket, long more)
      throws SQLException {
    Map<String, Long> sums = new TreeMap<>();
    try (PreparedStatement statement =
        Sql.of(
            connection,
            "SELECT meter_key, SUM(calls) FROM tollgate_calls WHERE product = ? AND cap = ?"
                + " AND bucket >= ? GROUP BY meter_key HAVING SUM(calls) > ?",
            product,
            cap,
            fromBucket,
            more)) {
      read(statement, sums);
    }
    return new LinkedHashMap<>(sums);
  }

  private static void read(PreparedStatement statement, Map<String, Long> sums)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        sums.put(row.getString(1), row.getLong(2));
      }
    }
  }

  void forget(Connection connection, String cap, long beforeBucket) throws SQLException {
    lock(connection, cap);
    Sql.update(
        connection,
        "DELETE FROM tollgate_calls WHERE product = ? AND cap = ? AND bucket < ?",
        product,
        cap,
        beforeBucket);
  }

  Newcomers newcomers(Connection connection, String cap, long since) throws SQLException {
    try (PreparedStatement statement =
            Sql.of(
                connection,
                "SELECT COUNT(*), MIN(first_seen) FROM tollgate_key WHERE product = ? AND cap = ?"
                    + " AND first_seen >= ?",
                product,
                cap,
                since);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? new Newcomers(row.getLong(1), row.getLong(2)) : new Newcomers(0, 0);
    }
  }

  long time(Connection connection, String clock, long machine, OptionalLong passed)
      throws SQLException {
    OptionalLong mark = Sql.number(connection, LOCK_TIME, product);
    long own =
        clock.isEmpty()
            ? passed.orElse(machine)
            : Sql.number(connection, "SELECT " + clock).orElse(machine);
    // Behind the mark, time goes on from there by what passes here: it must not stand still.
    long now =
        mark.isPresent() && own < mark.getAsLong()
            ? Math.max(mark.getAsLong(), passed.orElse(mark.getAsLong()))
            : own;
    if (mark.isEmpty() || now > mark.getAsLong()) {
      Sql.update(
          connection,
          mark.isEmpty()
              ? "INSERT INTO tollgate_time (mark, product) VALUES (?, ?)"
              : "UPDATE tollgate_time SET mark = ? WHERE product = ?",
          now,
          product);
    }
    return now;
  }
}
