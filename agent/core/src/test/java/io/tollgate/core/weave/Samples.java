package io.tollgate.core.weave;

import io.tollgate.api.Licensed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Supplier;

/** Classes with gates of every kind, and one without. Their static state shows what has run. */
final class Samples {
  private Samples() {}

  static byte[] bytes(Class<?> type) throws IOException {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream stream = type.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name);
      }
      return stream.readAllBytes();
    }
  }

  public static class Plain {
    public long number = 5_000_000_000L;
    public double half = 0.5;

    public String greet(String name) {
      return "Hello " + name;
    }
  }

  public static class Marked {
    public static int effects;
    private final int sum;

    public Marked() {
      this.sum = 0;
    }

    @Licensed("paid")
    public Marked(int a, int b) {
      this(effect(a) + effect(b));
    }

    private Marked(int sum) {
      this.sum = sum;
    }

    public int sum() {
      return sum;
    }

    @Licensed
    public void nothing() {
      effects++;
    }

    @Licensed("export")
    public static long add(long a, double b) {
      effects++;
      return a + (long) b;
    }

    @Licensed
    private int hidden() {
      return effect(3);
    }

    public int callHidden() {
      return hidden();
    }

    @Licensed
    public synchronized int locked() {
      return effect(1);
    }

    @Licensed
    @SuppressWarnings("CatchAndPrintStackTrace")
    public String catchesAll() {
      try {
        effects++;
        return "ran";
      } catch (RuntimeException e) {
        return "swallowed";
      } finally {
        effects++;
      }
    }

    /** Its first instruction is the target of a jump. */
    @Licensed
    public int loops(int times, Runnable each) {
      do {
        each.run();
        times--;
      } while (times > 0);
      return times;
    }

    @Licensed
    public Supplier<String> lambda() {
      return () -> "from a lambda";
    }

    @Licensed
    public int varargs(int... numbers) {
      int total = 0;
      for (int number : numbers) {
        total += number;
      }
      return total;
    }

    public int free() {
      return effect(2);
    }

    private static int effect(int value) {
      effects++;
      return value;
    }
  }

  public interface Source<T> {
    T get();

    @Licensed
    default String describe() {
      return "a source of " + get();
    }

    @Licensed
    static String helper() {
      return "static";
    }
  }

  public static class Text implements Source<String> {
    @Override
    @Licensed
    public String get() {
      return "text";
    }
  }

  @Licensed("all")
  public static class Whole {
    public static final int initialized = Integer.parseInt("7");

    public Whole() {}

    public String open() {
      return hidden() + staticOne();
    }

    String packagePrivate() {
      return "p";
    }

    public static String staticOne() {
      return "s";
    }

    private String hidden() {
      return "h";
    }

    @Licensed("more")
    public String own() {
      return "own";
    }

    @Override
    public String toString() {
      return "whole";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Whole;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  public enum Level {
    ONE;

    @Licensed
    public String label() {
      return "one";
    }
  }

  public record Point(int x, int y) {
    @Licensed
    public int area() {
      return x * y;
    }
  }

  @Licensed
  public enum Paid {
    ONE,
    TWO;

    public int price() {
      return name().length();
    }
  }

  public abstract static class Codeless {
    @Licensed
    public abstract void later();

    @Licensed
    public native void foreign();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Repeatable(Golds.class)
  public @interface Gold {
    String value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  public @interface Golds {
    Gold[] value();
  }

  public static class Twice {
    @Gold("a")
    @Gold("b")
    public void both() {}
  }
}
