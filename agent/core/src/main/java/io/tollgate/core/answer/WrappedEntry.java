package io.tollgate.core.answer;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.TypePath;
import org.jspecify.annotations.Nullable;

/**
 * The code around an entry:
 *
 * <pre>
 *   try {
 *     ... the method as it was
 *   } catch (Throwable thrown) {
 *     try {
 *       byte[] body = TollgateGate.answer(thrown);
 *       if (body != null &amp;&amp; response instanceof HttpServletResponse http &amp;&amp; !http.isCommitted()) {
 *         if (http.containsHeader("Content-Encoding")) {
 *           http.reset();
 *         } else {
 *           http.resetBuffer();
 *         }
 *         http.setStatus(402);
 *         http.setHeader("Cache-Control", "no-store");
 *         http.setContentType("application/json;charset=UTF-8");
 *         http.setContentLength(body.length);
 *         try {
 *           http.getOutputStream().write(body);
 *         } catch (IllegalStateException theWriterWasTaken) {
 *           http.getWriter().write(new String(body, "US-ASCII"));
 *         }
 *         if (request.isAsyncStarted()) {
 *           request.getAsyncContext().complete();
 *         }
 *         return;
 *       }
 *     } catch (Throwable failed) {
 *     }
 *     throw thrown;
 *   }
 * </pre>
 *
 * <p>The handler must find the arguments whatever the method did to its variables: compilers and
 * obfuscators use an argument's place for other things, and their frames leave out what is not
 * needed any more. So the method works on copies. All its variables move up by three, and each of
 * its frames begins with the three arguments, which nothing changes.
 */
final class WrappedEntry extends MethodVisitor {
  private static final int PAYMENT_REQUIRED = 402;

  /** The receiver and two arguments. */
  private static final int ARGUMENTS = 3;

  private static final int REQUEST = 1;
  private static final int RESPONSE = 2;
  private static final int THROWN = 3;
  private static final int BODY = 4;
  private static final int HTTP = 5;
  private static final int HANDLER_LOCALS = 6;

  /** A writer, a string twice, the bytes and their charset. */
  private static final int HANDLER_STACK = 5;

  /** Java 6: older class files have no frames (JVMS §4.10). */
  private static final int FIRST_VERSION_WITH_FRAMES = 50;

  private static final String THROWABLE = "java/lang/Throwable";
  private static final String BYTES = "[B";

  private final String type;
  private final String request;
  private final String response;
  private final String httpResponse;
  private final String stream;
  private final String asyncContext;
  private final boolean framed;
  private final Label start = new Label();

  /**
   * The wrapper of one method.
   *
   * @param type the class that declares it
   * @param servlet {@code jakarta/servlet/} or {@code javax/servlet/}
   * @param version of the class file
   */
  WrappedEntry(MethodVisitor next, String type, String servlet, int version) {
    super(Opcodes.ASM9, next);
    this.type = type;
    this.request = servlet + "ServletRequest";
    this.response = servlet + "ServletResponse";
    this.httpResponse = servlet + "http/HttpServletResponse";
    this.stream = servlet + "ServletOutputStream";
    this.asyncContext = servlet + "AsyncContext";
    this.framed = version >= FIRST_VERSION_WITH_FRAMES;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    for (int i = 0; i < ARGUMENTS; i++) {
      super.visitVarInsn(Opcodes.ALOAD, i);
      super.visitVarInsn(Opcodes.ASTORE, i + ARGUMENTS);
    }
    super.visitLabel(start);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    super.visitVarInsn(opcode, index + ARGUMENTS);
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    super.visitIincInsn(index + ARGUMENTS, increment);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, @Nullable String signature, Label from, Label to, int index) {
    super.visitLocalVariable(name, descriptor, signature, from, to, index + ARGUMENTS);
  }

