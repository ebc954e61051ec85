package io.tollgate.core.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** The calls that woven code makes. */
final class GateCall {
  /**
   * Words on the operand stack that a call needs: three constants, and a number of two words or the
   * receiver and one constant more.
   */
  static final int STACK = 5;

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
  private static final String ROOM = "room";
  private static final String COUNT = "count";
  private static final String COUNT_DESCRIPTOR =
      "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;Ljava/lang/Object;)V";

  /** What boxes primitive types, by their descriptors (JVMS §4.3.2). */
  private static final String[] BOXES = {
    "ZBoolean", "BByte", "CCharacter", "SShort", "IInteger", "JLong", "FFloat", "DDouble"
  };

  private GateCall() {}

  /** Whether a call of this method asks whether a feature is licensed. */
  static boolean isPass(String owner, String name) {
    return isGate(owner) && name.equals(PASS);
  }

  /** Whether a call of this method asks for room under a cap. */
  static boolean isRoom(String owner, String name) {
    return isGate(owner) && name.equals(ROOM);
  }

  /** Whether a call of this method counts under a cap. */
  static boolean isCount(String owner, String name) {
    return isGate(owner) && name.equals(COUNT);
  }

  private static boolean isGate(String owner) {
    return owner.equals(GATE) || owner.equals(BUILT_IN);
  }

  /** Whether it is one that goes by a class that whoever sets the class path can replace. */
  static boolean isBuiltIn(String owner, String name) {
    return owner.equals(BUILT_IN) && !name.equals("<init>");
  }

  /** A call of this gate and no other, with what is on the operand stack. */
  static void direct(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, name, descriptor, false);
  }

  /** Whether a call of this method is one of a gate in the name of another type. */
  static boolean isAs(String owner, String name) {
    return owner.equals(GATE) && name.equals(PASS_AS);
  }

  /** Denies if the gate is closed; one that is built in also if there is no agent. */
  static void pass(MethodVisitor code, Type type, String method, String feature, boolean builtIn) {
    constants(code, type, method, feature);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, builtIn ? BUILT_IN : GATE, PASS, PASS_DESCRIPTOR, false);
  }

  /** Denies if there is no room under the cap. */
  static void room(MethodVisitor code, Type type, String method, String cap, boolean builtIn) {
    constants(code, type, method, cap);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, builtIn ? BUILT_IN : GATE, ROOM, PASS_DESCRIPTOR, false);
  }

  /** Counts, and denies a key that has no place under the cap. */
  static void count(
      MethodVisitor code, Type type, SurveyedMethod method, Metered metered, boolean builtIn) {
    constants(code, type, method.key(), metered.name());
    Type[] arguments = Type.getArgumentTypes(method.descriptor());
    int at = method.isStatic() ? 0 : 1;
    for (int i = 0; i < metered.argument(); i++) {
      at += arguments[i].getSize();
    }
    Type argument = arguments[metered.argument()];
    code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), at);
    box(code, argument.getDescriptor());
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, builtIn ? BUILT_IN : GATE, COUNT, COUNT_DESCRIPTOR, false);
  }

  private static void constants(MethodVisitor code, Type type, String method, String last) {
    code.visitLdcInsn(type);
    code.visitLdcInsn(method);
    code.visitLdcInsn(last);
  }

  private static void box(MethodVisitor code, String primitive) {
    for (String box : BOXES) {
      if (primitive.length() == 1 && box.charAt(0) == primitive.charAt(0)) {
        String name = "java/lang/".concat(box.substring(1));
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, name, "valueOf", "(" + primitive + ")L" + name + ";", false);
      }
    }
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
