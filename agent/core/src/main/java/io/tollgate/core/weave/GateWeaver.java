package io.tollgate.core.weave;

import java.util.List;
import java.util.Optional;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Puts the call to the gate in front of gated methods:
 *
 * <pre>
 *   ldc           Orders.class
 *   ldc           "export"
 *   invokestatic  java/lang/TollgateGate.pass(Ljava/lang/Class;Ljava/lang/String;)V
 *   ...           the method as it was
 * </pre>
 *
 * <p>Nothing branches, so no stack map frame changes, and the call stands outside every exception
 * handler of the method: a method cannot catch its own denial. A constructor is denied before it
 * evaluates what it passes to {@code super}.
 */
final class GateWeaver {
  static final String GATE = "java/lang/TollgateGate";
  private static final String PASS_DESCRIPTOR = "(Ljava/lang/Class;Ljava/lang/String;)V";
  private static final int PASS_STACK = 2;

  /** Java 5: older class files have no class constants. */
  private static final int OLDEST_VERSION = 49;

  private final List<String> annotations;

  /** A class with gates. */
  static final class Woven {
    private final byte[] classFile;
    private final int gates;

    Woven(byte[] classFile, int gates) {
      this.classFile = classFile;
      this.gates = gates;
    }

    byte[] classFile() {
      return classFile;
    }

    /** How many methods have a gate that had none. */
    int gates() {
      return gates;
    }
  }

  /** A weaver for methods and classes marked with annotations of these descriptors. */
  GateWeaver(List<String> annotations) {
    this.annotations = List.copyOf(annotations);
  }

  /**
   * Weaves one class; doing it again changes nothing.
   *
   * @param failures is told of marked methods without code
   * @return the new class; empty if there is nothing to gate, or all is gated already
   * @throws RuntimeException if the class file cannot be understood or would become too large
   */
  Optional<Woven> weave(byte[] classFile, WeaveFailures failures) {
    ClassReader reader = new ClassReader(classFile);
    Survey survey = new Survey(annotations);
    reader.accept(survey, ClassReader.SKIP_FRAMES);
    for (String method : survey.withoutCode()) {
      failures.withoutCode(survey.type().getClassName(), method);
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    Inserter inserter = new Inserter(writer, survey);
    reader.accept(inserter, 0);
    return inserter.gates > 0
        ? Optional.of(new Woven(writer.toByteArray(), inserter.gates))
        : Optional.empty();
  }

  private static final class Inserter extends ClassVisitor {
    private final Survey survey;
    private int version;
    private int gates;

    Inserter(ClassVisitor next, Survey survey) {
      super(Opcodes.ASM9, next);
      this.survey = survey;
    }

    @Override
    public void visit(
        int classFileVersion,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      version = classFileVersion & 0xffff;
      super.visit(classFileVersion, access, name, signature, superName, interfaces);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      String method = name + descriptor;
      String feature = survey.feature(method);
      if (next == null || feature == null || survey.isGatedAlready(method)) {
        return next;
      }
      if (version < OLDEST_VERSION) {
        throw new IllegalArgumentException("class file version " + version + " is before Java 5");
      }
      gates++;
      return new GateInFront(next, survey.type(), feature, survey.firstLine(method));
    }
  }

  private static final class GateInFront extends MethodVisitor {
    private final Type type;
    private final String feature;
    private final int line;

    GateInFront(MethodVisitor next, Type type, String feature, int line) {
      super(Opcodes.ASM9, next);
      this.type = type;
      this.feature = feature;
      this.line = line;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (line > 0) {
        // Of its own, before the method's first line: jumps to the method's beginning must not come
        // by the gate again,
        // and a call without a line would not show in the denied caller's stack trace.
        Label start = new Label();
        super.visitLabel(start);
        super.visitLineNumber(line, start);
      }
      super.visitLdcInsn(type);
      super.visitLdcInsn(feature);
      super.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, "pass", PASS_DESCRIPTOR, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, PASS_STACK), maxLocals);
    }
  }
}
