package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.testapp.App.Answer;

/** What every gate of the application does, open and closed. */
final class Gates {
  private Gates() {}

  /** Reads and writes all work. */
  static void assertOpen(App app) throws Exception {
    Answer placed = app.placeOrder();
    assertEquals(201, placed.status(), () -> placed + "\n" + app.describe());
    String order = "/orders/" + placed.json().path("id").asLong();
    assertEquals(200, app.get(order).status(), app::describe);
    Answer export = app.get("/orders/export");
    assertEquals(200, export.status(), app::describe);
    assertTrue(export.body().contains("\"Anvil\""), export::body);
    assertEquals(204, app.delete(order).status(), app::describe);
    assertEquals(404, app.get(order).status(), app::describe);
  }

  /** Reads work, writes answer 402 and do nothing. */
  static void assertClosed(App app, String code, String state) throws Exception {
    int before = app.countOrders();
    assertDenied(app, app.placeOrder(), code, state, "");
    assertDenied(app, app.delete("/orders/1"), code, state, "");
    assertDenied(app, app.get("/orders/export"), code, state, "export");
    assertEquals(before, app.countOrders(), "A denied call has changed something.");
    assertEquals(404, app.get("/orders/999").status(), app::describe);
    assertEquals(200, app.get("/health").status(), app::describe);
  }

  private static void assertDenied(
      App app, Answer answer, String code, String state, String feature) {
    assertEquals(402, answer.status(), () -> answer + "\n" + app.describe());
    assertEquals(code, answer.error().path("code").asString());
    assertEquals(state, answer.error().path("details").path("state").asString());
    assertEquals(feature, answer.error().path("details").path("feature").asString());
    assertNotEquals("", answer.error().path("correlationId").asString());
    String message = answer.error().path("message").asString();
    assertTrue(message.startsWith("Renew your license"), message);
  }
}
