package io.tollgate.core.weave;

import java.util.ArrayList;
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
  private final List<String> withoutCode = new ArrayList<>();
  private @Nullable String featureOfClass;
  private boolean isEnum;
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

  /** Whether the method begins with a gate, because this class file was woven before. */
  boolean isGatedAlready(String method) {
    return gatedAlready.contains(method);
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
    isEnum = (access & Opcodes.ACC_ENUM) != 0;
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return new MarkReader(descriptor) {
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
    // A bridge calls the method that it stands for: gated there, once.
    if ((access & Opcodes.ACC_BRIDGE) != 0) {
      return null;
    }
    String method = name + descriptor;
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return new WithoutCode(method);
    }
    boolean special = name.equals(CONSTRUCTOR) || name.equals(INITIALIZER);
    boolean hidden = (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) != 0;
    if (!special && !hidden && !OF_EVERY_OBJECT.contains(method) && !isOfEveryEnum(method)) {
      openToClassGate.add(method);
    }
    return new MethodSurvey(method);
  }

  /**
   * What the compiler gives an enum: a switch over it calls these in a static initializer, and one
   * that fails makes a class unusable for the life of the JVM.
   */
  private boolean isOfEveryEnum(String method) {
    String name = type().getInternalName();
    return isEnum
        && (method.equals("values()[L" + name + ";")
            || method.equals("valueOf(Ljava/lang/String;)L" + name + ";"));
  }

  /** Methods that are marked and have no code to put a gate in front of. */
  List<String> withoutCode() {
    return withoutCode;
  }

  /** Notices a mark on an abstract or native method. */
  private final class WithoutCode extends MethodVisitor {
    private final String method;

    WithoutCode(String method) {
      super(Opcodes.ASM9);
      this.method = method;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return new MarkReader(descriptor) {
        @Override
        void found(String feature) {
          withoutCode.add(method);
        }
      };
    }

    @Override
    public void visitEnd() {
      if (featureOfClass != null && !withoutCode.contains(method)) {
        withoutCode.add(method);
      }
    }
  }

  /**
   * Finds a mark and its {@code value}, if that is text: what it means in other annotations is not
   * ours to say. A mark that stands there twice is wrapped by the compiler into a container (JLS
   * §9.7.5), an array of marks.
   */
  private abstract class MarkReader extends AnnotationVisitor {
    private final boolean marked;
    private String feature = "";

    MarkReader(String descriptor) {
      super(Opcodes.ASM9);
      this.marked = annotations.contains(descriptor);
    }

    abstract void found(String feature);

    @Override
    public void visit(String name, Object value) {
      if ("value".equals(name) && value instanceof String text) {
        feature = text;
      }
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
      MarkReader outer = this;
      return new AnnotationVisitor(Opcodes.ASM9) {
        @Override
        public AnnotationVisitor visitAnnotation(String nothing, String descriptor) {
          return new MarkReader(descriptor) {
            @Override
            void found(String inner) {
              outer.found(inner);
            }
          };
        }
      };
    }

    @Override
    public void visitEnd() {
      if (marked) {
        found(feature);
      }
    }
  }

  /** Finds a method's mark, its first line, and whether it begins with a gate. */
  private final class MethodSurvey extends MethodVisitor {
    private final String method;
    private int instructions;
    private boolean likeGate = true;

    MethodSurvey(String method) {
      super(Opcodes.ASM9);
      this.method = method;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return new MarkReader(descriptor) {
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
