package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.core.gate.RealGate;
import io.tollgate.verifier.policy.GateRules;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is below a marked type, in this JVM, loaded in the order in which a JVM loads it. */
class HeritageTest {
  private static final List<String> FAILURES = new ArrayList<>();

  @BeforeAll
  static void weave() {
    RealGate.close();
    Weaving weaving =
        Weaving.begin(
            RealGate.INSTRUMENTATION,
            GateRules.of(List.of("io.tollgate.api.Licensed")),
            new WeaveFailures() {
              @Override
              public void failed(String className, Throwable problem) {
                FAILURES.add(className + " " + problem);
              }

              @Override
              public void notGated(String className, String what) {
                FAILURES.add(className + " " + what);
              }

              @Override
              public void withoutAnswer(String className, Throwable problem) {
                FAILURES.add(className + " " + problem);
              }
            },
            new WovenGates(),
            new WovenEntries());
    RealGate.settleBy(weaving.settlement());
  }

  @BeforeEach
  void openTheGates() {
    RealGate.open();
  }

  interface Repository<T> {
    @Licensed("store")
    String save(T what);

    String find();
  }

  public static class Orders implements Repository<String> {
    @Override
    public String save(String what) {
      return "saved " + what;
    }

    @Override
    public String find() {
      return "found";
    }
  }

  public static class MoreOrders extends Orders {
    @Override
    public String save(String what) {
      return "more";
    }
  }

  @Test
  void aMarkOnAnInterfaceGatesAnImplementationThatWasLoadedBeforeTheInterface() throws Exception {
    Loader loader = new Loader();
    Class<?> orders = loader.loadClass(Orders.class.getName());
    Object one = orders.getDeclaredConstructor().newInstance();
    Method save = orders.getMethod("save", String.class);
    assertEquals("saved x", call(save, one, "x"));
    assertEquals("store", denied(save, one, "x").feature());
    assertEquals("found", whileClosed(orders.getMethod("find"), one));
    Class<?> more = loader.loadClass(MoreOrders.class.getName());
    denied(more.getMethod("save", String.class), more.getDeclaredConstructor().newInstance(), "x");
    assertEquals(List.of(), FAILURES);
  }

  abstract static class Base {
    @Licensed
    abstract String work();
  }

  public static class Derived extends Base {
    @Override
    String work() {
      return "worked";
    }
  }

  @Test
  void aMarkOnAnAbstractMethodGatesWhatExtendsIt() throws Exception {
    Class<?> derived = new Loader().loadClass(Derived.class.getName());
    Object one = derived.getDeclaredConstructor().newInstance();
    Method work = derived.getDeclaredMethod("work");
    assertEquals("worked", call(work, one));
    denied(work, one);
  }

  @Test
  void aProxyOfAMarkedInterfaceIsGated() throws Exception {
    Class<?> repository = new Loader().loadClass(Repository.class.getName());
    Object proxy =
        Proxy.newProxyInstance(
            repository.getClassLoader(),
            new Class<?>[] {repository},
            (self, method, arguments) -> "by proxy");
    Method save = proxy.getClass().getMethod("save", Object.class);
    assertEquals("by proxy", call(save, proxy, "x"));
    denied(save, proxy, "x");
    assertEquals("by proxy", whileClosed(proxy.getClass().getMethod("find"), proxy));
  }

  interface Finder {
    String findAll();
  }

  @Licensed
  interface Marked extends Finder {
    String own();
  }

  public static class MarkedImpl implements Marked, Runnable {
    @Override
    public String own() {
      return "own";
    }

    @Override
    public String findAll() {
      return "all";
    }

    @Override
    public void run() {}
  }

  @Test
  void aMarkedInterfaceGatesWhatItInheritsToo() throws Exception {
    Class<?> type = new Loader().loadClass(MarkedImpl.class.getName());
    Object one = type.getDeclaredConstructor().newInstance();
    assertEquals("own", call(type.getMethod("own"), one));
    denied(type.getMethod("own"), one);
    denied(type.getMethod("findAll"), one);
    whileClosed(type.getMethod("run"), one);
  }

  public static class MoreMarkedImpl extends MarkedImpl {
    @Override
    public void run() {}
  }

  @Test
  void whatAnImplementationHasOfItsOwnIsNotHandedDown() throws Exception {
    Loader loader = new Loader();
    Class<?> first = loader.loadClass(MarkedImpl.class.getName());
    first.getDeclaredConstructor().newInstance();
    Class<?> type = loader.loadClass(MoreMarkedImpl.class.getName());
    whileClosed(type.getMethod("run"), type.getDeclaredConstructor().newInstance());
  }

  @Licensed("whole")
  static class Whole {
    public String one() {
      return "1";
    }
  }

  public static class Part extends Whole {
    public String two() {
      return "2";
    }
  }

  @Test
  void aMarkedClassGatesWhatASubclassAdds() throws Exception {
    Class<?> part = new Loader().loadClass(Part.class.getName());
    Object one = part.getDeclaredConstructor().newInstance();
    assertEquals("2", call(part.getMethod("two"), one));
    assertEquals("whole", denied(part.getMethod("two"), one).feature());
  }

  interface Task {
    @Licensed
    String perform();
  }

  public static class Lambdas {
    public static String run() {
      Task task = () -> "performed";
      return task.perform();
    }
  }