  @Override
  public @Nullable AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      @Nullable TypePath path,
      Label[] from,
      Label[] to,
      int[] indexes,
      String descriptor,
      boolean visible) {
    int[] moved = new int[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      moved[i] = indexes[i] + ARGUMENTS;
    }
    return super.visitLocalVariableAnnotation(typeRef, path, from, to, moved, descriptor, visible);
  }

  @Override
  public void visitFrame(
      int kind,
      int locals,
      Object @Nullable [] localTypes,
      int stack,
      Object @Nullable [] stackTypes) {
    Object[] all = new Object[ARGUMENTS + locals];
    all[0] = type;
    all[REQUEST] = request;
    all[RESPONSE] = response;
    if (localTypes != null) {
      System.arraycopy(localTypes, 0, all, ARGUMENTS, locals);
    }
    super.visitFrame(kind, all.length, all, stack, stackTypes);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    super.visitLabel(end);
    // After those of the method, which come first (JVMS §2.10).
    super.visitTryCatchBlock(start, end, end, THROWABLE);
    handler();
    super.visitMaxs(
        Math.max(maxStack, HANDLER_STACK), Math.max(maxLocals + ARGUMENTS, HANDLER_LOCALS));
  }

  /** Its first label is the end of the method as it was. */
  private void handler() {
    Label asked = new Label();
    Label notAnswered = new Label();
    Label failed = new Label();
    frame(new Object[] {type, request, response}, THROWABLE);
    super.visitVarInsn(Opcodes.ASTORE, THROWN);
    super.visitLabel(asked);
    load(THROWN);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        EntryWeaver.GATE,
        EntryWeaver.ANSWER,
        EntryWeaver.ANSWER_DESCRIPTOR,
        false);
    super.visitVarInsn(Opcodes.ASTORE, BODY);
    load(BODY);
    super.visitJumpInsn(Opcodes.IFNULL, notAnswered);
    load(RESPONSE);
    super.visitTypeInsn(Opcodes.INSTANCEOF, httpResponse);
    super.visitJumpInsn(Opcodes.IFEQ, notAnswered);
    load(RESPONSE);
    super.visitTypeInsn(Opcodes.CHECKCAST, httpResponse);
    super.visitVarInsn(Opcodes.ASTORE, HTTP);
    load(HTTP);
    http("isCommitted", "()Z");
    super.visitJumpInsn(Opcodes.IFNE, notAnswered);
    head();
    body();
    finish();
    super.visitInsn(Opcodes.RETURN);
    super.visitLabel(failed);
    frame(new Object[] {type, request, response, THROWABLE}, THROWABLE);
    super.visitInsn(Opcodes.POP);
    super.visitLabel(notAnswered);
    frame(new Object[] {type, request, response, THROWABLE});
    load(THROWN);
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(asked, failed, failed, THROWABLE);
  }

  /**
   * What filters have set for the browser's sake stays, unless it says that the body is compressed.
   */
  private void head() {
    Label plain = new Label();
    Label empty = new Label();
    load(HTTP);
    super.visitLdcInsn("Content-Encoding");
    http("containsHeader", "(Ljava/lang/String;)Z");
    super.visitJumpInsn(Opcodes.IFEQ, plain);
    load(HTTP);
    http("reset", "()V");
    super.visitJumpInsn(Opcodes.GOTO, empty);
    super.visitLabel(plain);
    frame(answering());
    load(HTTP);
    http("resetBuffer", "()V");
    super.visitLabel(empty);
    frame(answering());
    load(HTTP);
    super.visitIntInsn(Opcodes.SIPUSH, PAYMENT_REQUIRED);
    http("setStatus", "(I)V");
    load(HTTP);
    super.visitLdcInsn("Cache-Control");
    super.visitLdcInsn("no-store");
    http("setHeader", "(Ljava/lang/String;Ljava/lang/String;)V");
    load(HTTP);
    super.visitLdcInsn("application/json;charset=UTF-8");
    http("setContentType", "(Ljava/lang/String;)V");
    load(HTTP);
    load(BODY);
    super.visitInsn(Opcodes.ARRAYLENGTH);
    http("setContentLength", "(I)V");
  }

  private void body() {
    Label toStream = new Label();
    Label streamed = new Label();
    Label writerTaken = new Label();
    Label written = new Label();
    super.visitLabel(toStream);
    load(HTTP);
    http("getOutputStream", "()L" + stream + ";");
    load(BODY);
    super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, stream, "write", "([B)V", false);
    super.visitLabel(streamed);
    super.visitJumpInsn(Opcodes.GOTO, written);
    super.visitLabel(writerTaken);
    frame(answering(), "java/lang/IllegalStateException");
    super.visitInsn(Opcodes.POP);
    load(HTTP);
    http("getWriter", "()Ljava/io/PrintWriter;");
    super.visitTypeInsn(Opcodes.NEW, "java/lang/String");
    super.visitInsn(Opcodes.DUP);
    load(BODY);
    super.visitLdcInsn("US-ASCII");
    super.visitMethodInsn(
        Opcodes.INVOKESPECIAL, "java/lang/String", "<init>", "([BLjava/lang/String;)V", false);
    super.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/io/PrintWriter", "write", "(Ljava/lang/String;)V", false);
    super.visitLabel(written);
    frame(answering());
    super.visitTryCatchBlock(toStream, streamed, writerTaken, "java/lang/IllegalStateException");
  }

  /** Nobody will end an asynchronous request whose start failed. */
  private void finish() {
    Label done = new Label();
    load(REQUEST);
    super.visitMethodInsn(Opcodes.INVOKEINTERFACE, request, "isAsyncStarted", "()Z", true);
    super.visitJumpInsn(Opcodes.IFEQ, done);
    load(REQUEST);
    super.visitMethodInsn(
        Opcodes.INVOKEINTERFACE, request, "getAsyncContext", "()L" + asyncContext + ";", true);
    super.visitMethodInsn(Opcodes.INVOKEINTERFACE, asyncContext, "complete", "()V", true);
    super.visitLabel(done);
    frame(answering());
  }

  private Object[] answering() {
    return new Object[] {type, request, response, THROWABLE, BYTES, httpResponse};
  }

  private void load(int index) {
    super.visitVarInsn(Opcodes.ALOAD, index);
  }

  private void http(String method, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKEINTERFACE, httpResponse, method, descriptor, true);
  }

  private void frame(Object[] locals, Object... stack) {
    if (framed) {
      super.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
    }
  }
}
