package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
  private final List<Class<?>> opened = new ArrayList<>();

  private record Customer(String id) {}

  private static class Base {
    @SuppressWarnings("unused") // read by its name
    private final @Nullable Customer customer;

    Base(@Nullable Customer customer) {
      this.customer = customer;
    }
  }

  private static final class Order extends Base {
    Order(@Nullable Customer customer) {
      super(customer);
    }

    @SuppressWarnings("unused") // read by its name
    private boolean isUrgent() {
      return true;
    }

    @SuppressWarnings("unused") // read by its name
    long getNumber() {
      return 7;
    }

    @SuppressWarnings({"unused", "DoNotCallSuggester"}) // read by its name
    String broken() {
      throw new Secretive();
    }

    @Override
    public String toString() {
      return "order 7";
    }
  }

  /** Of the host's, and full of what is nobody's business. */
  private static final class Secretive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new AssertionError("asked for its text");
    }
  }

  private enum Color {
    RED {
      @Override
      public String toString() {
        throw new Secretive();
      }
    }
  }

  /** What a class names and a product without that library lacks. */
  static final class Absent {}

  static final class Partial {
    public String getId() {
      return "p1";
    }

    @SuppressWarnings("unused") // it names a class
    private @Nullable Absent absent() {
      return null;
    }
  }

  private interface Named {
    @SuppressWarnings("unused") // read by its name
    default String name() {
      return "by default";
    }
  }

  private static final class Thing implements Named {}

  private Object read(String path, @Nullable Object argument) throws KeyReader.NoKeyException {
    List<String> parts = path.isEmpty() ? List.of() : List.of(path.split("\\."));
    return new KeyReader(parts, opened::add).read(argument);
  }

  @Test
  void aValueIsItsOwnKeyAndIsNotCopied() throws KeyReader.NoKeyException {
    String text = "abc";
    Long number = 1_000_000L;
    assertSame(text, read("", text));
    assertSame(number, read("", number));
  }

  @Test
  void anythingElseIsKnownByItsText() throws KeyReader.NoKeyException {
    assertEquals("order 7", read("", new Order(new Customer("c1"))));
    assertEquals("null", read("", null));
    assertEquals("null", read("", new Speechless()));
  }

  private static final class Speechless {
    @Override
    @SuppressWarnings({"NullAway", "ToStringReturnsNull"}) // as some do
    public String toString() {
      return null;
    }
  }

  @Test
  void aPropertyOfAClassThatTheJdkHidesIsThatOfItsInterface() throws KeyReader.NoKeyException {
    assertEquals("a", read("key", Map.entry("a", 1)));
    assertEquals("c", read("fileName", Path.of("a/b/c")));
  }

  @Test
  void aPropertyIsAGetterARecordsComponentAFieldOrADefaultMethod() throws KeyReader.NoKeyException {
    Order order = new Order(new Customer("c1"));
    assertEquals(7L, read("number", order));
    assertEquals(true, read("urgent", order));
    assertEquals("c1", read("customer.id", order));
    assertEquals("by default", read("name", new Thing()));
    assertTrue(opened.contains(Base.class), opened::toString);
  }

  @Test
  void aPathThatEndsInNothingIsCountedAsOneKey() throws KeyReader.NoKeyException {
    assertEquals("null", read("customer.id", new Order(null)));
  }

  private String whyNot(String path, Object argument) {
    return String.valueOf(
        assertThrows(KeyReader.NoKeyException.class, () -> read(path, argument)).getMessage());
  }

  @Test
  void aPropertyThatIsNotThereOrFailsIsSaidByName() {
    Order order = new Order(new Customer("c1"));
    String absent = whyNot("price", order);
    assertTrue(absent.endsWith("Order has no property price"), absent);
    String broken = whyNot("broken", order);
    assertTrue(broken.endsWith("Order.broken fails (" + Secretive.class.getName() + ")"), broken);
  }

  @Test
  void aConstantOfAnEnumIsKnownByItsNameAlone() throws KeyReader.NoKeyException {
    assertEquals("RED", read("", Color.RED));
  }

  @Test
  void whatATextCannotBeMadeOfIsSaidByItsClass() {
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new Secretive();
          }
        };
    String why = whyNot("", broken);
    assertTrue(why.contains("toString() fails (" + Secretive.class.getName()), why);
  }

  @Test
  void aClassThatNamesAnAbsentOneIsAskedForWhatIsPublic() throws Exception {
    byte[] bytes;
    try (InputStream file =
        KeyReaderTest.class.getResourceAsStream("KeyReaderTest$Partial.class")) {
      bytes = Objects.requireNonNull(file).readAllBytes();
    }
    ClassLoader without =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals(Partial.class.getName())) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    Constructor<?> constructor =
        without.loadClass(Partial.class.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    Object partial = constructor.newInstance();
    assertEquals("p1", read("id", partial));
    String why = whyNot("price", partial);
    assertTrue(why.endsWith("Partial.price fails (java.lang.NoClassDefFoundError)"), why);
  }

  @Test
  void whatCannotBeOpenedHasNoProperty() {
    String why = whyNot("hash", "text");
    assertTrue(why.endsWith("String has no property hash"), why);
  }
}
