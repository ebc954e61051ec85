package io.tollgate.core.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** The calls that woven code makes. */
final class GateCall {
  /** Words on the operand stack that a call needs. */
  static final int STACK = 3;

  /** What code calls that was woven when its product was built. */
  static final String BUILT_IN = "io/tollgate/api/BuiltInGate";

  private static final String GATE = "java/lang/TollgateGate";
  private static final String PASS = "pass";
  private static final String PASS_DESCRIPTOR =
      "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;)V";

  private GateCall() {}

  /** Whether a call of this method is one of a gate. */
  static boolean is(String owner, String name) {
    return (owner.equals(GATE) || owner.equals(BUILT_IN)) && name.equals(PASS);
  }

  /** Denies if the gate is closed; one that is built in also if there is no agent. */
  static void pass(MethodVisitor code, Type type, String method, String feature, boolean builtIn) {
    code.visitLdcInsn(type);
    code.visitLdcInsn(method);
    code.visitLdcInsn(feature);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, builtIn ? BUILT_IN : GATE, PASS, PASS_DESCRIPTOR, false);
  }

  /** Has woven what is below the type and was let pass before. */
  static void settle(MethodVisitor code, Type type) {
    code.visitLdcInsn(type);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, "settle", "(Ljava/lang/Class;)V", false);
  }
}
