package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.api.Licensed;
import io.tollgate.core.answer.WovenEntries;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitedTest {
  private static final String HERE = AwaitedTest.class.getName() + "$";
  private static final String WAITS = ", which awaits an implementation";

  private final WovenGates gates = new WovenGates();
  private final Marks marks = new Marks(WovenLoader.LICENSED, List.of());
  private final Lineage lineage = new Lineage(marks.annotations(), marks.patterns());
  private final GateTransformer transformer =
      new GateTransformer(
          marks,
          lineage,
          new GateTransformer.Settlings() {
            @Override
            public GateWeaver.Settling at(@Nullable ClassLoader loader, boolean redefined) {
              return survey -> false;
            }

            @Override
            public void seen(@Nullable ClassLoader loader, String className, int age) {}
          },
          new ToldOnce(new Unheard(), gates),
          gates,
          new WovenEntries(),
          false);

  interface Store<T> {
    @Licensed
    String save(T what);

    String find();
  }

  abstract static class Desk {
    @Licensed
    abstract void order();

    @Licensed
    native void engrave();
  }

  @Test
  void whatIsMarkedAndAbstractWaitsUntilItIsImplemented() throws IOException {
    load(Store.class);
    load(Desk.class);
    String engrave = HERE + "Desk: engrave()V, which is native";
    String order = HERE + "Desk: order()V" + WAITS;
    String save = HERE + "Store: save(Ljava/lang/Object;)Ljava/lang/String;" + WAITS;
    assertEquals(List.of(engrave, order, save), gates.notGated());
    load(StoreOnDisk.class);
    assertEquals(List.of(engrave, order), gates.notGated());
    load(Store.class);
    assertEquals(List.of(engrave, order), gates.notGated());
  }

  /** Has a bridge. */
  static class StoreOnDisk implements Store<String> {
    @Override
    public String save(String what) {
      return what;
    }

    @Override
    public String find() {
      return "";
    }
  }

  interface Courier {
    @Licensed
    void bring();
  }

  interface Cyclist extends Courier {}

  abstract static class Person implements Cyclist {
    abstract void ring();
  }

  static class Anna extends Person {
    @Override
    public void bring() {}

    @Override
    void ring() {}
  }

  @Test
  void anImplementationMayBeFarBelow() throws IOException {
    load(Courier.class);
    load(Cyclist.class);
    load(Person.class);
    assertEquals(List.of(HERE + "Courier: bring()V" + WAITS), gates.notGated());
    load(Anna.class);
    assertEquals(List.of(), gates.notGated());
  }

  @Test
  void anImplementationThatCameFirstCountsWhenItIsShownAgain() throws IOException {
    load(Anna.class);
    load(Courier.class);
    load(Cyclist.class);
    load(Person.class);
    assertEquals(1, gates.notGated().size());
    load(Anna.class);
    assertEquals(List.of(), gates.notGated());
  }

  interface Walker extends Courier {
    @Override
    default void bring() {}
  }

  @Test
  void aDefaultMethodImplementsToo() throws IOException {
    load(Courier.class);
    load(Walker.class);
    assertEquals(List.of(), gates.notGated());
  }

  static class Dispatcher {
    Courier lambda() {
      return () -> {};
    }
  }

  @Test
  void aLambdaImplementsToo() throws IOException {
    load(Courier.class);
    load(Dispatcher.class);
    assertEquals(List.of(), gates.notGated());
  }

  static class Referring {
    static void go() {}

    Cyclist reference() {
      return Referring::go;
    }
  }

  @Test
  void aReferenceToAMethodThatOthersCallImplementsAndHasNoGate() throws IOException {
    load(Courier.class);
    load(Cyclist.class);
    load(Referring.class);
    String type = AwaitedTest.class.getName();
    assertEquals(
        List.of(
            HERE
                + "Referring: a reference to "
                + HERE
                + "Referring.go()V as "
                + type
                + "$Cyclist.bring"),
        gates.notGated());
  }

  /** Of that name, and nothing else. */
  static class Stranger {
    void bring() {}
  }

  @Test
  void aMethodOfThatNameElsewhereImplementsNothing() throws IOException {
    load(Courier.class);
    load(Stranger.class);
    assertEquals(List.of(HERE + "Courier: bring()V" + WAITS), gates.notGated());
  }

  private void load(Class<?> type) throws IOException {
    transformer.transform(
        ClassLoader.getPlatformClassLoader(),
        type.getName().replace('.', '/'),
        null,
        null,
        Samples.bytes(type));
  }
}
