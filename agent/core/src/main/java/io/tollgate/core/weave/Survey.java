package io.tollgate.core.weave;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The first pass over a class: which methods are to be gated, for which feature, and where their
 * code begins.
 */
final class Survey extends ClassVisitor {
  private static final String CONSTRUCTOR = "<init>";
  private static final String INITIALIZER = "<clinit>";

  /**
   * What every object has: a closed gate there would break collections and logs, and guards nothing
   * worth it.
   */
  private static final Set<String> OF_EVERY_OBJECT =
      Set.of("equals(Ljava/lang/Object;)Z", "hashCode()I", "toString()Ljava/lang/String;");

  private final List<String> annotations;
  private final Map<String, String> featureOfMethod = new HashMap<>();
  private final Map<String, Integer> firstLine = new HashMap<>();
  private final Set<String> gatedAlready = new HashSet<>();
  private final Set<String> openToClassGate = new HashSet<>();
  private @Nullable String featureOfClass;
  private @Nullable Type type;

  /** A survey for methods and classes marked with annotations of these descriptors. */
  Survey(List<String> annotations) {
    super(Opcodes.ASM9);
    this.annotations = annotations;
  }

  /** The class that was surveyed. */
  Type type() {
    if (type == null) {
      throw new IllegalStateException("No class was surveyed.");
    }
    return type;
  }

  /** Whether the method is to be gated and is not yet. */
  boolean gates(String method) {
    return !gatedAlready.contains(method) && feature(method) != null;
  }

  /**
   * The feature that the method's gate asks for, empty for none; null if the method has no gate.
   */
  @Nullable String feature(String method) {
    String feature = featureOfMethod.get(method);
    return feature == null && openToClassGate.contains(method) ? featureOfClass : feature;
  }

  /** The line of the method's first statement; 0 if the class file does not say. */
  int firstLine(String method) {
    return firstLine.getOrDefault(method, 0);
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    type = Type.getObjectType(name);
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    if (!annotations.contains(descriptor)) {
      return null;
    }
    featureOfClass = "";
    return new FeatureReader() {
      @Override
      void found(String feature) {
        featureOfClass = feature;
      }
    };
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    // A bridge calls the method that it stands for: gated there, once. The rest of what compilers
    // make is called from
    // inside a method that was let in already, and annotated lambda bodies do not exist.
    boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    if (!hasCode || (access & Opcodes.ACC_BRIDGE) != 0) {
      return null;
    }
    String method = name + descriptor;
    boolean special = name.equals(CONSTRUCTOR) || name.equals(INITIALIZER);
    boolean hidden = (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) != 0;
    if (!special && !hidden && !OF_EVERY_OBJECT.contains(method)) {
      openToClassGate.add(method);
    }
    return new MethodSurvey(method);
  }

  /**
   * Reads {@code value} of an annotation, if it is text: what it means in other annotations is not
   * ours to say.
   */
  private abstract static class FeatureReader extends AnnotationVisitor {
    FeatureReader() {
      super(Opcodes.ASM9);
    }

    abstract void found(String feature);

    @Override
    public void visit(String name, Object value) {
      if (name.equals("value") && value instanceof String feature) {
        found(feature);
      }
    }
  }

  /** Looks at one method up to its third instruction. */
  private final class MethodSurvey extends MethodVisitor {
    private final String method;
    private int instructions;
    private boolean likeGate = true;

    MethodSurvey(String method) {
      super(Opcodes.ASM9);
      this.method = method;
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      if (!annotations.contains(descriptor)) {
        return null;
      }
      featureOfMethod.put(method, "");
      return new FeatureReader() {
        @Override
        void found(String feature) {
          featureOfMethod.put(method, feature);
        }
      };
    }

    @Override
    public void visitLineNumber(int line, Label start) {
      firstLine.putIfAbsent(method, line);
    }

    @Override
    public void visitLdcInsn(Object value) {
      boolean asInGate =
          instructions == 0 ? value instanceof Type : instructions == 1 && value instanceof String;
      next(asInGate);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean pass = instructions == 2 && owner.equals(GateWeaver.GATE) && name.equals("pass");
      if (likeGate && pass) {
        gatedAlready.add(method);
      }
      next(false);
    }

    private void next(boolean asInGate) {
      likeGate &= asInGate;
      instructions++;
    }

    @Override
    public void visitInsn(int opcode) {
      next(false);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      next(false);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
      next(false);
    }

    @Override
    public void visitTypeInsn(int opcode, String name) {
      next(false);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      next(false);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      next(false);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      next(false);
    }

    @Override
    public void visitIincInsn(int index, int increment) {
      next(false);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
      next(false);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
      next(false);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      next(false);
    }
  }
}
