package io.tollgate.core.answer;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the methods through which a servlet container enters an application, so that a denied call
 * which nobody handles is answered there. An entry is {@code service} of a servlet or {@code
 * doFilter} of a filter chain, told by name and descriptor: a framework's servlet may inherit from
 * {@code HttpServlet} through many classes and override it.
 *
 * <p>No member is added, so that a loaded class can be retransformed. See {@link WrappedEntry} for
 * the code.
 */
public final class EntryWeaver {
  static final String GATE = "java/lang/TollgateGate";
  static final String ANSWER = "answer";
  static final String ANSWER_DESCRIPTOR = "(Ljava/lang/Throwable;)[B";

  private static final String JERSEYS_FAILURE = "failure(Ljava/lang/Throwable;)V";
  private static final String JERSEYS_CHOICE = "configSetStatusOverSendError";
  private static final String IS_DENIAL = "isDenial";

  private EntryWeaver() {}

  /** Whether a method of this name and descriptor is an entry. */
  private static boolean isEntry(String method, String descriptor) {
    return (method.equals("service") || method.equals("doFilter"))
        && (descriptor.equals(EntryNames.JAKARTA_ENTRY)
            || descriptor.equals(EntryNames.JAVAX_ENTRY));
  }

  /**
   * Weaves one class; doing it again changes nothing.
   *
   * @param entries is told of what this class file has
   * @return the new class; empty if it has no entry, or all are woven already
   * @throws RuntimeException if the class file cannot be understood, is not what it is known to be,
   *     or would become too large
   */
  public static Optional<byte[]> weave(byte[] classFile, WovenEntries entries) {
    ClassReader reader = new ClassReader(classFile);
    Search search = new Search();
    reader.accept(search, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    if (reader.getClassName().equals(EntryNames.JERSEYS_WRITER)) {
      if (search.asksJersey) {
        return Optional.empty();
      }
      if (!search.hasJerseysChoice) {
        throw new IllegalArgumentException("this Jersey has no " + JERSEYS_CHOICE);
      }
      return Optional.of(leaveTheStatusOpen(reader));
    }
    Optional<byte[]> woven =
        search.toWrap.isEmpty() ? Optional.empty() : Optional.of(wrap(reader, search.toWrap));
    for (String method : search.found) {
      entries.add(reader.getClassName(), method);
    }
    return woven;
  }

  /** For a denial, Jersey sets the status and lets the exception out, as if it was told to. */
  private static byte[] leaveTheStatusOpen(ClassReader reader) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean failure = JERSEYS_FAILURE.equals(name + descriptor);
            return next != null && failure ? new JerseysChoice(next) : next;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** What Jersey was told, or that this is a denial. */
  private static final class JerseysChoice extends MethodVisitor {
    JerseysChoice(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      super.visitFieldInsn(opcode, owner, name, descriptor);
      if (opcode == Opcodes.GETFIELD && name.equals(JERSEYS_CHOICE)) {
        super.visitVarInsn(Opcodes.ALOAD, 1);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, GATE, IS_DENIAL, "(Ljava/lang/Throwable;)Z", false);
        super.visitInsn(Opcodes.IOR);
      }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 1, maxLocals);
    }
  }

  private static byte[] wrap(ClassReader reader, Set<String> methods) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Wrapper(writer, methods), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** Finds entries, and which of them do not ask for an answer yet. */
  private static final class Search extends ClassVisitor {
    final Set<String> found = new HashSet<>();
    final Set<String> toWrap = new HashSet<>();
    boolean hasJerseysChoice;
    boolean asksJersey;

    Search() {
      super(Opcodes.ASM9);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (JERSEYS_FAILURE.equals(name + descriptor)) {
        return new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitFieldInsn(int opcode, String owner, String field, String type) {
            hasJerseysChoice |= field.equals(JERSEYS_CHOICE) && type.equals("Z");
          }

          @Override
          public void visitMethodInsn(
              int opcode, String owner, String called, String type, boolean isInterface) {
            asksJersey |= owner.equals(GATE) && called.equals(IS_DENIAL);
          }
        };
      }
      int unfit = Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;
      if ((access & unfit) != 0 || !isEntry(name, descriptor)) {
        return null;
      }
      String method = name + descriptor;
      found.add(name);
      toWrap.add(method);
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          if (owner.equals(GATE) && called.equals(ANSWER)) {
            toWrap.remove(method);
          }
        }
      };
    }
  }

  private static final class Wrapper extends ClassVisitor {
    private final Set<String> toWrap;
    private int version;
    private String type = "";

    Wrapper(ClassVisitor next, Set<String> toWrap) {
      super(Opcodes.ASM9, next);
      this.toWrap = toWrap;
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
      type = name;
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
      if (next == null || !toWrap.contains(name + descriptor)) {
        return next;
      }
      String servlet =
          descriptor.equals(EntryNames.JAKARTA_ENTRY) ? "jakarta/servlet/" : "javax/servlet/";
      return new WrappedEntry(next, type, servlet, version);
    }
  }
}
