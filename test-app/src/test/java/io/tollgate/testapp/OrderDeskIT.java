package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.testapp.App.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application without any agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderDeskIT {
  private final App app;

  OrderDeskIT() throws Exception {
    app = Launch.without(Jdk.running()).app();
  }

  @AfterAll
  void stop() {
    app.close();
  }

  @Test
  void licensedFunctionsAreOpenWithoutAnAgent() throws Exception {
    Gates.assertOpen(app);
  }

  @Test
  void anOrderIsReadBackAsItWasPlaced() throws Exception {
    Answer placed =
        app.post(
            "/orders", "{\"customer\":\"Añejo & Co\",\"product\":\"a,\\\"b\\\"\",\"quantity\":7}");
    assertEquals(201, placed.status(), placed::body);
    Answer read = app.get("/orders/" + placed.json().path("id").asLong());
    assertEquals(placed.json(), read.json());
    assertEquals("Añejo & Co", read.json().path("customer").asString());
    assertEquals(7, read.json().path("quantity").asInt());
    String csv = app.get("/orders/export").body();
    assertTrue(csv.contains(",\"Añejo & Co\",\"a,\"\"b\"\"\",7,"), csv);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|customer is required.",
        "{\"customer\":\" \",\"product\":\"p\",\"quantity\":1}|customer must have from 1 to 100 characters.",
        "{\"customer\":\"c\",\"quantity\":1}|product is required.",
        "{\"customer\":\"c\",\"product\":\"p\",\"quantity\":0}|quantity must be from 1 to 10000.",
        "{\"customer\":\"c\",\"product\":\"p\",\"quantity\":10001}|quantity must be from 1 to 10000."
      })
  void anOrderThatWillNotDoIsRefusedByNameOfItsField(String body, String message) throws Exception {
    int before = app.countOrders();
    Answer refused = app.post("/orders", body);
    assertEquals(400, refused.status(), refused::body);
    assertEquals("INVALID_ORDER", refused.error().path("code").asString());
    assertEquals(message, refused.error().path("message").asString());
    assertEquals(before, app.countOrders());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{",
        "null",
        "[]",
        "{\"customer\":\"c\",\"product\":\"p\",\"quantity\":1.5}",
        "{\"customer\":\"c\",\"product\":\"p\",\"quantity\":1,\"price\":1}"
      })
  void aBodyThatIsNoOrderIsRefused(String body) throws Exception {
    Answer refused = app.post("/orders", body);
    assertEquals(400, refused.status(), refused::body);
    assertEquals("MALFORMED_BODY", refused.error().path("code").asString());
  }

  @Test
  void whatDoesNotExistIsNotFound() throws Exception {
    assertEquals("NO_SUCH_ORDER", app.get("/orders/999").error().path("code").asString());
    assertEquals(404, app.delete("/orders/999").status());
    assertEquals("NOT_FOUND", app.get("/nothing").error().path("code").asString());
    assertEquals(405, app.delete("/orders").status());
    assertEquals(400, app.get("/orders/first").status());
  }
}
