package io.tollgate.core.store;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * A class of which there are no objects. It is there nonetheless: a verifier asks for it where
 * another class takes it for one of its superclass.
 */
final class Unusable extends ClassVisitor {
  private static final String CONSTRUCTOR = "<init>";
  private static final String ERROR = "java/lang/LinkageError";

  private Unusable(ClassWriter writer) {
    super(Opcodes.ASM9, writer);
  }

  /** This class file, with constructors that throw an error and do nothing else. */
  static byte[] of(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Unusable(writer), 0);
    return writer.toByteArray();
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!name.equals(CONSTRUCTOR)) {
      return method;
    }
    method.visitCode();
    method.visitTypeInsn(Opcodes.NEW, ERROR);
    method.visitInsn(Opcodes.DUP);
    method.visitLdcInsn("not for use in a store");
    method.visitMethodInsn(
        Opcodes.INVOKESPECIAL, ERROR, CONSTRUCTOR, "(Ljava/lang/String;)V", false);
    method.visitInsn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
    return null;
  }
}
