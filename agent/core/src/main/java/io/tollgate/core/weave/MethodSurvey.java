package io.tollgate.core.weave;

import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Finds out about one method. */
final class MethodSurvey extends MethodVisitor {
  private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
  private static final String CONTINUATION = "Lkotlin/coroutines/Continuation;)";

  private final Survey survey;
  private final SurveyedMethod method;
  private final List<String> annotations;
  private final String type;

  /** The last four constants that were loaded, oldest first: what a gate is called with. */
  private final Object[] constants = {"", "", "", ""};

  private int instructions;
  private @Nullable String continuation;

  MethodSurvey(Survey survey, SurveyedMethod method, List<String> annotations) {
    super(Opcodes.ASM9);
    this.survey = survey;
    this.method = method;
    this.annotations = annotations;
    this.type = survey.type().getInternalName();
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return new MarkReader(annotations, descriptor) {
      @Override
      void found(String feature) {
        method.mark(feature);
      }
    };
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    method.line(line);
  }

  @Override
  public void visitLdcInsn(Object value) {
    instructions++;
    constants[0] = constants[1];
    constants[1] = constants[2];
    constants[2] = constants[3];
    constants[3] = value;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    instructions++;
    method.calls(owner, type, name, descriptor);
    if (GateCall.isBuiltIn(owner, name)) {
      method.builtIn();
    }
    // A compiler may have copied the gate of another method here, together with its code.
    if (survey.type().equals(constants[1])
        && method.key().equals(constants[2])
        && constants[3] instanceof String last) {
      if (GateCall.isPass(owner, name)) {
        method.gate(last);
      } else if (GateCall.isRoom(owner, name)) {
        method.room(last);
      } else if (GateCall.isCount(owner, name)) {
        method.counted(last);
      } else if (GateCall.isAs(owner, name) && constants[0] instanceof String lender) {
        method.gateAs(lender.replace('/', '.'));
      }
    }
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    instructions++;
    if (bootstrap.getOwner().equals(LAMBDAS)
        && arguments.length > 1
        && arguments[0] instanceof Type signature
        && arguments[1] instanceof Handle body) {
      survey.lambda(
          Type.getReturnType(descriptor).getInternalName(),
          name,
          signature,
          body.getOwner(),
          body.getName() + body.getDesc());
    }
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    instructions++;
  }

  /**
   * The beginning of a Kotlin function that can be suspended: it looks whether its last argument is
   * the place that it kept, and makes a new one if it is not.
   */
  @Override
  public void visitTypeInsn(int opcode, String name) {
    instructions++;
    boolean own = name.startsWith(type + "$") && method.descriptor().contains(CONTINUATION);
    if (own && opcode == Opcodes.INSTANCEOF && instructions == 2) {
      continuation = name;
    }
    if (opcode == Opcodes.NEW && name.equals(continuation)) {
      method.continuation(name);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    instructions++;
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    instructions++;
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    instructions++;
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    instructions++;
  }
}
