package io.tollgate.verifier.policy;

import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is counted under a cap: {@code com.acme.Services#convert(..) key=0.id count=distinct}, or
 * {@code ... key=0 window=P7D over=300}; several with semicolons between them.
 *
 * @param cap the name of the cap, as the license spells it
 * @param counted the methods whose calls count
 * @param rolling which keys count; empty if every key does, forever
 */
public record MeterRule(String cap, List<Counted> counted, Optional<Rolling> rolling) {
  private static final String KEY = "key";
  private static final String COUNT = "count";
  private static final String DISTINCT = "distinct";
  private static final String WINDOW = "window";
  private static final String OVER = "over";

  /** Shorter windows would be a limit of the rate, which this is not for. */
  private static final long SHORTEST = 60_000;

  private static final int MOST_DIGITS = 15;

  public MeterRule {
    counted = List.copyOf(counted);
  }

  /**
   * Methods whose calls count.
   *
   * @param methods which
   * @param key what tells one thing that is counted from another
   */
  public record Counted(MethodPattern methods, KeyPath key) {}

  /**
   * Keys count while they have many calls.
   *
   * @param millis the length of the window that ends now
   * @param over a key with more calls than that in the window counts
   */
  public record Rolling(long millis, long over) {}

  /** The rule; empty if this is none. */
  static Optional<MeterRule> parse(String cap, String text) {
    List<Counted> counted = new ArrayList<>();
    Optional<Optional<Rolling>> rolling = Optional.empty();
    for (String part : Parts.of(text, ';')) {
      Optional<Part> one = Part.parse(part.strip());
      if (one.isEmpty() || (rolling.isPresent() && !rolling.get().equals(one.get().rolling()))) {
        return Optional.empty();
      }
      rolling = Optional.of(one.get().rolling());
      counted.add(one.get().counted());
    }
    return Optional.of(new MeterRule(cap, counted, rolling.orElse(Optional.empty())));
  }

  private record Part(Counted counted, Optional<Rolling> rolling) {

    /** After the pattern, which may hold blanks up to its last parenthesis, words with values. */
    static Optional<Part> parse(String text) {
      int blank = text.indexOf(' ', text.lastIndexOf(')') + 1);
      if (blank < 0) {
        return Optional.empty();
      }
      Optional<MethodPattern> pattern = MethodPattern.parse(text.substring(0, blank));
      Words words = new Words(text.substring(blank));
      Optional<KeyPath> key = KeyPath.parse(words.take(KEY));
      String count = words.take(COUNT);
      String window = words.take(WINDOW);
      String over = words.take(OVER);
      if (pattern.isEmpty() || key.isEmpty() || !words.areAllTaken()) {
        return Optional.empty();
      }
      Counted counted = new Counted(pattern.get(), key.get());
      if (count.equals(DISTINCT) && window.isEmpty() && over.isEmpty()) {
        return Optional.of(new Part(counted, Optional.empty()));
      }
      Optional<Rolling> rolling = rolling(window, over);
      return count.isEmpty() && rolling.isPresent()
          ? Optional.of(new Part(counted, rolling))
          : Optional.empty();
    }

    /** Of days and times: a calendar month is no length that can roll. */
    private static Optional<Rolling> rolling(String window, String over) {
      Optional<Window> length = Window.parse(window);
      return length.isPresent()
              && length.get().months() == 0
              && length.get().millis() >= SHORTEST
              && isNumber(over)
          ? Optional.of(new Rolling(length.get().millis(), Long.parseLong(over)))
          : Optional.empty();
    }

    private static boolean isNumber(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
      return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }
  }

  /** {@code name=value} and blanks between them, each name once. */
  private static final class Words {
    private final List<String> words = new ArrayList<>();

    Words(String text) {
      for (String word : Parts.of(text, ' ')) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
    }

    /** The value of a word that is not taken yet; empty if there is none. */
    String take(String name) {
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).startsWith(name + "=")) {
          return words.remove(i).substring(name.length() + 1);
        }
      }
      return "";
    }

    boolean areAllTaken() {
      return words.isEmpty();
    }
  }
}
