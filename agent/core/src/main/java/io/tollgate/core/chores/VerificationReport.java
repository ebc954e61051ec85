package io.tollgate.core.chores;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Tells once that this JVM does not verify bytecode. Gates bite there too, but code can take a
 * number for a reference and so reach all memory, the gates' included. Found out by a class that no
 * verifier lets pass: options come from many places, and asking for them would touch JMX.
 */
public final class VerificationReport implements Rereader.AfterRead {
  private final Announcer announcer;
  private boolean looked;

  public VerificationReport(Announcer announcer) {
    this.announcer = announcer;
  }

  @Override
  public void afterRead(long now) {
    if (looked) {
      return;
    }
    looked = true;
    if (!isVerified()) {
      announcer.problem("bytecode is not verified", new Refusal(ErrorCode.CODE_UNVERIFIED, ""));
    }
  }

  private static boolean isVerified() {
    try {
      Class.forName(Unsound.NAME, true, new Unsound());
      return false;
    } catch (VerifyError e) {
      return true;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a loader has lost its class", e);
    }
  }

  /** Holds a class with a method that returns a reference as a number. Thrown away at once. */
  private static final class Unsound extends ClassLoader {
    static final String NAME = "io.tollgate.core.chores.Unsound$Code";

    Unsound() {
      super("tollgate-unsound", null);
    }

    @Override
    protected Class<?> findClass(String name) {
      ClassWriter type = new ClassWriter(0);
      type.visit(
          Opcodes.V11,
          Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
          NAME.replace('.', '/'),
          null,
          "java/lang/Object",
          null);
      MethodVisitor method = type.visitMethod(Opcodes.ACC_STATIC, "number", "()I", null, null);
      method.visitCode();
      method.visitInsn(Opcodes.ACONST_NULL);
      method.visitInsn(Opcodes.IRETURN);
      method.visitMaxs(1, 0);
      method.visitEnd();
      type.visitEnd();
      byte[] bytes = type.toByteArray();
      return defineClass(NAME, bytes, 0, bytes.length);
    }
  }
}
