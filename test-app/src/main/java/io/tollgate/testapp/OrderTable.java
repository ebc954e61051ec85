package io.tollgate.testapp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The orders in the database. */
@Repository
class OrderTable {
  private static final String SELECT =
      "select id, customer, product, quantity, placed_at from orders ";

  private final JdbcClient database;

  OrderTable(JdbcClient database) {
    this.database = database;
  }

  List<Order> all() {
    return database.sql(SELECT + "order by id").query(OrderTable::order).list();
  }

  Optional<Order> find(long id) {
    return database
        .sql(SELECT + "where id = :id")
        .param("id", id)
        .query(OrderTable::order)
        .optional();
  }

  Order add(NewOrder order, Instant placedAt) {
    return database
        .sql(
            "select id, customer, product, quantity, placed_at from final table ("
                + "insert into orders (customer, product, quantity, placed_at)"
                + " values (:customer, :product, :quantity, :placedAt))")
        .param("customer", order.customer())
        .param("product", order.product())
        .param("quantity", order.quantity())
        .param("placedAt", placedAt.atOffset(ZoneOffset.UTC))
        .query(OrderTable::order)
        .single();
  }

  /** True if there was such an order. */
  boolean remove(long id) {
    return database.sql("delete from orders where id = :id").param("id", id).update() > 0;
  }

  private static Order order(ResultSet row, int number) throws SQLException {
    return new Order(
        row.getLong("id"),
        row.getString("customer"),
        row.getString("product"),
        row.getInt("quantity"),
        row.getObject("placed_at", OffsetDateTime.class).toInstant());
  }
}
