package io.tollgate.core.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.gate.RealGate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryWeaverTest {
  private static final Entries.Step DENIED = Entries::deny;

  private final Exchange exchange = new Exchange();
  private final HttpServletRequest request = exchange.as(HttpServletRequest.class);
  private final HttpServletResponse response = exchange.as(HttpServletResponse.class);

  @BeforeEach
  void theGateIsThere() {
    RealGate.close();
  }

  @Test
  void aDeniedCallThatLeavesAnEntryIsAnsweredWith402() throws Exception {
    chain(Entries.Chain.class, DENIED).doFilter(request, response);
    assertEquals(
        List.of(
            "isCommitted",
            "containsHeader [Content-Encoding]",
            "resetBuffer",
            "setStatus [402]",
            "setHeader [Cache-Control, no-store]",
            "setContentType [application/json;charset=UTF-8]",
            "setContentLength [" + exchange.text().length() + "]",
            "getOutputStream",
            "isAsyncStarted"),
        exchange.calls);
    assertTrue(
        exchange
            .text()
            .startsWith(
                "{\"error\":{\"code\":\"TG-LIC-0002\",\"message\":\"Renew your license: it ended."
                    + " [TG-LIC-0002]\",\"details\":{\"state\":\"EXPIRED\",\"feature\":\"export\"},"
                    + "\"correlationId\":\""),
        exchange.text());
  }

  @Test
  void soItIsUnderTheOldNamesOfTheServletClasses() throws Exception {
    Class<?> type = define(woven(Entries.JavaxChain.class));
    javax.servlet.FilterChain chain =
        (javax.servlet.FilterChain) type.getConstructor(Entries.Step.class).newInstance(DENIED);
    chain.doFilter(
        exchange.as(javax.servlet.http.HttpServletRequest.class),
        exchange.as(javax.servlet.http.HttpServletResponse.class));
    assertTrue(exchange.calls.contains("setStatus [402]"), exchange.calls.toString());
    assertTrue(exchange.text().contains("TG-LIC-0002"), exchange.text());
  }

  @Test
  void aWriterThatWasTakenWritesTheAnswer() throws Exception {
    exchange.writerTaken = true;
    chain(Entries.Chain.class, DENIED).doFilter(request, response);
    assertTrue(exchange.calls.contains("getWriter"), exchange.calls.toString());
    assertTrue(exchange.text().contains("TG-LIC-0002"), exchange.text());
  }

  @Test
  void aBodyThatWasToBeCompressedIsForgottenWithItsHeaders() throws Exception {
    exchange.compressed = true;
    chain(Entries.Chain.class, DENIED).doFilter(request, response);
    assertTrue(exchange.calls.contains("reset"), exchange.calls.toString());
    assertFalse(exchange.calls.contains("resetBuffer"), exchange.calls.toString());
  }

  @Test
  void anAsynchronousRequestIsEnded() throws Exception {
    exchange.async = true;
    chain(Entries.Chain.class, DENIED).doFilter(request, response);
    assertEquals("complete", exchange.calls.get(exchange.calls.size() - 1));
  }

  @Test
  void whatIsNoDenialPassesAndTouchesNothing() throws Exception {
    for (Throwable thrown :
        List.of(
            new IllegalStateException("not ours"),
            new ServletException("x"),
            new IOException("x"),
            new StackOverflowError())) {
      FilterChain chain = chain(Entries.Chain.class, () -> sneak(thrown));
      assertSame(thrown, assertThrows(Throwable.class, () -> chain.doFilter(request, response)));
    }
    assertEquals(List.of(), exchange.calls);
  }

  @Test
  void aCommittedResponseIsLeftAlone() throws Exception {
    exchange.committed = true;
    assertPassesOn(response);
    assertEquals(List.of("isCommitted"), exchange.calls);
  }

  @Test
  void aResponseThatFailsLeavesTheHostItsOwnException() throws Exception {
    exchange.broken = true;
    assertPassesOn(response);
    assertTrue(exchange.calls.contains("setStatus [402]"), exchange.calls.toString());
  }

  @Test
  void aResponseOfAnotherProtocolIsLeftAlone() throws Exception {
    assertPassesOn(exchange.as(ServletResponse.class));
    assertEquals(List.of(), exchange.calls);
  }

  private void assertPassesOn(ServletResponse to) throws Exception {
    LicenseRequiredException thrown = Entries.denial();
    FilterChain chain = chain(Entries.Chain.class, () -> sneak(thrown));
    assertSame(thrown, assertThrows(Throwable.class, () -> chain.doFilter(request, to)));
  }

  @Test
  void theOutermostEntryAnswersAndTheHostInBetweenSeesTheExceptionFirst() throws Exception {
    FilterChain inner = chain(Entries.Chain.class, DENIED);
    FilterChain handled =
        chain(
            Entries.Chain.class,
            () -> {
              try {
                inner.doFilter(request, response);
              } catch (LicenseRequiredException e) {
                exchange.calls.add("handled");
              }
            });
    handled.doFilter(request, response);
    assertEquals(List.of("handled"), exchange.calls);
    chain(Entries.Chain.class, () -> deep(3000, inner)).doFilter(request, response);
    assertEquals(1, count("setStatus [402]"));
    assertEquals(1, count("isCommitted"));
  }

  private void deep(int frames, FilterChain inner) throws IOException, ServletException {
    if (frames > 0) {
      deep(frames - 1, inner);
    } else {
      inner.doFilter(request, response);
    }
  }

  private long count(String call) {
    return exchange.calls.stream().filter(call::equals).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 49, 50, 51, 52, 55, 61})
  void codeOfEveryFormAndAgeDoesWhatItDid(int version) throws Exception {
    byte[] plain = aged(bytes(Entries.Winding.class), version);
    byte[] woven = EntryWeaver.weave(plain, RealGate.ENTRIES).orElseThrow();
    for (Entries.Step step :
        List.<Entries.Step>of(
            () -> {},
            () -> {
              throw new IllegalArgumentException("x");
            },
            () -> {
              throw new IOException("y");
            })) {
      assertEquals(traced(plain, step), traced(woven, step));
    }
    String denied = traced(woven, DENIED);
    assertEquals(
        traced(plain, DENIED).replace(" io.tollgate", ""),
        denied + Entries.denial().toString().substring("io.tollgate".length()));
    assertTrue(exchange.text().contains("TG-LIC-0002"), exchange.text());
  }

  /** What the method did, and what it threw. */
  private String traced(byte[] classFile, Entries.Step step) throws Exception {
    Object winding = define(classFile).getConstructor(Entries.Step.class).newInstance(step);
    String thrown = "";
    try {
      ((FilterChain) winding).doFilter(request, response);
    } catch (IOException | RuntimeException e) {
      thrown = " " + e;
    }
    return winding.getClass().getMethod("trace").invoke(winding) + thrown;
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 52, 61})
  void aMethodThatUsesTheArgumentsPlacesForOtherThingsIsStillAnswered(int version)
      throws Exception {
    byte[] woven = EntryWeaver.weave(squatter(version), RealGate.ENTRIES).orElseThrow();
    ((FilterChain) define(woven).getConstructor().newInstance()).doFilter(request, response);
    assertTrue(exchange.text().contains("TG-LIC-0002"), exchange.text());
  }

  /**
   * {@code int i = 0; long l = 0; do { i++; } while (i < 10); deny();} in the arguments' places.
   */
  private static byte[] squatter(int version) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        version,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        "Squatter",
        null,
        "java/lang/Object",
        new String[] {"jakarta/servlet/FilterChain"});
    MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    made.visitCode();
    made.visitVarInsn(Opcodes.ALOAD, 0);
    made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    made.visitInsn(Opcodes.RETURN);
    made.visitMaxs(1, 1);
    made.visitEnd();
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "doFilter", EntryNames.JAKARTA_ENTRY, null, null);
    Label again = new Label();
    code.visitCode();
    code.visitInsn(Opcodes.ICONST_0);
    code.visitVarInsn(Opcodes.ISTORE, 0);
    code.visitInsn(Opcodes.LCONST_0);
    code.visitVarInsn(Opcodes.LSTORE, 1);
    code.visitLabel(again);
    if (version >= 50) {
      Object[] locals = {Opcodes.INTEGER, Opcodes.LONG};
      code.visitFrame(Opcodes.F_FULL, locals.length, locals, 0, new Object[0]);
    }
    code.visitIincInsn(0, 1);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitIntInsn(Opcodes.BIPUSH, 10);
    code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, Entries.class.getName().replace('.', '/'), "deny", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(2, 3);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void weavingTwiceChangesNothing() throws IOException {
    byte[] once = woven(Entries.Chain.class);
    assertEquals(Optional.empty(), EntryWeaver.weave(once, RealGate.ENTRIES).map(List::of));
  }

  @Test
  void whatOnlyCallsAnEntryOrHasItsNameIsNoEntry() throws IOException {
    assertTrue(EntryWeaver.weave(bytes(Entries.NoEntry.class), RealGate.ENTRIES).isEmpty());
    assertTrue(EntryWeaver.weave(bytes(FilterChain.class), RealGate.ENTRIES).isEmpty());
  }

  @Test
  void jerseyIsToldApartByTheFieldThatItReadsBeforeItSetsAnError() throws Exception {
    byte[] jersey = jersey("configSetStatusOverSendError", "Z");
    byte[] woven = EntryWeaver.weave(jersey, RealGate.ENTRIES).orElseThrow();
    assertEquals(Optional.empty(), EntryWeaver.weave(woven, RealGate.ENTRIES).map(List::of));
    RuntimeException other = new IllegalStateException("of the host");
    LicenseRequiredException denial =
        new LicenseRequiredException("Renew your license", "TG-LIC-0002", "EXPIRED", "");
    for (boolean told : new boolean[] {false, true}) {
      assertEquals(told, setsTheStatusOnly(woven, told, other));
      assertTrue(setsTheStatusOnly(woven, told, denial));
      assertEquals(told, setsTheStatusOnly(jersey, told, denial));
    }
  }

  @Test
  void aJerseyWithoutTheExpectedFieldIsLeftAloneAndReported() {
    for (byte[] jersey :
        List.of(jersey("renamed", "Z"), jersey("configSetStatusOverSendError", "I"))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> EntryWeaver.weave(jersey, RealGate.ENTRIES));
      assertEquals("this Jersey has no configSetStatusOverSendError", e.getMessage());
    }
  }

  /** A class of Jersey's name: {@code failure} stores in {@code answer} what it read. */
  private static byte[] jersey(String field, String type) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V11, Opcodes.ACC_PUBLIC, EntryNames.JERSEYS_WRITER, null, "java/lang/Object", null);
    writer.visitField(Opcodes.ACC_PUBLIC, field, type, null, null).visitEnd();
    writer.visitField(Opcodes.ACC_PUBLIC, "answer", type, null, null).visitEnd();
    MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    made.visitCode();
    made.visitVarInsn(Opcodes.ALOAD, 0);
    made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    made.visitInsn(Opcodes.RETURN);
    made.visitMaxs(0, 0);
    made.visitEnd();
    MethodVisitor failure =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "failure", "(Ljava/lang/Throwable;)V", null, null);
    failure.visitCode();
    failure.visitVarInsn(Opcodes.ALOAD, 0);
    failure.visitVarInsn(Opcodes.ALOAD, 0);
    failure.visitFieldInsn(Opcodes.GETFIELD, EntryNames.JERSEYS_WRITER, field, type);
    failure.visitFieldInsn(Opcodes.PUTFIELD, EntryNames.JERSEYS_WRITER, "answer", type);
    failure.visitInsn(Opcodes.RETURN);
    failure.visitMaxs(0, 0);
    failure.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static boolean setsTheStatusOnly(byte[] jersey, boolean told, Throwable thrown)
      throws Exception {
    Class<?> type = define(jersey);
    Object writer = type.getConstructor().newInstance();
    type.getField("configSetStatusOverSendError").setBoolean(writer, told);
    type.getMethod("failure", Throwable.class).invoke(writer, thrown);
    return type.getField("answer").getBoolean(writer);
  }

  @Test
  void aLoadedClassCanBeRetransformed() throws Exception {
    FilterChain chain =
        (FilterChain)
            define(bytes(Entries.Chain.class))
                .getConstructor(Entries.Step.class)
                .newInstance(DENIED);
    assertThrows(LicenseRequiredException.class, () -> chain.doFilter(request, response));
    ClassFileTransformer weaver =
        new ClassFileTransformer() {
          @Override
          public byte @Nullable [] transform(
              @Nullable ClassLoader loader,
              @Nullable String name,
              @Nullable Class<?> redefined,
              @Nullable ProtectionDomain domain,
              byte[] classFile) {
            return redefined == chain.getClass()
                ? EntryWeaver.weave(classFile, RealGate.ENTRIES).orElseThrow()
                : null;
          }
        };
    RealGate.INSTRUMENTATION.addTransformer(weaver, true);
    try {
      RealGate.INSTRUMENTATION.retransformClasses(chain.getClass());
    } finally {
      RealGate.INSTRUMENTATION.removeTransformer(weaver);
    }
    chain.doFilter(request, response);
    assertEquals(1, count("setStatus [402]"));
  }

  private static FilterChain chain(Class<? extends FilterChain> type, Entries.Step step)
      throws Exception {
    return (FilterChain) define(woven(type)).getConstructor(Entries.Step.class).newInstance(step);
  }

  private static byte[] woven(Class<?> type) throws IOException {
    byte[] plain = bytes(type);
    byte[] woven = EntryWeaver.weave(plain, RealGate.ENTRIES).orElseThrow();
    assertArrayEquals(bytes(type), plain, "the JVM's own bytes were changed");
    return woven;
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  /** As a compiler of that time would have written it: before Java 6 without frames. */
  private static byte[] aged(byte[] classFile, int version) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor older =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int ignored,
              int access,
              String name,
              @Nullable String signature,
              @Nullable String superName,
              String @Nullable [] interfaces) {
            super.visit(version, access, name, signature, superName, interfaces);
          }
        };
    new ClassReader(classFile).accept(older, version < 50 ? ClassReader.SKIP_FRAMES : 0);
    return writer.toByteArray();
  }

  private static Class<?> define(byte[] classFile) {
    return new Definer().define(classFile);
  }

  private static final class Definer extends ClassLoader {
    Definer() {
      super(EntryWeaverTest.class.getClassLoader());
    }

    Class<?> define(byte[] classFile) {
      return defineClass(null, classFile, 0, classFile.length);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