  @Test
  void aLambdaThatImplementsAMarkedMethodIsGated() throws Exception {
    Class<?> lambdas = new Loader().loadClass(Lambdas.class.getName());
    Method run = lambdas.getMethod("run");
    assertEquals("performed", call(run, null));
    denied(run, null);
  }

  interface Store<T> {
    @Licensed("store")
    String put(T what);
  }

  public static class AnyStore<T> {
    public String put(T what) {
      return "put " + what;
    }
  }

  public static final class OrderStore extends AnyStore<String> implements Store<String> {}

  public static class LaterStore extends AnyStore<String> implements Store<String> {}

  @Test
  void anImplementationFromAClassThatKnowsNothingOfTheMarkedTypeIsGatedForItAlone()
      throws Exception {
    Loader loader = new Loader();
    for (Class<?> each : List.of(OrderStore.class, LaterStore.class)) {
      Class<?> store = loader.loadClass(each.getName());
      Object one = store.getDeclaredConstructor().newInstance();
      Method put = store.getMethod("put", Object.class);
      assertEquals("put x", call(put, one, "x"));
      assertEquals("store", denied(put, one, "x").feature());
    }
    Class<?> any = loader.loadClass(AnyStore.class.getName());
    Object other = any.getDeclaredConstructor().newInstance();
    RealGate.close();
    assertEquals("put x", any.getMethod("put", Object.class).invoke(other, "x"));
    assertEquals(List.of(), FAILURES);
  }

  interface Saving {
    default String store() {
      return "stored";
    }
  }

  @Licensed
  interface MarkedSaving extends Saving {}

  public static class MarkedSaver implements MarkedSaving {}

  public static class Saver implements Saving {}

  @Test
  void aDefaultMethodIsGatedForWhatHasItThroughAMarkedInterface() throws Exception {
    Loader loader = new Loader();
    Class<?> marked = loader.loadClass(MarkedSaver.class.getName());
    Object one = marked.getDeclaredConstructor().newInstance();
    assertEquals("stored", call(marked.getMethod("store"), one));
    denied(marked.getMethod("store"), one);
    Class<?> free = loader.loadClass(Saver.class.getName());
    assertEquals(
        "stored",
        whileClosed(free.getMethod("store"), free.getDeclaredConstructor().newInstance()));
  }

  interface Optional {
    default Missing missing(Missing one) {
      return one;
    }

    String optional();
  }

  public static class Missing {}

  @Licensed
  interface MarkedOptional extends Optional {}

  public static class OptionalImpl implements MarkedOptional {
    @Override
    public String optional() {
      return "optional";
    }
  }

  @Test
  void whatAMarkedInterfaceInheritsIsGatedAlsoWhereAMethodNamesAClassThatIsMissing()
      throws Throwable {
    Class<?> type = new Loader(Missing.class.getName()).loadClass(OptionalImpl.class.getName());
    Object one = type.getDeclaredConstructor().newInstance();
    MethodHandle optional =
        MethodHandles.privateLookupIn(type, MethodHandles.lookup())
            .findVirtual(type, "optional", MethodType.methodType(String.class));
    RealGate.open();
    assertEquals("optional", optional.invoke(one));
    RealGate.close();
    assertThrows(LicenseRequiredException.class, () -> optional.invoke(one));
    assertEquals(List.of(), FAILURES);
  }

  interface Emptying {
    @Licensed
    void clear();
  }

  public static class EmptyList extends ArrayList<String> implements Emptying {
    private static final long serialVersionUID = 1;
  }

  public static class OwnList extends ArrayList<String> implements Emptying {
    private static final long serialVersionUID = 1;

    @Override
    public void clear() {}
  }

  @Test
  void whatTheJdkImplementsIsTold() throws Exception {
    Loader loader = new Loader();
    loader.loadClass(OwnList.class.getName()).getDeclaredConstructor().newInstance();
    assertEquals(List.of(), FAILURES);
    loader.loadClass(EmptyList.class.getName()).getDeclaredConstructor().newInstance();
    assertEquals(
        List.of(EmptyList.class.getName() + " clear()V, which it has from the JDK"), FAILURES);
    FAILURES.clear();
  }

  private static Object call(
      Method method, @org.jspecify.annotations.Nullable Object target, Object... arguments)
      throws Exception {
    method.setAccessible(true);
    RealGate.open();
    return method.invoke(target, arguments);
  }

  private static Object whileClosed(Method method, Object target) throws Exception {
    method.setAccessible(true);
    RealGate.close();
    return method.invoke(target);
  }

  private static LicenseRequiredException denied(
      Method method, @org.jspecify.annotations.Nullable Object target, Object... arguments) {
    method.setAccessible(true);
    RealGate.close();
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> method.invoke(target, arguments));
    return assertInstanceOf(LicenseRequiredException.class, e.getCause());
  }

  /** Defines this test's own types anew, when they are asked for and not before. */
  private static final class Loader extends ClassLoader {
    private final String missing;

    Loader() {
      this("");
    }

    /** One that lacks a type. */
    Loader(String missing) {
      super(HeritageTest.class.getClassLoader());
      this.missing = missing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.equals(missing)) {
          throw new ClassNotFoundException(name);
        }
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null || !name.startsWith(HeritageTest.class.getName() + "$")) {
          return loaded != null ? loaded : super.loadClass(name, resolve);
        }
        try {
          byte[] bytes = Samples.bytes(super.loadClass(name, false));
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }
  }
}
