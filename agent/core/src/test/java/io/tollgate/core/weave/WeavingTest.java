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
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class WeavingTest {
  private static final String JERSEYS_WRITER =
      "org/glassfish/jersey/servlet/internal/ResponseWriter";

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
  void aServersClassThatIsNotWhatIsKnownIsLeftAloneAndTold() {
    ClassWriter jersey = new ClassWriter(0);
    jersey.visit(Opcodes.V11, 0, JERSEYS_WRITER, null, "java/lang/Object", null);
    jersey.visitEnd();
    Marks marks = new Marks(WovenLoader.LICENSED, List.of());
    Lineage lineage = new Lineage(marks.annotations(), marks.patterns());
    lineage.look(JERSEYS_WRITER);
    byte[] classFile = jersey.toByteArray();
    assertNull(
        transformer(marks, lineage, told, false)
            .transform(null, JERSEYS_WRITER, null, null, classFile));
    assertEquals(1, failures.size(), failures.toString());
    assertTrue(
        failures.get(0).contains("ResponseWriter java.lang.IllegalArgumentException: this Jersey"),
        failures.toString());
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

  @Test
  void aClassThatCannotBeWovenIsAsItWasWhereGatesOnlyCount() throws IOException {
    byte[] broken = Samples.bytes(Samples.Marked.class);
    broken[7] = 48;
    assertNull(transformer(told, true).transform(null, "com/acme/Old", null, null, broken));
    assertEquals(1, failures.size());
  }

  @Test
  void aFullStackClosesNoGateAndLetsNoClassPass() throws Exception {
    byte[] marked = Samples.bytes(Samples.Marked.class);
    GateTransformer transformer = transformer(told);
    byte[] first = transformer.transform(null, "x/Y", null, null, marked);
    assertNotNull(first);
    int woven = first.length;
    List<String> wrong = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    Thread deep =
        new Thread(
            null,
            () -> {
              int full = 0;
              for (int depth = 0; full < 20; depth += 1 + depth / 1_000) {
                boolean overflows =
                    overflows(
                        depth,
                        () -> {
                          byte[] made = transformer.transform(null, "x/Y", null, null, marked);
                          if (made == null) {
                            wrong.add("passed");
                          } else if (made.length != woven) {
                            refused.incrementAndGet();
                          }
                        });
                full += overflows ? 1 : 0;
              }
            },
            "deep",
            1 << 18);
    deep.start();
    deep.join();
    assertEquals(List.of(), wrong);
    assertEquals(List.of(), failures);
    assertTrue(refused.get() > 0, "the stack was never full inside");
  }

  private static boolean overflows(int depth, Runnable last) {
    try {
      descend(depth, last);
      return false;
    } catch (StackOverflowError e) {
      return true;
    }
  }

  private static void descend(int depth, Runnable last) {
    if (depth == 0) {
      last.run();
    } else {
      descend(depth - 1, last);
    }
  }

  private static GateTransformer transformer(WeaveFailures failures) {
    return transformer(failures, false);
  }

  private static GateTransformer transformer(WeaveFailures failures, boolean observes) {
    Marks marks = new Marks(WovenLoader.LICENSED, List.of());
    return transformer(
        marks, new Lineage(marks.annotations(), marks.patterns()), failures, observes);
  }

  private static GateTransformer transformer(
      Marks marks, Lineage lineage, WeaveFailures failures, boolean observes) {
    return new GateTransformer(
        marks,
        lineage,
        new Settlement(RealGate.INSTRUMENTATION, lineage, failures),
        failures,
        new WovenGates(),
        new WovenEntries(),
        observes);
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
