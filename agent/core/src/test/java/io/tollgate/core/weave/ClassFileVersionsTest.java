package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.core.gate.RealGate;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Class files of each version, with code that a call in front of it could upset. */
class ClassFileVersionsTest {
  private static final int JAVA_5 = 49;
  private static final int JAVA_6 = 50;
  private static final int JAVA_7 = 51;
  private static final int JAVA_25 = 69;

  /** Where the major version stands in a class file (JVMS §4.1). */
  private static final int MAJOR = 6;

  static IntStream versions() {
    return IntStream.rangeClosed(JAVA_6, JAVA_25);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aClassOfThisVersionIsGatedAndKeepsItsVersion(int version) throws Exception {
    byte[] classFile = withStackMaps(version);
    byte[] woven = WovenLoader.weave(classFile).orElseThrow();
    assertEquals(version, major(woven));
    assertTrue(WovenLoader.weave(woven).isEmpty(), "woven twice");
    assertTrue(hasStackMaps(classFile));
    assertGated(load(woven));
  }

  @ParameterizedTest
  @ValueSource(ints = {JAVA_5, JAVA_6})
  void aClassWithoutStackMapsAndWithSubroutinesIsGated(int version) throws Exception {
    byte[] classFile = withSubroutines(version);
    byte[] woven = WovenLoader.weave(classFile).orElseThrow();
    assertEquals(version, major(woven));
    assertTrue(WovenLoader.weave(woven).isEmpty(), "woven twice");
    assertTrue(!hasStackMaps(woven));
    Class<?> type = load(woven);
    assertGated(type);
    Method subroutine = type.getMethod("subroutine", int.class);
    assertEquals(8, subroutine.invoke(null, 7));
    assertDenied(() -> subroutine.invoke(null, 7));
  }

  @Test
  void theJvmChecksWhatIsLoadedHere() {
    byte[] illegal = withSubroutines(JAVA_7);
    assertThrows(VerifyError.class, () -> load(illegal).getMethods());
  }

  private static void assertGated(Class<?> type) throws Exception {
    RealGate.open();
    Method loop = type.getMethod("loop", int.class);
    Method sum = type.getMethod("sum", long.class, double.class);
    Method caught = type.getMethod("caught");
    Constructor<?> constructor = type.getConstructor(int.class);
    assertEquals(0, loop.invoke(null, 3));
    assertEquals(5_000_000_003L, sum.invoke(null, 5_000_000_000L, 3.5));
    assertEquals(1, caught.invoke(null));
    constructor.newInstance(1);
    assertDenied(() -> loop.invoke(null, 3));
    assertDenied(() -> sum.invoke(null, 1L, 1.0));
    assertDenied(() -> caught.invoke(null));
    assertDenied(() -> constructor.newInstance(1));
  }

  private interface Call {
    Object make() throws ReflectiveOperationException;
  }

  private static void assertDenied(Call call) {
    RealGate.close();
    try {
      InvocationTargetException e = assertThrows(InvocationTargetException.class, call::make);
      LicenseRequiredException denied =
          assertInstanceOf(LicenseRequiredException.class, e.getCause());
      assertEquals("export", denied.feature());
    } finally {
      RealGate.open();
    }
  }

  /** As a class of the newest version that this JVM knows, if it does not know the class's own. */
  private static Class<?> load(byte[] classFile) throws ReflectiveOperationException {
    byte[] known = classFile.clone();
    int newest = Runtime.version().feature() + Opcodes.V1_8 - 8;
    if (major(known) > newest) {
      ByteBuffer.wrap(known).putShort(MAJOR, (short) newest);
    }
    Class<?> type = new Definer().define(known);
    return Class.forName(type.getName(), true, type.getClassLoader());
  }

  private static int major(byte[] classFile) {
    return ByteBuffer.wrap(classFile).getShort(MAJOR);
  }

  private static boolean hasStackMaps(byte[] classFile) {
    boolean[] found = {false};
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitFrame(
                      int type, int locals, Object[] local, int stack, Object[] onStack) {
                    found[0] = true;
                  }
                };
              }
            },
            0);
    return found[0];
  }

  private static byte[] withStackMaps(int version) {
    return classFile(version, new ClassWriter(ClassWriter.COMPUTE_FRAMES), false);
  }

  private static byte[] withSubroutines(int version) {
    return classFile(version, new ClassWriter(ClassWriter.COMPUTE_MAXS), true);
  }

  private static byte[] classFile(int version, ClassWriter writer, boolean subroutines) {
    writer.visit(version, Opcodes.ACC_PUBLIC, "versions/Old", null, "java/lang/Object", null);
    branchBeforeSuper(writer);
    loop(writer);
    sum(writer);
    caught(writer);
    if (subroutines) {
      subroutine(writer);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static MethodVisitor licensed(ClassWriter writer, String name, String descriptor) {
    int access = name.equals("<init>") ? 0 : Opcodes.ACC_STATIC;
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | access, name, descriptor, null, null);
    code.visitAnnotation("Lio/tollgate/api/Licensed;", true).visit("value", "export");
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** A stack map that knows an object which is not initialized yet. */
  private static void branchBeforeSuper(ClassWriter writer) {
    MethodVisitor code = licensed(writer, "<init>", "(I)V");
    Label join = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFEQ, join);
    code.visitLabel(join);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    end(code);
  }

  /** A jump to the very first instruction. */
  private static void loop(ClassWriter writer) {
    MethodVisitor code = licensed(writer, "loop", "(I)I");
    Label start = new Label();
    Label end = new Label();
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitJumpInsn(Opcodes.IFLE, end);
    code.visitIincInsn(0, -1);
    code.visitJumpInsn(Opcodes.GOTO, start);
    code.visitLabel(end);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitInsn(Opcodes.IRETURN);
    end(code);
  }

  /** Arguments of two words. */
  private static void sum(ClassWriter writer) {
    MethodVisitor code = licensed(writer, "sum", "(JD)J");
    code.visitVarInsn(Opcodes.LLOAD, 0);
    code.visitVarInsn(Opcodes.DLOAD, 2);
    code.visitInsn(Opcodes.D2L);
    code.visitInsn(Opcodes.LADD);
    code.visitInsn(Opcodes.LRETURN);
    end(code);
  }

  /** A handler for everything that the method throws from its first instruction on. */
  private static void caught(ClassWriter writer) {
    MethodVisitor code = licensed(writer, "caught", "()I");
    Label start = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, handler, handler, "java/lang/Throwable");
    code.visitLabel(start);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitInsn(Opcodes.IDIV);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(handler);
    code.visitInsn(Opcodes.POP);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IRETURN);
    end(code);
  }

  /** As compilers before Java 6 made {@code finally}. */
  private static void subroutine(ClassWriter writer) {
    MethodVisitor code = licensed(writer, "subroutine", "(I)I");
    Label subroutine = new Label();
    code.visitJumpInsn(Opcodes.JSR, subroutine);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(subroutine);
    code.visitVarInsn(Opcodes.ASTORE, 1);
    code.visitIincInsn(0, 1);
    code.visitVarInsn(Opcodes.RET, 1);
    end(code);
  }

  private static final class Definer extends ClassLoader {
    Definer() {
      super(ClassFileVersionsTest.class.getClassLoader());
    }

    Class<?> define(byte[] classFile) {
      return defineClass(null, classFile, 0, classFile.length);
    }
  }
}
