package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.gate.RealGate;
import io.tollgate.verifier.policy.GateRules;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateWeaverTest {
  private final WovenLoader loader;
  private final Class<?> marked;
  private final Object instance;

  GateWeaverTest() throws Exception {
    loader = new WovenLoader(1);
    marked = loader.loadClass(Samples.Marked.class.getName());
    instance = marked.getDeclaredConstructor().newInstance();
  }

  @BeforeEach
  void openTheGates() throws Exception {
    RealGate.open();
    marked.getField("effects").setInt(null, 0);
  }

  @ParameterizedTest
  @CsvSource({"nothing, ''", "locked, ''", "catchesAll, ''", "lambda, ''", "callHidden, ''"})
  void aMarkedMethodRunsWhenOpenAndIsDeniedBeforeItsFirstSideEffectWhenClosed(
      String name, String feature) throws Exception {
    Method method = marked.getMethod(name);
    method.invoke(instance);
    marked.getField("effects").setInt(null, 0);
    assertEquals(feature, denied(method, instance).feature());
    assertEquals(0, marked.getField("effects").getInt(null));
  }

  @Test
  void longAndDoubleArgumentsStayWhereTheyAre() throws Exception {
    Method add = marked.getMethod("add", long.class, double.class);
    assertEquals(5_000_000_003L, add.invoke(null, 5_000_000_000L, 3.5));
    assertEquals("export", denied(add, null, 1L, 1.0).feature());
  }

  @Test
  void varargsStayWhatTheyAre() throws Exception {
    Method varargs = marked.getMethod("varargs", int[].class);
    assertEquals(6, varargs.invoke(instance, new int[] {1, 2, 3}));
    denied(varargs, instance, new int[] {1});
  }

  @Test
  void aConstructorIsDeniedBeforeItEvaluatesItsArguments() throws Exception {
    Constructor<?> constructor = marked.getConstructor(int.class, int.class);
    assertEquals(7, marked.getMethod("sum").invoke(constructor.newInstance(3, 4)));
    marked.getField("effects").setInt(null, 0);
    RealGate.close();
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> constructor.newInstance(3, 4));
    assertEquals("paid", assertInstanceOf(LicenseRequiredException.class, e.getCause()).feature());
    assertEquals(0, marked.getField("effects").getInt(null));
  }

  @Test
  void whatIsNotMarkedGoesOn() throws Exception {
    RealGate.close();
    assertEquals(2, marked.getMethod("free").invoke(instance));
    assertEquals(0, marked.getMethod("sum").invoke(instance));
    marked.getDeclaredConstructor().newInstance();
  }

  @Test
  void aMethodCannotCatchItsOwnDenial() throws Exception {
    denied(marked.getMethod("catchesAll"), instance);
  }

  @Test
  void aLoopAtTheBeginningOfAMethodPassesTheGateOnce() throws Exception {
    Method loops = marked.getMethod("loops", int.class, Runnable.class);
    Runnable closesTheGate = RealGate::close;
    assertEquals(0, loops.invoke(instance, 3, closesTheGate));
  }

  @Test
  void aLambdaThatWasMadeWhileOpenGoesOnAfterwards() throws Exception {
    Supplier<?> made = (Supplier<?>) marked.getMethod("lambda").invoke(instance);
    RealGate.close();
    assertEquals("from a lambda", made.get());
  }

  @Test
  void aDeniedCallHasTheLineOfTheMethodsFirstStatementInItsTrace() throws Exception {
    LicenseRequiredException denied = denied(marked.getMethod("nothing"), instance);
    StackTraceElement first = denied.getStackTrace()[0];
    assertEquals("nothing", first.getMethodName());
    RealGate.open();
    marked.getMethod("nothing").invoke(instance);
    assertEquals(lineOf("effects++;"), first.getLineNumber());
  }

  @Test
  void defaultAndStaticMethodsOfInterfacesAreGated() throws Exception {
    Class<?> source = loader.loadClass(Samples.Source.class.getName());
    Object text =
        loader.loadClass(Samples.Text.class.getName()).getDeclaredConstructor().newInstance();
    assertEquals("a source of text", source.getMethod("describe").invoke(text));
    assertEquals("static", source.getMethod("helper").invoke(null));
    denied(source.getMethod("describe"), text);
    denied(source.getMethod("helper"), null);
  }

  @Test
  void aBridgeIsGatedOnceInTheMethodThatItStandsFor() throws Exception {
    Class<?> text = loader.loadClass(Samples.Text.class.getName());
    Object instanceOfText = text.getDeclaredConstructor().newInstance();
    Method bridge = text.getMethod("get", new Class<?>[0]);
    for (Method method : text.getDeclaredMethods()) {
      bridge = method.isBridge() ? method : bridge;
    }
    assertTrue(bridge.isBridge());
    StackTraceElement first = denied(bridge, instanceOfText).getStackTrace()[0];
    assertEquals("get", first.getMethodName());
    assertTrue(gatesIn(Samples.bytes(Samples.Text.class)) == 1);
  }

  @Test
  void aMarkedClassGatesItsMethodsButNotItsConstructorsNorWhatEveryObjectHas() throws Exception {
    Class<?> whole = loader.loadClass(Samples.Whole.class.getName());
    RealGate.close();
    Object one = whole.getDeclaredConstructor().newInstance();
    assertEquals("whole", one.toString());
    assertEquals(1, one.hashCode());
    assertEquals(one, whole.getDeclaredConstructor().newInstance());
    assertEquals("all", denied(whole.getMethod("open"), one).feature());
    assertEquals("all", denied(whole.getMethod("staticOne"), null).feature());
    assertEquals("more", denied(whole.getMethod("own"), one).feature());
    Method packagePrivate = whole.getDeclaredMethod("packagePrivate");
    packagePrivate.setAccessible(true);
    denied(packagePrivate, one);
    Method hidden = whole.getDeclaredMethod("hidden");
    hidden.setAccessible(true);
    assertEquals("h", hidden.invoke(one));
  }

  @Test
  void enumsAndRecordsAreClassesLikeOthers() throws Exception {
    Class<?> level = loader.loadClass(Samples.Level.class.getName());
    denied(level.getMethod("label"), level.getEnumConstants()[0]);
    Class<?> point = loader.loadClass(Samples.Point.class.getName());
    Object square = point.getConstructor(int.class, int.class).newInstance(2, 2);
    RealGate.open();
    assertEquals(4, point.getMethod("area").invoke(square));
    denied(point.getMethod("area"), square);
  }

  @Test
  void aMarkedEnumCanStillBeSwitchedOverWhileItIsClosed() throws Exception {
    Class<?> paid = loader.loadClass(Samples.Paid.class.getName());
    RealGate.close();
    Object two = paid.getMethod("valueOf", String.class).invoke(null, "TWO");
    assertEquals(2, ((Object[]) paid.getMethod("values").invoke(null)).length);
    denied(paid.getMethod("price"), two);
  }

  @Test
  void theInitializerOfAMarkedClassIsNotGated() throws Exception {
    RealGate.close();
    Class<?> whole = loader.loadClass(Samples.Whole.class.getName());
    assertEquals(7, whole.getField("initialized").getInt(null));
  }

  @Test
  void java5IsTheOldestThatIsWoven() throws IOException {
    String gold = "L" + Samples.Gold.class.getName().replace('.', '/') + ";";
    byte[] bytes = Samples.bytes(Samples.Twice.class); // has no stack map frames, as in Java 5
    bytes[7] = 49;
    assertTrue(WovenLoader.weave(List.of(gold), bytes).isPresent());
  }

  @Test
  void aMarkThatStandsThereTwiceIsAMark() throws IOException {
    String gold = "L" + Samples.Gold.class.getName().replace('.', '/') + ";";
    assertTrue(WovenLoader.weave(List.of(gold), Samples.bytes(Samples.Twice.class)).isPresent());
  }

  @Test
  void aMarkedMethodWithoutCodeIsTold() throws IOException {
    WovenLoader.NOT_GATED.clear();
    WovenLoader.weave(Samples.bytes(Samples.Codeless.class));
    assertEquals(
        List.of(Samples.Codeless.class.getName() + ": foreign()V, which is native"),
        WovenLoader.NOT_GATED);
  }

  @Test
  void weavingTwiceIsWeavingOnce() throws IOException {
    for (Class<?> type : Samples.class.getDeclaredClasses()) {
      byte[] bytes = Samples.bytes(type);
      byte[] once = WovenLoader.weave(bytes).orElse(bytes);
      assertTrue(WovenLoader.weave(once).isEmpty(), type.getName());
      assertEquals(gatesIn(once), gatesIn(WovenLoader.weave(once).orElse(once)));
    }
  }

  @Test
  void aGateThatWasBuiltInIsRecognizedAndGoesByNoClassThatCanBeReplaced() throws IOException {
    byte[] marked = Samples.bytes(Samples.Marked.class);
    BuildTimeWeaver build =
        new BuildTimeWeaver(GateRules.of(List.of("io.tollgate.api.Licensed")), new Unheard());
    build.look(marked);
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(marked)
        .accept(build.gated(Samples.Marked.class.getName().replace('.', '/'), writer), 0);
    List<String> none = List.of();
    GateWeaver.Woven woven =
        new GateWeaver(
                new Marks(WovenLoader.LICENSED, List.of()),
                new Lineage(WovenLoader.LICENSED, List.of()))
            .weave(writer.toByteArray(), survey -> false, new Unheard());
    byte[] direct = woven.classFile().orElseThrow();
    assertEquals(woven.gates().size(), calls(direct, "java/lang/TollgateGate"));
    assertEquals(0, calls(direct, GateCall.BUILT_IN));
    GateWeaver.Woven unmarked =
        new GateWeaver(new Marks(none, List.of()), new Lineage(none, List.of()))
            .weave(writer.toByteArray(), survey -> false, new Unheard());
    assertEquals(woven.gates().size(), unmarked.gates().size());
  }

  @Test
  void aClassWithoutGatesIsLeftAlone() throws IOException {
    assertTrue(WovenLoader.weave(Samples.bytes(Samples.Plain.class)).isEmpty());
  }

  @Test
  void aClassFileBeforeJava5CannotBeGatedAndSaysSo() throws IOException {
    byte[] old = Samples.bytes(Samples.Marked.class);
    old[7] = 48;
    RuntimeException e = assertThrows(IllegalArgumentException.class, () -> WovenLoader.weave(old));
    assertTrue(String.valueOf(e.getMessage()).contains("Java 5"), e.toString());
  }

  @Test
  void everyClassFileVersionFromJava6IsWoven() throws IOException {
    for (int version = 50; version <= 69; version++) {
      byte[] bytes = Samples.bytes(Samples.Marked.class);
      bytes[7] = (byte) version;
      byte[] woven = WovenLoader.weave(bytes).orElseThrow();
      assertArrayEquals(new byte[] {0, (byte) version}, new byte[] {woven[6], woven[7]});
    }
  }

  @Test
  void anAnnotationThatIsNotAskedForIsNoGate() throws IOException {
    assertTrue(
        WovenLoader.weave(List.of("Lcom/acme/Paid;"), Samples.bytes(Samples.Marked.class))
            .isEmpty());
  }

  private static int gatesIn(byte[] bytes) {
    byte[] woven = WovenLoader.weave(bytes).orElse(bytes);
    return calls(woven, "java/lang/TollgateGate") + calls(woven, GateCall.BUILT_IN);
  }

  /** How often the methods of a class pass a gate of this type. */
  private static int calls(byte[] woven, String gate) {
    int[] gates = {0};
    new net.bytebuddy.jar.asm.ClassReader(woven)
        .accept(
            new net.bytebuddy.jar.asm.ClassVisitor(net.bytebuddy.jar.asm.Opcodes.ASM9) {
              @Override
              public net.bytebuddy.jar.asm.MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @org.jspecify.annotations.Nullable String signature,
                  String @org.jspecify.annotations.Nullable [] exceptions) {
                return new net.bytebuddy.jar.asm.MethodVisitor(net.bytebuddy.jar.asm.Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode,
                      String owner,
                      String method,
                      String methodDescriptor,
                      boolean isInterface) {
                    gates[0] += owner.equals(gate) && method.equals("pass") ? 1 : 0;
                  }
                };
              }
            },
            0);
    return gates[0];
  }

  private static LicenseRequiredException denied(
      Method method, @org.jspecify.annotations.Nullable Object target, Object... arguments) {
    RealGate.close();
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> method.invoke(target, arguments));
    return assertInstanceOf(LicenseRequiredException.class, e.getCause());
  }

  /** The first line of that text after the method {@code nothing} in the source of the samples. */
  private static int lineOf(String text) throws IOException {
    List<String> lines =
        java.nio.file.Files.readAllLines(
            java.nio.file.Path.of("src/test/java/io/tollgate/core/weave/Samples.java"));
    int line = 0;
    while (!lines.get(line).contains("void nothing()")) {
      line++;
    }
    while (!lines.get(line).contains(text)) {
      line++;
    }
    return line + 1;
  }
}
