package io.tollgate.core.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Puts the call to the gate in front of gated methods:
 *
 * <pre>
 *   ldc           Orders.class
 *   ldc           "save(Lcom/acme/Order;)V"
 *   ldc           "export"
 *   invokestatic  java/lang/TollgateGate.pass
 *   ...           the method as it was
 * </pre>
 *
 * <p>A gate that asks for room under a cap calls {@code room} next, and a metered method calls
 * {@code count} with the argument that has the key.
 *
 * <p>Nothing branches, so no stack map frame changes, and the call stands outside every exception
 * handler of the method: a method cannot catch its own denial. A constructor is denied before it
 * evaluates what it passes to {@code super}. A Kotlin function that can be suspended is denied
 * where it begins, and not where it goes on.
 *
 * <p>A type that hands marks down, and below which classes were let pass before its marks were
 * known, also gets a call that has them woven before they run ({@link Settlement}).
 */
final class GateWeaver {
  /** Java 5: older class files have no class constants. */
  private static final int OLDEST_VERSION = 49;

  private final Marks marks;
  private final Lineage lineage;

  /** A weaver for methods that are marked so or inherit marks. */
  GateWeaver(Marks marks, Lineage lineage) {
    this.marks = marks;
    this.lineage = lineage;
  }

  /**
   * Weaves one class; doing it again changes nothing.
   *
   * @param classFile as the JVM shows it
   * @param settling whether the class is to call for what is below it, given what it hands down
   * @param failures is told of marked methods that cannot be gated
   * @throws RuntimeException if the class file cannot be understood or would become too large
   */
  Woven weave(byte[] classFile, Settling settling, WeaveFailures failures) {
    ClassReader reader = new ClassReader(classFile);
    Survey survey = new Survey(marks, lineage);
    reader.accept(survey, ClassReader.SKIP_FRAMES);
    for (String what : survey.notGated()) {
      failures.notGated(survey.type().getClassName(), what);
    }
    Heritage heritage = survey.heritage();
    lineage.add(survey.type().getInternalName(), heritage, survey.isFunctional());
    lineage.seen(survey.type().getInternalName(), survey.overridable());
    boolean calls = !heritage.isEmpty() || survey.borrows();
    boolean settles = calls && !survey.isSettling() && settling.isNeeded(survey);
    ClassWriter writer = new ClassWriter(reader, 0);
    Inserter inserter = new Inserter(writer, survey, settles, false);
    reader.accept(inserter, 0);
    return new Woven(
        survey,
        inserter.changes ? Optional.of(writer.toByteArray()) : Optional.empty(),
        inserter.gates);
  }

  /** Says whether a type that hands marks down is to call for what is below it. */
  interface Settling {
    boolean isNeeded(Survey survey);
  }

  /** A class that was looked at. */
  static final class Woven {
    private final Survey survey;
    private final Optional<byte[]> classFile;
    private final List<Gate> gates;

    Woven(Survey survey, Optional<byte[]> classFile, List<Gate> gates) {
      this.survey = survey;
      this.classFile = classFile;
      this.gates = gates;
    }

    /** What was found out about it. */
    Survey survey() {
      return survey;
    }

    /** The new class; empty if it stays as it is. */
    Optional<byte[]> classFile() {
      return classFile;
    }

    /** The gates that it has, whoever wove them. */
    List<Gate> gates() {
      return gates;
    }
  }

  static final class Inserter extends ClassVisitor {
    private final Survey survey;
    private final boolean settles;
    private final boolean builtIn;
    private final List<Gate> gates = new ArrayList<>();
    private boolean changes;

    Inserter(ClassVisitor next, Survey survey, boolean settles, boolean builtIn) {
      super(Opcodes.ASM9, next);
      this.survey = survey;
      this.settles = settles;
      this.builtIn = builtIn;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      SurveyedMethod method = survey.method(name + descriptor);
      if (next == null || method == null) {
        return next;
      }
      return settling(gated(direct(next, method), method), method);
    }

    /** With the agent there, gates that were built in need no class in between. */
    private MethodVisitor direct(MethodVisitor next, SurveyedMethod method) {
      if (builtIn || !method.isBuiltIn()) {
        return next;
      }
      changes = true;
      return new Direct(next);
    }

    private MethodVisitor gated(MethodVisitor next, SurveyedMethod method) {
      String demand = survey.demand(method.key());
      Map<String, String> lent = survey.lentDemands(method);
      for (String gate : method.gates()) {
        if (demand == null || !gate.equals(Demand.feature(demand))) {
          gates.add(new Gate(method.key(), gate));
        }
      }
      if (demand == null && lent.isEmpty()) {
        return next;
      }
      Calls calls = demand == null ? Calls.NONE : Calls.of(survey, method, demand);
      if (demand != null) {
        gates.add(new Gate(method.key(), demand));
        if (calls.isNone()) {
          return next;
        }
      }
      for (String asked : new TreeSet<>(lent.values())) {
        gates.add(new Gate(method.key(), asked));
      }
      if (survey.version() < OLDEST_VERSION) {
        throw new IllegalArgumentException(
            "class file version " + survey.version() + " is before Java 5");
      }
      changes = true;
      return new GateInFront(next, survey.type(), method, calls, lent, builtIn);
    }

