package io.tollgate.core.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.gate.RealGate;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonObject;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final String MESSAGE = "Renew your license: it ended. [TG-LIC-0002]";

  @BeforeEach
  void theGateIsThere() {
    RealGate.close();
    RealGate.ENTRIES.add(Entry.class.getName(), "service");
  }

  @Test
  void aDenialIsFoundBehindWhatFrameworksWrapAroundIt() {
    Throwable wrapped =
        new ServletException(new InvocationTargetException(new IllegalArgumentException(denial())));
    assertTrue(answered(wrapped).orElseThrow().contains("\"code\":\"TG-LIC-0002\""));
  }

  @Test
  void soIsOneOfAClassThatTheHostHasMadeOfIt() {
    LicenseRequiredException own =
        new LicenseRequiredException(MESSAGE, "TG-LIC-0002", "EXPIRED", "") {
          private static final long serialVersionUID = 1L;
        };
    assertTrue(answered(own).isPresent());
  }

  @Test
  void aRingOfCausesEnds() {
    assertTrue(answered(new Ring()).isEmpty());
  }

  @Test
  void theIllegalStateExceptionOfACallerWithoutTheApiIsADenialAndNoOtherIs() {
    String body = answered(new IllegalStateException(MESSAGE)).orElseThrow();
    assertTrue(body.contains("\"code\":\"TG-LIC-0002\""), body);
    assertTrue(body.contains("\"details\":{\"state\":\"EXPIRED\"}"), body);
    assertTrue(answered(new IllegalStateException()).isEmpty());
    assertTrue(answered(new IllegalStateException("Renew your license")).isEmpty());
    assertTrue(answered(new IllegalStateException("Renew your license [x]")).isEmpty());
    assertTrue(answered(new UnsupportedOperationException(MESSAGE)).isEmpty());
  }

  @Test
  void theBodyIsJsonInAsciiWhateverTheMessageSays() throws Exception {
    String message = "Renew \"your\" license:\n\u00fcber \ud83d\ude00 \\ \u2028 [TG-LIC-0002]";
    String body =
        answered(new LicenseRequiredException(message, "TG-LIC-0002", "EXPIRED", "ex\u00e9"))
            .orElseThrow();
    assertTrue(body.chars().allMatch(c -> c < 0x80), body);
    JsonObject error =
        Json.object(body.strip().getBytes(StandardCharsets.UTF_8)).object("error").orElseThrow();
    assertEquals(message, error.string("message").orElseThrow());
    assertEquals("ex\u00e9", error.object("details").orElseThrow().string("feature").orElseThrow());
  }

  @Test
  void whatTheHostsOwnCodeThrowsIsInNoDenialAndInNoAnswer() throws Exception {
    RealGate.openWith(Map.of("seen", 1L));
    Method count =
        Class.forName("java.lang.TollgateGate")
            .getMethod("count", Class.class, String.class, String.class, Object.class);
    InvocationTargetException e =
        assertThrows(
            InvocationTargetException.class,
            () -> count.invoke(null, AnswersTest.class, "gated()V", "seen#id", new Broken()));
    // Of the kind for who does not see the API: this class has the agent's own loader.
    IllegalStateException denial = assertInstanceOf(IllegalStateException.class, e.getCause());
    String body = answered(denial).orElseThrow();
    assertTrue(body.contains("TG-CAP-0004"), body);
    assertFalse((denial + body).contains("secret"), body);
  }

  /** A customer whose id is in a database that is away. */
  private static final class Broken {
    @SuppressWarnings({"unused", "DoNotCallSuggester"}) // read by its name
    String getId() {
      throw new IllegalStateException("secret-42");
    }
  }

  @Test
  void aFeatureIsNamedOnlyWhereThereIsOne() {
    LicenseRequiredException none =
        new LicenseRequiredException(MESSAGE, "TG-LIC-0002", "EXPIRED", "");
    assertFalse(answered(none).orElseThrow().contains("feature"));
  }

  @Test
  void noTwoAnswersHaveOneCorrelationId() {
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      bodies.add(answered(denial()).orElseThrow());
    }
    assertEquals(1000, bodies.size());
  }

  @Test
  void whoAsksFromOutsideAnEntryGetsNoAnswer() throws Exception {
    assertTrue(ask(denial()).isEmpty());
  }

  @Test
  void springBootsStandInForTheServersErrorPagesDoesNotCountAsSomebodyWhoHandlesIt()
      throws Exception {
    Entry outer = new Entry();
    outer.step =
        () -> {
          Entry inner = new Entry();
          inner.step = () -> inner.answer = ask(denial());
          org.springframework.boot.tollgatetest.ErrorPageFilter.run(inner);
          outer.answer = inner.answer;
        };
    outer.service(null, null);
    assertTrue(outer.answer.isPresent());
  }

  private static LicenseRequiredException denial() {
    return new LicenseRequiredException(MESSAGE, "TG-LIC-0002", "EXPIRED", "export");
  }

  private static Optional<String> answered(Throwable thrown) {
    Entry entry = new Entry();
    entry.step = () -> entry.answer = ask(thrown);
    entry.run();
    return entry.answer;
  }

  /** As a woven entry does. */
  private static Optional<String> ask(Throwable thrown) {
    try {
      Object body =
          Class.forName("java.lang.TollgateGate")
              .getMethod("answer", Throwable.class)
              .invoke(null, thrown);
      return Optional.ofNullable((byte[]) body)
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the gate", e);
    }
  }

  private static final class Entry implements Runnable {
    Optional<String> answer = Optional.empty();
    @Nullable Runnable step;

    @SuppressWarnings("UnusedVariable") // an entry is told by what it takes
    void service(@Nullable ServletRequest request, @Nullable ServletResponse response) {
      Objects.requireNonNull(step).run();
    }

    @Override
    public void run() {
      service(null, null);
    }
  }

  /** Its own cause, at one remove. */
  private static final class Ring extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return new RuntimeException(this);
    }
  }
}
