package io.tollgate.verifier.token;

import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.util.Optional;

/** Reads the signed claim {@code tollgate}: windows and end mode granted to one customer. */
final class TermsReader {
  private static final String TERMS = "tollgate";

  private TermsReader() {}

  static License.Terms read(JsonObject claims) throws JsonException, RefusedException {
    Optional<JsonObject> terms = claims.object(TERMS);
    if (terms.isEmpty()) {
      return License.Terms.NONE;
    }
    for (String name : terms.get().names()) {
      // A term that is not understood may be a restriction: better no license than a wider one.
      if (!name.equals("warn") && !name.equals("grace") && !name.equals("on_expired")) {
        throw SignedClaims.wrongValue("\"tollgate\" has a term that this version does not know.");
      }
    }
    return new License.Terms(
        window(terms.get(), "warn"), window(terms.get(), "grace"), onExpired(terms.get()));
  }

  private static Optional<Window> window(JsonObject terms, String name)
      throws JsonException, RefusedException {
    Optional<String> text = terms.string(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Window> window = Window.parse(text.get());
    if (window.isEmpty()) {
      throw SignedClaims.wrongValue(
          "\"tollgate." + name + "\" is no ISO-8601 length such as P90D.");
    }
    return window;
  }

  private static Optional<OnProblem> onExpired(JsonObject terms)
      throws JsonException, RefusedException {
    Optional<String> text = terms.string("on_expired");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().equals(OnProblem.HALT.text())) {
      return Optional.of(OnProblem.HALT);
    }
    if (text.get().equals(OnProblem.GATE.text())) {
      return Optional.of(OnProblem.GATE);
    }
    throw SignedClaims.wrongValue("\"tollgate.on_expired\" is neither halt nor gate.");
  }
}
