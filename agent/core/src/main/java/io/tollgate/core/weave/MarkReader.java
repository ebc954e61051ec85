package io.tollgate.core.weave;

import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Finds a mark, its {@code value} and its {@code cap}, if these are text: what they mean in other
 * annotations is not ours to say. A mark that stands there twice is wrapped by the compiler into a
 * container (JLS §9.7.5), an array of marks.
 */
abstract class MarkReader extends AnnotationVisitor {
  private final List<String> annotations;
  private final boolean marked;
  private String feature = "";
  private String cap = "";

  /** A reader of an annotation of this descriptor, looking for those. */
  MarkReader(List<String> annotations, String descriptor) {
    super(Opcodes.ASM9);
    this.annotations = annotations;
    this.marked = annotations.contains(descriptor);
  }

  abstract void found(String demand);

  @Override
  public void visit(String name, Object value) {
    if ("value".equals(name) && value instanceof String text) {
      feature = text;
    } else if ("cap".equals(name) && value instanceof String text) {
      cap = text;
    }
  }

  @Override
  public AnnotationVisitor visitArray(String name) {
    MarkReader outer = this;
    return new AnnotationVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String nothing, String descriptor) {
        return new MarkReader(outer.annotations, descriptor) {
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
      found(Demand.of(feature, cap));
    }
  }
}
