package io.tollgate.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Finds what a class file leaves to be linked at run time. */
public final class DynamicCalls {
  private DynamicCalls() {}

  /**
   * The methods with such a call.
   *
   * @param bootstrap says of the internal name of a bootstrap method's class whether it counts
   */
  public static List<String> in(byte[] classFile, Predicate<String> bootstrap) {
    List<String> methods = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String method,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String name, String type, Handle handle, Object... arguments) {
                    if (bootstrap.test(handle.getOwner())) {
                      methods.add(method);
                    }
                  }
                };
              }
            },
            0);
    return methods;
  }
}
