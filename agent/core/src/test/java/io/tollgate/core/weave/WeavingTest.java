package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.core.gate.RealGate;
import io.tollgate.verifier.policy.GateRules;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeavingTest {
  private final List<String> failures = new ArrayList<>();

  @Test
  void aClassThatWasLoadedBeforeTheAgentIsGatedAndStaysSoWhenItIsRetransformed() throws Exception {
    Class<?> early = new WovenLoader(0).loadClass(Samples.Marked.class.getName());
    Object instance = early.getDeclaredConstructor().newInstance();
    Method gated = early.getMethod("nothing");
    // A class without the class that it extends cannot be linked, nor retransformed.
    Class<?> orphan = new Orphan().define();
    RealGate.close();
    Weaving weaving =
        Weaving.begin(
            RealGate.INSTRUMENTATION,
            GateRules.of(List.of("io.tollgate.api.Licensed")),
            told,
            new WovenGates(),
            new WovenEntries());
    gated.invoke(instance);
    weaving.weaveLoaded();
    assertEquals(List.of(), failures);
    assertDenied(gated, instance);
    RealGate.INSTRUMENTATION.retransformClasses(early);
    assertDenied(gated, instance);
    RealGate.INSTRUMENTATION.redefineClasses(
        new ClassDefinition(early, Samples.bytes(Samples.Marked.class)));
    assertDenied(gated, instance);
    RealGate.open();
    gated.invoke(instance);
    assertEquals(List.of(), failures);
    assertNotNull(orphan);
  }

  @Test
  void theProbeIsDeniedWhenItWasWovenAndPassesWhenItWasNot() {
    RealGate.close();
    Weaving weaving =
        Weaving.begin(
            RealGate.INSTRUMENTATION, GateRules.NONE, told, new WovenGates(), new WovenEntries());
    assertTrue(weaving.bites());
    RealGate.open();
    assertFalse(weaving.bites());
  }

  private static void assertDenied(Method gated, Object instance) {
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> gated.invoke(instance));
    assertInstanceOf(LicenseRequiredException.class, e.getCause());
  }

  @Test
  void aClassThatCannotBeWovenIsToldAndNotDefined() throws IOException {
    GateTransformer transformer = transformer(told);
    byte[] broken = Samples.bytes(Samples.Marked.class);
    broken[7] = 48;
    byte[] refused = transformer.transform(null, "com/acme/Old", null, null, broken);
    assertNotNull(refused);
    assertThrows(ClassFormatError.class, () -> new Definer().define(refused));
    assertEquals(1, failures.size());
    assertTrue(failures.get(0).startsWith("com.acme.Old "), failures.toString());
  }

  @Test
  void whatNamesTheAnnotationButCarriesItNowhereIsLeftAlone() throws IOException {
    GateTransformer transformer = transformer(told);
    assertNull(transformer.transform(null, "x/Y", null, null, Samples.bytes(WeavingTest.class)));
    assertNotNull(
        transformer.transform(null, "x/Y", null, null, Samples.bytes(Samples.Marked.class)));
    byte[] marked = Samples.bytes(Samples.Marked.class);
    assertNull(transformer.transform(null, "sun/x/Y", null, null, marked));
    assertNotNull(
        transformer.transform(getClass().getClassLoader(), "sun/x/Y", null, null, marked));
    assertEquals(List.of(), failures);
  }

  @Test
  void theRehearsalSeesAProbeWithoutItsGate() throws IOException {
    Weaving.rehearse(Samples.bytes(Probe.class));
    byte[] plain = Samples.bytes(Samples.Plain.class);
    assertThrows(IllegalStateException.class, () -> Weaving.rehearse(plain));
    assertFalse(plain.length == 0);
  }

  private final WeaveFailures told =
      new WeaveFailures() {
        @Override
        public void failed(String className, Throwable problem) {
          failures.add(className + " " + problem);
        }

        @Override
        public void notGated(String className, String what) {
          failures.add(className + " " + what);
        }

        @Override
        public void withoutAnswer(String className, Throwable problem) {
          failures.add(className + " " + problem);
        }
      };

  @Test
  void evenWhenTellingFailsAClassThatCannotBeWovenIsNotDefined() throws IOException {
    GateTransformer transformer =
        transformer(
            new WeaveFailures() {
              @Override
              public void failed(String className, Throwable problem) {
                throw new StackOverflowError();
              }

              @Override
              public void notGated(String className, String what) {}

              @Override
              public void withoutAnswer(String className, Throwable problem) {}
            });
    byte[] broken = Samples.bytes(Samples.Marked.class);
    broken[7] = 48;
    assertNotNull(transformer.transform(null, "com/acme/Old", null, null, broken));
  }

  private static GateTransformer transformer(WeaveFailures failures) {
    Marks marks = new Marks(WovenLoader.LICENSED, List.of());
    Lineage lineage = new Lineage(marks.annotations(), marks.patterns());
    return new GateTransformer(
        marks,
        lineage,
        new Settlement(RealGate.INSTRUMENTATION, lineage, failures),
        failures,
        new WovenGates(),
        new WovenEntries());
  }

  private static final class Definer extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  /** Defines a class whose code needs one that this loader does not find. */
  private static final class Orphan extends ClassLoader {
    Orphan() {
      super(null);
    }

    Class<?> define() throws IOException {
      byte[] bytes = Samples.bytes(WovenLoader.class);
      return defineClass(null, bytes, 0, bytes.length);
    }
  }
}