    /** Objects of a class are made, and interfaces are initialized, before anybody calls them. */
    private MethodVisitor settling(MethodVisitor next, SurveyedMethod method) {
      boolean first = method.isInitializer() || (!survey.isInterface() && method.isConstructor());
      if (!settles || !first) {
        return next;
      }
      changes = true;
      return new SettleInFront(next, survey.type());
    }

    /**
     * The JVM initializes an interface before the classes that implement it only if it has a method
     * with code (JLS §12.4.1): a private one, which nobody else sees.
     */
    @Override
    public void visitEnd() {
      if (settles && survey.isInterface()) {
        changes = true;
        if (!survey.hasInitializer()) {
          MethodVisitor initializer =
              super.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
          initializer.visitCode();
          GateCall.settle(initializer, survey.type());
          initializer.visitInsn(Opcodes.RETURN);
          initializer.visitMaxs(GateCall.STACK, 0);
          initializer.visitEnd();
        }
        MethodVisitor code =
            super.visitMethod(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, Survey.SETTLES, "()V", null, null);
        code.visitCode();
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 1);
        code.visitEnd();
      }
      super.visitEnd();
    }
  }

  /** Calls the gate itself, and not what the class path has under the name of the API's class. */
  private static final class Direct extends MethodVisitor {
    Direct(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (GateCall.isBuiltIn(owner, name)) {
        GateCall.direct(mv, name, descriptor);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }
  }

  private static final class SettleInFront extends MethodVisitor {
    private final Type type;

    SettleInFront(MethodVisitor next, Type type) {
      super(Opcodes.ASM9, next);
      this.type = type;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      GateCall.settle(mv, type);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, GateCall.STACK), maxLocals);
    }
  }

  /**
   * The calls that a method gets, without those that it has.
   *
   * @param feature asked for; null if that call is there
   * @param room the cap under which there must be room; empty for none
   * @param counts what the call is counted under
   */
  private record Calls(@Nullable String feature, String room, List<Metered> counts) {
    static final Calls NONE = new Calls(null, "", List.of());

    static Calls of(Survey survey, SurveyedMethod method, String demand) {
      String feature = Demand.feature(demand);
      String cap = Demand.cap(demand);
      List<Metered> counts = new ArrayList<>();
      for (Metered metered : survey.metered(method)) {
        if (metered.cap().equals(cap)) {
          // The key that has its place there goes on, room or not.
          cap = "";
        }
        if (!method.isCounted(metered.name())) {
          counts.add(metered);
        }
      }
      return new Calls(
          method.isGated(feature) ? null : feature,
          cap.isEmpty() || method.hasRoom(cap) ? "" : cap,
          counts);
    }

    boolean isNone() {
      return feature == null && room.isEmpty() && counts.isEmpty();
    }
  }

  private static final class GateInFront extends MethodVisitor {
    private final Type type;
    private final SurveyedMethod method;
    private final Calls calls;
    private final Map<String, String> lent;
    private final boolean builtIn;
    private boolean gated;

    /**
     * One gate for all, or one for each type in whose name the method is gated.
     *
     * @param calls of the gate for all; none if there is none
     * @param lent what is asked for, by type
     */
    GateInFront(
        MethodVisitor next,
        Type type,
        SurveyedMethod method,
        Calls calls,
        Map<String, String> lent,
        boolean builtIn) {
      super(Opcodes.ASM9, next);
      this.type = type;
      this.method = method;
      this.calls = calls;
      this.lent = lent;
      this.builtIn = builtIn;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (method.continuation() != null) {
        return;
      }
      if (method.firstLine() > 0) {
        // Of its own, before the method's first line: jumps to the method's beginning must not come
        // by the gate again, and a call without a line would not show in the denied caller's trace.
        Label start = new Label();
        super.visitLabel(start);
        super.visitLineNumber(method.firstLine(), start);
      }
      gate();
    }

    /** Where a function that can be suspended begins, with nothing on the operand stack. */
    @Override
    public void visitTypeInsn(int opcode, String name) {
      if (!gated && opcode == Opcodes.NEW && name.equals(method.continuation())) {
        gate();
      }
      super.visitTypeInsn(opcode, name);
    }

    private void gate() {
      gated = true;
      String feature = calls.feature();
      if (feature != null) {
        GateCall.pass(mv, type, method.key(), feature, builtIn);
      }
      if (!calls.room().isEmpty()) {
        GateCall.room(mv, type, method.key(), calls.room(), builtIn);
      }
      for (Metered metered : calls.counts()) {
        GateCall.count(mv, type, method, metered, builtIn);
      }
      for (Map.Entry<String, String> each : lent.entrySet()) {
        GateCall.passAs(mv, each.getKey(), type, method.key(), Demand.feature(each.getValue()));
      }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, GateCall.STACK), maxLocals);
    }
  }
}
