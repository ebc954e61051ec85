package io.tollgate.testapp;

import io.tollgate.api.License;
import io.tollgate.api.Licensed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Service;

/** What the order desk does. Reading is free; what changes or carries away data is licensed. */
@Service
class OrderService {
  private static final String WATERMARK = "EVALUATION COPY\r\n";

  private final OrderTable table;
  private final Clock clock;

  OrderService(OrderTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  List<Order> list() {
    return table.all();
  }

  Order get(long id) {
    return table.find(id).orElseThrow(() -> new NoSuchOrderException(id));
  }

  @Licensed
  Order place(NewOrder order) {
    return table.add(order, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  @Licensed
  void cancel(long id) {
    if (!table.remove(id)) {
      throw new NoSuchOrderException(id);
    }
  }

  /** All orders as CSV (RFC 4180); in an evaluation with a watermark. */
  @Licensed("export")
  String export() {
    String csv = Csv.of(table.all());
    return License.current().isEvaluation() ? csv + WATERMARK : csv;
  }
}
