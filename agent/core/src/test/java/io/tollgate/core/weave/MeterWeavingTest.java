package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import acme.metered.Samples.Job;
import acme.metered.Samples.Jobs;
import acme.metered.Samples.Metered;
import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.gate.RealGate;
import io.tollgate.core.store.StoreException;
import io.tollgate.verifier.policy.GateRules;
import io.tollgate.verifier.policy.PolicyReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What woven code counts: each call once, by the argument that the policy names. */
class MeterWeavingTest {
  private static final String SAMPLES = "acme.metered.Samples$";
  private static final String POLICY =
      "meter.seen = "
          + SAMPLES
          + "Metered#*(..) key=0 count=distinct; "
          + SAMPLES
          + "Metered#<init>(int, ..) key=1 count=distinct; "
          + SAMPLES
          + "Job#run(..) key=1.name count=distinct\n"
          + "meter.other = "
          + SAMPLES
          + "Metered#two(..) key=2 count=distinct\n";

  private Class<?> metered = Object.class;
  private Class<?> jobs = Object.class;

  @BeforeEach
  void weave() throws Exception {
    GateRules rules = PolicyReader.gates("policy", name -> POLICY.getBytes(StandardCharsets.UTF_8));
    Marks marks = Marks.of(rules).and("Lio/tollgate/api/Licensed;");
    Lineage lineage = new Lineage(marks.annotations(), marks.patterns());
    Map<String, byte[]> classFiles = new HashMap<>();
    for (Class<?> type : List.of(Job.class, Jobs.class, Metered.class)) {
      byte[] plain = Samples.bytes(type);
      byte[] once = WovenLoader.weave(marks, lineage, plain).orElse(plain);
      assertTrue(
          WovenLoader.weave(marks, lineage, once).isEmpty(), type + " is woven a second time");
      classFiles.put(type.getName(), once);
    }
    ClassLoader loader =
        new ClassLoader(MeterWeavingTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] bytes = classFiles.get(name);
            Class<?> loaded = findLoadedClass(name);
            if (bytes == null || loaded != null) {
              return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    metered = loader.loadClass(Metered.class.getName());
    jobs = loader.loadClass(Jobs.class.getName());
    RealGate.openWith(Map.of("seen", 9L, "other", 9L));
    RealGate.forgetCounts();
  }

  @Test
  void aPrimitiveKeyIsBoxedAndTheArgumentsStayWhatTheyAre() throws Exception {
    Method ofNumbers = metered.getMethod("ofNumbers", long.class, double.class);
    assertEquals(5_000_000_003L, ofNumbers.invoke(null, 5_000_000_000L, 3.5));
    Method ofChar = metered.getMethod("ofChar", char.class, boolean.class);
    Object instance = metered.getDeclaredConstructor().newInstance();
    assertEquals('x', ofChar.invoke(instance, 'x', true));
    assertEquals(List.of("5000000000", "x"), keys("seen"));
  }

  @Test
  void aConstructorIsCountedByAnArgument() throws Exception {
    Constructor<?> constructor = metered.getConstructor(int.class, String.class);
    constructor.newInstance(1, "second");
    assertEquals(List.of("second"), keys("seen"));
  }

  @Test
  void twoMetersOfOneMethodCountOnceEach() throws Exception {
    Object instance = metered.getDeclaredConstructor().newInstance();
    metered
        .getMethod("two", Object.class, long.class, String.class)
        .invoke(instance, null, 2L, "third");
    assertEquals(List.of("null"), keys("seen"));
    assertEquals(List.of("third"), keys("other"));
  }

  @Test
  void aMethodWithoutThatArgumentIsGatedAndSaidToBeUncounted() throws Exception {
    Object instance = metered.getDeclaredConstructor().newInstance();
    assertEquals(1, metered.getMethod("none").invoke(instance));
    assertEquals(List.of(), keys("seen"));
    assertTrue(
        WovenLoader.NOT_GATED.stream()
            .anyMatch(line -> line.contains("none()I") && line.contains("no argument 0")),
        WovenLoader.NOT_GATED::toString);
    RealGate.close();
    denied(metered.getMethod("none"), instance);
  }

  @Test
  void aLambdaIsCountedByTheArgumentOfTheMethodThatItImplements() throws Exception {
    Object job = jobs.getMethod("captures", long.class, String.class).invoke(null, 7L, "text");
    Method run = job.getClass().getInterfaces()[0].getMethod("run", int.class, Thread.class);
    assertEquals("text73", run.invoke(job, 3, new Thread("worker-1")));
    assertEquals(List.of("worker-1"), keys("seen"));
  }

  @Test
  void aKeyThatIsNotLetInIsDeniedBeforeTheMethodBegins() throws Exception {
    RealGate.openWith(Map.of("seen", 1L));
    Method ofNumbers = metered.getMethod("ofNumbers", long.class, double.class);
    ofNumbers.invoke(null, 8L, 0.0);
    LicenseRequiredException denied =
        assertInstanceOf(LicenseRequiredException.class, denied(ofNumbers, null, 9L, 0.0));
    assertEquals("TG-CAP-0001", denied.code());
    assertEquals("", denied.feature());
    assertEquals("ofNumbers", denied.getStackTrace()[0].getMethodName());
    ofNumbers.invoke(null, 8L, 0.0);
    assertEquals(List.of("8"), keys("seen"));
  }

  @Test
  void aMarkThatNamesACapAsksForRoomAndIsNotCounted() throws Exception {
    RealGate.openWith(Map.of("room", 1L));
    Method more = metered.getMethod("more");
    more.invoke(null);
    more.invoke(null);
    RealGate.ROWS.admit("room", "a", 1, 0);
    RealGate.settle();
    LicenseRequiredException denied =
        assertInstanceOf(LicenseRequiredException.class, denied(more, null));
    assertEquals("TG-CAP-0001", denied.code());
    assertTrue(denied.toString().contains("room: 1 of 1"), denied::toString);
    RealGate.openWith(Map.of("room", 2L));
    more.invoke(null);
    RealGate.openWith(Map.of());
    assertEquals(
        "TG-CAP-0002", assertInstanceOf(LicenseRequiredException.class, denied(more, null)).code());
  }

  private static List<String> keys(String cap) throws StoreException {
    return RealGate.ROWS.keys(cap, 0).keys();
  }

  private static RuntimeException denied(
      Method method, @Nullable Object instance, Object... arguments) throws IllegalAccessException {
    try {
      method.invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      return assertInstanceOf(RuntimeException.class, e.getCause());
    }
    throw new AssertionError(method + " was not denied");
  }
}
