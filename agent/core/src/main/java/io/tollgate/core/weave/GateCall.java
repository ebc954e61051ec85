package io.tollgate.core.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** The calls that woven code makes. */
final class GateCall {
  /** Words on the operand stack that a call needs. */
  static final int STACK = 3;

  /** The same for one that is made in the name of another type. */
  static final int STACK_AS = 5;

  /** What code calls that was woven when its product was built. */
  static final String BUILT_IN = "io/tollgate/api/BuiltInGate";

  private static final String GATE = "java/lang/TollgateGate";
  private static final String PASS = "pass";
  private static final String PASS_AS = "passAs";
  private static final String PASS_AS_DESCRIPTOR =
      "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/Class;Ljava/lang/String;"
          + "Ljava/lang/String;)V";
  private static final String PASS_DESCRIPTOR =
      "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;)V";

  private GateCall() {}

  /** Whether a call of this method is one of a gate. */
  static boolean is(String owner, String name) {
    return (owner.equals(GATE) || owner.equals(BUILT_IN)) && name.equals(PASS);
  }

  /** Whether it is one that goes by a class that whoever sets the class path can replace. */
  static boolean isBuiltIn(String owner, String name) {
    return owner.equals(BUILT_IN) && name.equals(PASS);
  }

  /** A call of this gate and no other, with what is on the operand stack. */
  static void direct(MethodVisitor code) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, PASS, PASS_DESCRIPTOR, false);
  }

  /** Whether a call of this method is one of a gate in the name of another type. */
  static boolean isAs(String owner, String name) {
    return owner.equals(GATE) && name.equals(PASS_AS);
  }

  /** Denies if the gate is closed; one that is built in also if there is no agent. */
  static void pass(MethodVisitor code, Type type, String method, String feature, boolean builtIn) {
    code.visitLdcInsn(type);
    code.visitLdcInsn(method);
    code.visitLdcInsn(feature);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, builtIn ? BUILT_IN : GATE, PASS, PASS_DESCRIPTOR, false);
  }

  /** Denies if the gate is closed and {@code this} is of a class below the lender. */
  static void passAs(MethodVisitor code, String lender, Type type, String method, String feature) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitLdcInsn(lender.replace('/', '.'));
    code.visitLdcInsn(type);
    code.visitLdcInsn(method);
    code.visitLdcInsn(feature);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, PASS_AS, PASS_AS_DESCRIPTOR, false);
  }

  /** Has woven what is below the type and was let pass before. */
  static void settle(MethodVisitor code, Type type) {
    code.visitLdcInsn(type);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, "settle", "(Ljava/lang/Class;)V", false);
  }
}
