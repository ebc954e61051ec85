package io.tollgate.core.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class GateTest {

  @Test
  void whereNothingIsCountedNoQuestionMakesMeters() {
    GateKeeper keeper = new GateKeeper();
    keeper.changed(RealGate.licensed(List.of(), Map.of("seats", 5L)));
    keeper.meterBy(
        () -> {
          throw new AssertionError("made for nothing");
        },
        false);
    assertEquals(List.of(), keeper.uses());
    keeper.apply("license", "");
    assertThrows(AssertionError.class, keeper::meters);
    keeper.meterBy(
        () -> {
          throw new IllegalStateException("made");
        },
        true);
    assertThrows(IllegalStateException.class, keeper::uses);
    assertThrows(IllegalStateException.class, () -> keeper.apply("license", ""));
  }

  @Test
  void theGateLiesInJavaBaseWhereEveryLoaderSeesIt() throws ClassNotFoundException {
    RealGate.close();
    Class<?> gate = Class.forName("java.lang.TollgateGate", false, null);
    assertNull(gate.getClassLoader());
    assertEquals("java.base", gate.getModule().getName());
  }

  @Test
  void nobodyCanTakeTheGateASecondTime() throws ReflectiveOperationException {
    RealGate.close();
    Method handOver =
        Class.forName("java.lang.TollgateGate").getMethod("handOver", BiFunction.class);
    BiFunction<String, Object, Object> mine = (question, about) -> new String[0];
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> handOver.invoke(null, mine));
    assertInstanceOf(IllegalStateException.class, e.getCause());
    assertThrows(
        IllegalStateException.class,
        () ->
            GateInstaller.install(RealGate.INSTRUMENTATION, name -> new byte[0], new GateKeeper()));
  }

  @Test
  void noStateOfTheGateIsReachableByReflection() throws ClassNotFoundException {
    RealGate.close();
    for (Field field : Class.forName("java.lang.TollgateGate").getDeclaredFields()) {
      assertThrows(InaccessibleObjectException.class, () -> field.setAccessible(true));
    }
  }

  @Test
  void javaLangIsNotLeftOpenToTheHost() {
    RealGate.close();
    assertFalse(Object.class.getModule().isOpen("java.lang", GateTest.class.getModule()));
  }

  @Test
  void aDeniedCallSaysCodeStateFeatureAndWhatToDo() {
    RuntimeException denied = pass(hostClass(), "export");
    LicenseRequiredException e = assertInstanceOf(LicenseRequiredException.class, denied);
    assertEquals("TG-LIC-0002", e.code());
    assertEquals("EXPIRED", e.state());
    assertEquals("export", e.feature());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("Renew your license"), message);
    assertTrue(message.endsWith("[TG-LIC-0002]"), message);
  }

  @Test
  void aCallerThatDoesNotSeeTheApiGetsAnIllegalStateExceptionWithTheSameMessage() {
    RuntimeException denied = pass(String.class, "");
    assertEquals(IllegalStateException.class, denied.getClass());
    assertEquals(pass(hostClass(), "").getMessage(), denied.getMessage());
  }

  @Test
  void theStackTraceBeginsWhereTheHostWasDenied() {
    StackTraceElement first = pass(hostClass(), "").getStackTrace()[0];
    assertFalse(first.getClassName().startsWith("java.lang.TollgateGate"), first.toString());
    assertFalse(first.getClassName().startsWith("io.tollgate.core.gate.GateKeeper"));
  }

  @Test
  void codeOfTheHostsThatLooksUpTheExceptionFindsNoClassOfTheAgentsOnTheStack() throws Exception {
    List<String> seen = new ArrayList<>();
    ClassLoader curious =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .forEach(frame -> seen.add(frame.getClassName()));
            throw new ClassNotFoundException(name);
          }

          Class<?> define() throws IOException {
            byte[] bytes =
                Objects.requireNonNull(GateTest.class.getResourceAsStream("GateTest.class"))
                    .readAllBytes();
            return super.defineClass(null, bytes, 0, bytes.length);
          }

          @Override
          public Class<?> loadClass(String name) throws ClassNotFoundException {
            try {
              return name.isEmpty() ? define() : super.loadClass(name);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        };
    pass(curious.loadClass(""), "");
    assertTrue(seen.contains("java.lang.TollgateGate"), seen.toString());
    assertFalse(seen.contains(GateKeeper.class.getName()), seen.toString());
  }

  @Test
  void aKeeperOpensOnlyWhatIsLicensedAndNotBlocked() {
    GateKeeper keeper = new GateKeeper();
    AtomicReference<Set<String>> control = new AtomicReference<>();
    keeper.take(control);
    assertNull(control.get());
    RealGate.open();
    keeper.changed(status(true));
    assertSame(Collections.EMPTY_SET, control.get());
    assertTrue(keeper.block(new Refusal(ErrorCode.WEAVE_FAILED, "It is X.")));
    assertNull(control.get());
    keeper.changed(status(true));
    assertNull(control.get(), "a blocked gate opened");
    assertFalse(keeper.block(new Refusal(ErrorCode.WATCH_DIED, "")));
    String[] told = keeper.denial("com.acme.A", "b()V", "");
    assertEquals("TG-SYS-0002", told[1]);
    assertEquals("VALID", told[2]);
  }

  @Test
  void aKeeperThatNobodyWatchesForIsClosedUntilSomebodyDoes() {
    GateKeeper keeper = new GateKeeper();
    AtomicReference<Set<String>> control = new AtomicReference<>();
    keeper.take(control);
    keeper.changed(status(true));
    keeper.watched(false);
    assertNull(control.get());
    assertEquals("TG-SYS-0015", keeper.denial("com.acme.A", "b()V", "")[1]);
    assertEquals(ErrorCode.WATCH_BLIND, keeper.closedAnyway().orElseThrow().code());
    keeper.changed(status(true));
    assertNull(control.get(), "nobody knows whether it has ended since");
    keeper.watched(true);
    assertSame(Collections.EMPTY_SET, control.get());
    assertEquals(Optional.empty(), keeper.closedAnyway());
    keeper.watched(false);
    keeper.changed(status(false));
    keeper.watched(true);
    assertNull(control.get(), "it has ended");
    keeper.changed(status(true));
    keeper.block(new Refusal(ErrorCode.WATCH_DIED, ""));
    keeper.watched(true);
    assertNull(control.get(), "a blocked gate opened");
    keeper.watched(false);
    assertEquals("TG-SYS-0005", keeper.denial("com.acme.A", "b()V", "")[1]);
  }

  @Test
  void aCallThatWasDeniedJustBeforeTheGatesOpenedIsToldWhyTheyWereClosed() {
    GateKeeper keeper = new GateKeeper();
    keeper.goByFeatures();
    keeper.changed(RealGate.licensed(List.of("a"), Map.of()));
    assertEquals("TG-LIC-0013", keeper.denial("com.acme.A", "b()V", "a")[1], "nothing was before");
    keeper.watched(false);
    keeper.watched(true);
    assertEquals("TG-SYS-0015", keeper.denial("com.acme.A", "b()V", "a")[1]);
    assertEquals("TG-SYS-0015", keeper.denial("com.acme.A", "b()V", "")[1]);
    assertEquals("TG-LIC-0013", keeper.denial("com.acme.A", "b()V", "c")[1]);
    keeper.changed(Statuses.expired());
    keeper.changed(RealGate.licensed(List.of("a"), Map.of()));
    assertEquals("TG-LIC-0002", keeper.denial("com.acme.A", "b()V", "a")[1]);
    assertEquals("TG-LIC-0013", keeper.denial("com.acme.A", "b()V", "c")[1]);
  }

  @Test
  void aKeeperThatWasToldNothingIsClosed() {
    GateKeeper keeper = new GateKeeper();
    AtomicReference<Set<String>> control = new AtomicReference<>();
    keeper.take(control);
    keeper.block(new Refusal(ErrorCode.WATCH_DIED, ""));
    assertNull(control.get());
    keeper.changed(status(false));
    assertNull(control.get());
  }

  @Test
  void aGateThatAsksForAFeatureIsOpenOnlyIfTheLicenseNamesIt() {
    GateKeeper keeper = new GateKeeper();
    AtomicReference<Set<String>> control = new AtomicReference<>();
    keeper.take(control);
    keeper.goByFeatures();
    keeper.changed(licensed("export"));
    assertEquals(Set.of("export"), control.get());
    keeper.changed(licensed());
    assertEquals(Set.of(), control.get());
    assertNotSame(Collections.EMPTY_SET, control.get(), "that would be all features");
    assertEquals("TG-LIC-0013", keeper.denial("com.acme.A", "b()V", "export")[1]);
    assertTrue(keeper.denial("com.acme.A", "b()V", "export")[0].contains("It is export."));
    keeper.changed(status(true));
    assertSame(Collections.EMPTY_SET, control.get(), "an evaluation has all features");
  }

  @Test
  void deniedCallsAreCountedByFeatureAndTheStartUpProbeIsNot() {
    GateKeeper keeper = new GateKeeper();
    keeper.denial("com.acme.A", "b()V", "");
    assertEquals(Map.of(), keeper.denied().byFeature());
    keeper.changed(status(false));
    keeper.denial("com.acme.A", "b()V", "");
    keeper.denial("com.acme.A", "b()V", "export");
    keeper.denial("com.acme.A", "b()V", "export");
    assertEquals(Map.of("", 1L, "export", 2L), keeper.denied().byFeature());
  }

  @Test
  void aPolicyThatKnowsNoFeaturesOpensEveryGate() {
    GateKeeper keeper = new GateKeeper();
    AtomicReference<Set<String>> control = new AtomicReference<>();
    keeper.take(control);
    keeper.changed(licensed("export"));
    assertSame(Collections.EMPTY_SET, control.get());
  }

  @Test
  void theGateItselfTellsFeaturesApart() throws ReflectiveOperationException {
    Method pass =
        Class.forName("java.lang.TollgateGate")
            .getMethod("pass", Class.class, String.class, String.class);
    RealGate.openFor("export");
    pass.invoke(null, hostClass(), "gated()V", "export");
    pass.invoke(null, hostClass(), "gated()V", "");
    InvocationTargetException e =
        assertThrows(
            InvocationTargetException.class,
            () -> pass.invoke(null, hostClass(), "gated()V", "import"));
    assertEquals(
        "TG-LIC-0013", assertInstanceOf(LicenseRequiredException.class, e.getCause()).code());
    RealGate.openFor();
    assertThrows(
        InvocationTargetException.class,
        () -> pass.invoke(null, hostClass(), "gated()V", "export"));
    RealGate.open();
    pass.invoke(null, hostClass(), "gated()V", "import");
  }

  @Test
  void aHostIsToldWhatClosesTheGatesForGood() {
    GateKeeper keeper = new GateKeeper();
    keeper.changed(licensed("export"));
    assertFalse(facts(keeper).containsKey("code"));
    keeper.block(new Refusal(ErrorCode.WATCH_DIED, ""));
    assertEquals(ErrorCode.WATCH_DIED.code(), facts(keeper).get("code"));
    keeper.changed(RealGate.EXPIRED);
    assertEquals(ErrorCode.WATCH_DIED.code(), facts(keeper).get("code"));
    GateKeeper expired = new GateKeeper();
    expired.changed(RealGate.EXPIRED);
    assertEquals(ErrorCode.LICENSE_EXPIRED.code(), facts(expired).get("code"));
  }

  private static Map<?, ?> facts(GateKeeper keeper) {
    return (Map<?, ?>) keeper.apply("license", "");
  }

  @Test
  void theGateItselfIsAKeyLikeAnyOther() throws Exception {
    Class<?> gate = Class.forName("java.lang.TollgateGate");
    RealGate.openWith(Map.of("seen", 1L));
    RealGate.forgetCounts();
    count(gate, "seen", gate);
    assertEquals(List.of("class java.lang.TollgateGate"), RealGate.ROWS.keys("seen", 0).keys());
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> count(gate, "seen", "other"));
    assertEquals(
        "TG-CAP-0001", assertInstanceOf(LicenseRequiredException.class, e.getCause()).code());
    RealGate.forgetCounts();
  }

  private static void count(Class<?> gate, String cap, Object key)
      throws ReflectiveOperationException {
    gate.getMethod("count", Class.class, String.class, String.class, Object.class)
        .invoke(null, hostClass(), "gated()V", cap, key);
  }

  @Test
  void aCallThatIsDeniedTheMomentAGateClosesIsToldWhy() throws InterruptedException {
    SynchronousQueue<Closing> closings = new SynchronousQueue<>();
    Set<String> codes = ConcurrentHashMap.newKeySet();
    Thread caller =
        new Thread(
            () -> {
              try {
                while (true) {
                  codes.add(closings.take().codeOnceClosed());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    caller.start();
    for (int i = 0; i < 20_000; i++) {
      Closing next = new Closing();
      closings.put(next);
      while (!next.watched) {
        Thread.onSpinWait();
      }
      next.keeper.changed(RealGate.EXPIRED);
    }
    caller.interrupt();
    caller.join();
    assertEquals(Set.of("TG-LIC-0002"), codes);
  }

  /** A gate that is open and is going to close. */
  private static final class Closing {
    final GateKeeper keeper = new GateKeeper();
    private final AtomicReference<Set<String>> control = new AtomicReference<>();
    volatile boolean watched;

    Closing() {
      keeper.take(control);
      keeper.changed(status(true));
    }

    String codeOnceClosed() {
      watched = true;
      while (control.get() != null) {
        Thread.onSpinWait();
      }
      return keeper.denial("com.acme.A", "b()V", "")[1];
    }
  }

  private static io.tollgate.verifier.license.LicenseStatus licensed(String... features) {
    return RealGate.licensed(List.of(features));
  }

  private static io.tollgate.verifier.license.LicenseStatus status(boolean open) {
    return new io.tollgate.verifier.license.LicenseStatus(
        io.tollgate.verifier.license.State.VALID,
        io.tollgate.verifier.license.Kind.LICENSED,
        open,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** A class of another loader than the agent's, which sees the API. */
  private static Class<?> hostClass() {
    try (InputStream bytes = GateTest.class.getResourceAsStream("GateTest.class")) {
      return new HostLoader().define(Objects.requireNonNull(bytes).readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class HostLoader extends ClassLoader {
    HostLoader() {
      super(GateTest.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  private static RuntimeException pass(Class<?> caller, String feature) {
    RealGate.close();
    try {
      Method pass =
          Class.forName("java.lang.TollgateGate")
              .getMethod("pass", Class.class, String.class, String.class);
      InvocationTargetException e =
          assertThrows(
              InvocationTargetException.class,
              () -> pass.invoke(null, caller, "gated()V", feature));
      return assertInstanceOf(RuntimeException.class, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The gate is not as it was.", e);
    }
  }
}
