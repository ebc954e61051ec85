package io.tollgate.core.weave;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** What the first pass found out about a method. */
final class SurveyedMethod {
  private static final String CONSTRUCTOR = "<init>";

  private final int access;
  private final String name;
  private final String descriptor;
  private final String key;
  private final Set<String> gates = new HashSet<>();
  private final Set<String> rooms = new HashSet<>();
  private final Set<String> counts = new HashSet<>();
  private final Set<String> lenders = new HashSet<>();
  private @Nullable String mark;
  private @Nullable String bridgeTo;
  private @Nullable String continuation;
  private boolean builtIn;
  private int firstLine;

  SurveyedMethod(int access, String name, String descriptor) {
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
    this.key = name + descriptor;
  }

  String name() {
    return name;
  }

  String descriptor() {
    return descriptor;
  }

  /** Name and descriptor. */
  String key() {
    return key;
  }

  boolean isStatic() {
    return has(Opcodes.ACC_STATIC);
  }

  boolean isAbstract() {
    return has(Opcodes.ACC_ABSTRACT);
  }

  boolean isNative() {
    return has(Opcodes.ACC_NATIVE);
  }

  boolean isPublic() {
    return has(Opcodes.ACC_PUBLIC);
  }

  boolean isPrivate() {
    return has(Opcodes.ACC_PRIVATE);
  }

  /** Made by a compiler; bridges are. */
  boolean isSynthetic() {
    return has(Opcodes.ACC_SYNTHETIC) || has(Opcodes.ACC_BRIDGE);
  }

  boolean isConstructor() {
    return name.equals(CONSTRUCTOR);
  }

  boolean isInitializer() {
    return name.equals("<clinit>");
  }

  /** Whether it may override or implement another. */
  boolean isOverriding() {
    return !isConstructor() && !isPrivate() && !has(Opcodes.ACC_STATIC);
  }

  /** Whether another may override or implement it. */
  boolean isOverridable() {
    return isOverriding() && !has(Opcodes.ACC_FINAL);
  }

  private boolean has(int flag) {
    return (access & flag) != 0;
  }

  /** The feature of its own mark; null if it has none. */
  @Nullable String mark() {
    return mark;
  }

  void mark(String feature) {
    mark = feature;
  }

  /** The line of its first statement; 0 if the class file does not say. */
  int firstLine() {
    return firstLine;
  }

  void line(int line) {
    firstLine = firstLine == 0 ? line : firstLine;
  }

  /** Whether it has a gate for this feature, because its class file was woven before. */
  boolean isGated(String feature) {
    return gates.contains(feature);
  }

  /** The features of all the gates that it has. */
  Set<String> gates() {
    return gates;
  }

  /** Whether it has a gate that was built in, and goes by a class of the API. */
  boolean isBuiltIn() {
    return builtIn;
  }

  void builtIn() {
    builtIn = true;
  }

  /** Whether it has a gate in the name of this type already. */
  boolean isGatedAs(String lender) {
    return lenders.contains(lender);
  }

  void gateAs(String lender) {
    lenders.add(lender);
  }

  void gate(String feature) {
    gates.add(feature);
  }

  /** Whether it asks for room under this cap already. */
  boolean hasRoom(String cap) {
    return rooms.contains(cap);
  }

  void room(String cap) {
    rooms.add(cap);
  }

  /** Whether its calls are counted under this cap already. */
  boolean isCounted(String cap) {
    return counts.contains(cap);
  }

  void counted(String cap) {
    counts.add(cap);
  }

  /** The method that a bridge calls in its stead, by name and descriptor; null for all others. */
  @Nullable String bridgeTo() {
    return bridgeTo;
  }

  void calls(String owner, String type, String called, String itsDescriptor) {
    boolean own = owner.equals(type) && called.equals(name) && !itsDescriptor.equals(descriptor);
    if (has(Opcodes.ACC_BRIDGE) && own) {
      bridgeTo = called + itsDescriptor;
    }
  }

  /** Whether it only calls another method of its class, which is gated in its stead. */
  boolean isBridgeToOwn(Map<String, SurveyedMethod> methods) {
    return bridgeTo != null && methods.containsKey(bridgeTo);
  }

  /**
   * The class in which a Kotlin function that can be suspended keeps its place: the function is
   * called again to go on, and makes one of these only when it begins. Null for all others.
   */
  @Nullable String continuation() {
    return continuation;
  }

  void continuation(String itsType) {
    continuation = itsType;
  }
}
