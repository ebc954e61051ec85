package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.gate.RealGate;
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
    RealGate.close();
    Weaving weaving =
        Weaving.begin(RealGate.INSTRUMENTATION, List.of("io.tollgate.api.Licensed"), this::failed);
    gated.invoke(instance);
    weaving.weaveLoaded();
    assertDenied(gated, instance);
    RealGate.INSTRUMENTATION.retransformClasses(early);
    assertDenied(gated, instance);
    RealGate.INSTRUMENTATION.redefineClasses(
        new ClassDefinition(early, Samples.bytes(Samples.Marked.class)));
    assertDenied(gated, instance);
    RealGate.open();
    gated.invoke(instance);
    assertEquals(List.of(), failures);
  }

  @Test
  void theProbeIsDeniedWhenItWasWovenAndPassesWhenItWasNot() {
    RealGate.close();
    Weaving weaving = Weaving.begin(RealGate.INSTRUMENTATION, List.of(), this::failed);
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
  void aClassThatCannotBeWovenIsTold() throws IOException {
    GateTransformer transformer = new GateTransformer(WovenLoader.LICENSED, this::failed);
    byte[] broken = Samples.bytes(Samples.Marked.class);
    broken[7] = 48;
    assertNull(transformer.transform(null, "com/acme/Old", null, null, broken));
    assertEquals(1, failures.size());
    assertTrue(failures.get(0).startsWith("com.acme.Old "), failures.toString());
  }

  @Test
  void whatNamesTheAnnotationButCarriesItNowhereIsLeftAlone() throws IOException {
    GateTransformer transformer = new GateTransformer(WovenLoader.LICENSED, this::failed);
    assertNull(transformer.transform(null, "x/Y", null, null, Samples.bytes(WeavingTest.class)));
    assertNotNull(
        transformer.transform(null, "x/Y", null, null, Samples.bytes(Samples.Marked.class)));
    assertNull(
        transformer.transform(null, "java/x/Y", null, null, Samples.bytes(Samples.Marked.class)));
    assertEquals(List.of(), failures);
  }

  @Test
  void theRehearsalSeesAProbeWithoutItsGate() throws IOException {
    Weaving.rehearse(Samples.bytes(Probe.class));
    byte[] plain = Samples.bytes(Samples.Plain.class);
    assertThrows(IllegalStateException.class, () -> Weaving.rehearse(plain));
    assertFalse(plain.length == 0);
  }

  private void failed(String className, Throwable problem) {
    failures.add(className + " " + problem);
  }
}
