import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes out what javac leaves to {@code java.lang.runtime.ObjectMethods}: a record's {@code
 * equals}, {@code hashCode} and {@code toString}. The first call of any of them spins classes for
 * 23 ms, and if memory is short at that moment {@code ObjectMethods} stays broken for the life of
 * the JVM (JVMS §5.5), and with it whoever compares two licenses.
 *
 * <p>{@code java -cp FOLDER PlainRecords.java FOLDER JAR} does so in place, for all records in a
 * folder, where ASM lies as Byte Buddy has it, and in a jar. Each dynamic call becomes a call of a
 * static method of the record, of the same shape.
 */
final class PlainRecords extends ClassVisitor {
  private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";
  private static final int WRITTEN_OUT =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private String owner = "";
  private String simpleName = "";

  private PlainRecords(ClassWriter written) {
    super(Opcodes.ASM9, written);
  }

  public static void main(String[] places) throws IOException {
    for (String place : places) {
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        rewrite(path);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          rewrite(jar.getPath("/"));
        }
      }
    }
  }

  private static void rewrite(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      ClassReader reader = new ClassReader(Files.readAllBytes(file));
      if ("java/lang/Record".equals(reader.getSuperName())) {
        ClassWriter written = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new PlainRecords(written), 0);
        // Else the next build would take what was rewritten for newer than what it is made of.
        FileTime time = Files.getLastModifiedTime(file);
        Files.write(file, written.toByteArray());
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    owner = name;
    simpleName = name.substring(name.lastIndexOf('/') + 1);
    super.visit(version, access, name, signature, parent, interfaces);
  }

  @Override
  public void visitInnerClass(String name, String outer, String inner, int access) {
    if (name.equals(owner)) {
      simpleName = inner;
    }
    super.visitInnerClass(name, outer, inner, access);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    MethodVisitor written = super.visitMethod(access, method, descriptor, signature, exceptions);
    return new MethodVisitor(Opcodes.ASM9, written) {
      @Override
      public void visitInvokeDynamicInsn(
          String name, String shape, Handle bootstrap, Object... arguments) {
        if (!bootstrap.getOwner().equals(BOOTSTRAP)) {
          super.visitInvokeDynamicInsn(name, shape, bootstrap, arguments);
          return;
        }
        String plain = "record$" + name;
        super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, plain, shape, false);
        write(plain, shape, name, arguments);
      }
    };
  }

  /**
   * @param arguments the record's class, its components' names, and for each the handle of its
   *     field
   */
  private void write(String plain, String shape, String name, Object[] arguments) {
    MethodVisitor code = super.visitMethod(WRITTEN_OUT, plain, shape, null, null);
    code.visitCode();
    List<Handle> fields = Stream.of(arguments).skip(2).map(Handle.class::cast).toList();
    switch (name) {
      case "equals" -> writeEquals(code, fields);
      case "hashCode" -> writeHashCode(code, fields);
      case "toString" -> writeToString(code, fields);
      default -> throw new IllegalStateException("No method of Object: " + name);
    }
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void writeEquals(MethodVisitor code, List<Handle> fields) {
    Label different = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
    code.visitJumpInsn(Opcodes.IFEQ, different);
    for (Handle field : fields) {
      get(code, field);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitTypeInsn(Opcodes.CHECKCAST, owner);
      code.visitFieldInsn(Opcodes.GETFIELD, owner, field.getName(), field.getDesc());
      writeJump(code, field.getDesc(), different);
    }
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(different);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitInsn(Opcodes.IRETURN);
  }

  private static void writeJump(MethodVisitor code, String type, Label different) {
    switch (type) {
      case "Z", "B", "C", "S", "I" -> code.visitJumpInsn(Opcodes.IF_ICMPNE, different);
      case "J" -> {
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFNE, different);
      }
      case "F", "D" -> {
        call(code, holder(type), "compare", "(" + type + type + ")I");
        code.visitJumpInsn(Opcodes.IFNE, different);
      }
      default -> {
        call(code, "java/util/Objects", "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z");
        code.visitJumpInsn(Opcodes.IFEQ, different);
      }
    }
  }

  private void writeHashCode(MethodVisitor code, List<Handle> fields) {
    code.visitInsn(Opcodes.ICONST_0);
    for (Handle field : fields) {
      code.visitIntInsn(Opcodes.BIPUSH, 31);
      code.visitInsn(Opcodes.IMUL);
      get(code, field);
      String type = isPrimitive(field) ? field.getDesc() : "Ljava/lang/Object;";
      call(code, holder(type), "hashCode", "(" + type + ")I");
      code.visitInsn(Opcodes.IADD);
    }
    code.visitInsn(Opcodes.IRETURN);
  }

  private void writeToString(MethodVisitor code, List<Handle> fields) {
    code.visitTypeInsn(Opcodes.NEW, "java/lang/StringBuilder");
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/StringBuilder", "<init>", "()V", false);
    String before = simpleName + "[";
    for (Handle field : fields) {
      code.visitLdcInsn(before + field.getName() + "=");
      append(code, "Ljava/lang/String;");
      get(code, field);
      String type = field.getDesc();
      append(code, isPrimitive(field) ? ("BS".contains(type) ? "I" : type) : "Ljava/lang/Object;");
      before = ", ";
    }
    code.visitLdcInsn(fields.isEmpty() ? before + "]" : "]");
    append(code, "Ljava/lang/String;");
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/StringBuilder",
        "toString",
        "()Ljava/lang/String;",
        false);
    code.visitInsn(Opcodes.ARETURN);
  }

  private static void append(MethodVisitor code, String type) {
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/StringBuilder",
        "append",
        "(" + type + ")Ljava/lang/StringBuilder;",
        false);
  }

  private static boolean isPrimitive(Handle field) {
    return field.getDesc().length() == 1;
  }

  private static String holder(String type) {
    return switch (type) {
      case "Z" -> "java/lang/Boolean";
      case "B" -> "java/lang/Byte";
      case "C" -> "java/lang/Character";
      case "S" -> "java/lang/Short";
      case "I" -> "java/lang/Integer";
      case "J" -> "java/lang/Long";
      case "F" -> "java/lang/Float";
      case "D" -> "java/lang/Double";
      default -> "java/util/Objects";
    };
  }

  private void get(MethodVisitor code, Handle field) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, owner, field.getName(), field.getDesc());
  }

  private static void call(MethodVisitor code, String holder, String name, String shape) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, holder, name, shape, false);
  }
}
