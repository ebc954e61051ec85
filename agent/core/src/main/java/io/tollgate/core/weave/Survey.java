package io.tollgate.core.weave;

import io.tollgate.verifier.policy.MethodPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The first pass over a class: which methods are to be gated, for which feature, where their code
 * begins, and what the class hands down.
 *
 * <p>A method's own mark comes first, then a pattern of the policy, then the mark of its class,
 * then what it overrides or implements.
 */
final class Survey extends ClassVisitor {
  private static final String INITIALIZER = "<clinit>";

  /**
   * What every object has: a closed gate there would break collections and logs, and guards nothing
   * worth it.
   */
  private static final Set<String> OF_EVERY_OBJECT =
      Set.of("equals(Ljava/lang/Object;)Z", "hashCode()I", "toString()Ljava/lang/String;");

  private static final String CASE_CLASS = "scala/Product";

  /** What Scala gives every case class beside the methods that read its fields. */
  private static final Set<String> OF_EVERY_CASE_CLASS =
      Set.of(
          "canEqual(Ljava/lang/Object;)Z",
          "productArity()I",
          "productElement(I)Ljava/lang/Object;",
          "productElementName(I)Ljava/lang/String;",
          "productElementNames()Lscala/collection/Iterator;",
          "productIterator()Lscala/collection/Iterator;",
          "productPrefix()Ljava/lang/String;");

  /**
   * How frameworks name the subclasses that they generate: Spring, Hibernate, Mockito, Byte Buddy.
   * What these add to the class is the framework's own, and is called before the product's.
   */
  private static final String[] GENERATED = {
    "$$", "$HibernateProxy$", "$MockitoMock$", "$ByteBuddy$"
  };

  private final Marks marks;
  private final Lineage lineage;
  private final Map<String, SurveyedMethod> methods = new HashMap<>();
  private final List<String> notGated = new ArrayList<>();
  private final Map<String, Lambda> lambdas = new HashMap<>();
  private final Set<String> fields = new HashSet<>();
  private final List<Implemented> lambdasOf = new ArrayList<>();
  private List<String> above = List.of();
  private Heritage inherited = Heritage.NONE;
  private List<MethodPattern> patterns = List.of();
  private @Nullable String featureOfClass;
  private @Nullable Type type;
  private int version;
  private boolean isInterface;
  private boolean isEnum;
  private boolean isCaseClass;
  private boolean isAnnotation;
  private boolean isFinal;
  private boolean isGenerated;
  private boolean extendsInterfaces;
  private boolean hasInitializer;
  private final List<String> implemented = new ArrayList<>();

  /** The method that has an interface initialized before what implements it. */
  static final String SETTLES = "tollgate$settle";

  /** A survey that looks for these marks, and for what is handed down. */
  Survey(Marks marks, Lineage lineage) {
    super(Opcodes.ASM9);
    this.marks = marks;
    this.lineage = lineage;
  }

  /** The class that was surveyed. */
  Type type() {
    if (type == null) {
      throw new IllegalStateException("No class was surveyed.");
    }
    return type;
  }

  /** The version of its class file, without the minor one. */
  int version() {
    return version;
  }

  boolean isInterface() {
    return isInterface;
  }

  /** Whether it is an interface that calls for what is below it already. */
  boolean isSettling() {
    return methods.containsKey(SETTLES + "()V");
  }

  boolean hasInitializer() {
    return hasInitializer;
  }

  /** What a method is; null for one that is not there. */
  @Nullable SurveyedMethod method(String method) {
    return methods.get(method);
  }

  /** What the method's gate asks for, see {@link Demand}; null if the method has no gate. */
  @Nullable String demand(String key) {
    SurveyedMethod method = methods.get(key);
    return method == null || method.isNative() || method.isAbstract() ? null : feature(method);
  }

  /** What the calls of a gated method are counted under, each cap once. */
  List<Metered> metered(SurveyedMethod method) {
    Map<String, Metered> byCap = new LinkedHashMap<>();
    int arguments = Type.getArgumentTypes(method.descriptor()).length;
    for (Metered metered : marks.metered()) {
      Metered here = meteredHere(method, metered);
      if (here != null && here.argument() < arguments) {
        byCap.putIfAbsent(here.cap(), here);
      }
    }
    return List.copyOf(byCap.values());
  }

  /** Null if the calls of this method do not count there. */
  private @Nullable Metered meteredHere(SurveyedMethod method, Metered metered) {
    Lambda lambda = lambdas.get(method.key());
    if (lambda != null) {
      boolean counts =
          lineage.of(lambda.type()).patterns().contains(metered.methods())
              && metered.methods().matches(lambda.name(), lambda.descriptor());
      return counts ? metered.behind(lambda.captured(method.descriptor())) : null;
    }
    boolean own = patterns.contains(metered.methods());
    boolean above = method.isOverriding() && inherited.patterns().contains(metered.methods());
    return (own || above) && matches(metered.methods(), method) ? metered : null;
  }

  /** By its own signature, or by that of a bridge which calls it. */
  private boolean matches(MethodPattern pattern, SurveyedMethod method) {
    if (pattern.matches(method.name(), method.descriptor())) {
      return true;
    }
    for (SurveyedMethod bridge : methods.values()) {
      if (method.key().equals(bridge.bridgeTo())
          && pattern.matches(bridge.name(), bridge.descriptor())) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a method's gates ask for in the name of types that this one is not below, by the type's
   * name: for what implements them by way of this class. None for a method that has a gate for all.
   */
  Map<String, String> lentDemands(SurveyedMethod method) {
    Map<String, String> lent = new TreeMap<>();
    boolean implementing =
        method.isPublic()
            && method.isOverriding()
            && !method.isAbstract()
            && !method.isNative()
            && !method.isBridgeToOwn(methods);
    if (implementing && feature(method) == null) {
      for (String lender : lineage.lendersTo(type().getInternalName())) {
        String feature = handedDown(method, lineage.of(lender));
        if (feature != null && !method.isGatedAs(lender)) {
          lent.put(lender, feature);
        }
      }
    }
    return lent;
  }

  /**
   * Whether it is a class that has methods which it implements, and which are to be gated, from
   * somewhere above. Its own methods are what the class file says; what is above is only known once
   * it is loaded.
   */
  boolean borrows() {
    if (isInterface) {
      return false;
    }
    for (String each : implemented) {
      Heritage heritage = lineage.of(each);
      if (heritage.learns() != null || !heritage.patterns().isEmpty()) {
        return true;
      }
      for (String key : heritage.methods().keySet()) {
        if (!methods.containsKey(key)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether any of its methods is to have a gate. */
  boolean hasGates() {
    for (SurveyedMethod method : methods.values()) {
      if (demand(method.key()) != null) {
        return true;
      }
    }
    return false;
  }

  /** Methods that are marked and cannot be gated, each with the reason. */
  List<String> notGated() {
    List<String> all = new ArrayList<>(notGated);
    for (SurveyedMethod method : methods.values()) {
      if (method.isNative() && feature(method) != null) {
        all.add(method.key() + ", which is native");
      }
      for (Metered metered : lacking(method)) {
        all.add(
            method.key()
                + ", whose calls are not counted under "
                + metered.cap()
                + ": it has no argument "
                + metered.argument());
      }
    }
    return all;
  }

  /** Meters of which a pattern means this gated method, and which ask for more arguments. */
  private List<Metered> lacking(SurveyedMethod method) {
    List<Metered> lacking = new ArrayList<>();
    if (demand(method.key()) != null) {
      int arguments = Type.getArgumentTypes(method.descriptor()).length;
      for (Metered metered : marks.metered()) {
        Metered here = meteredHere(method, metered);
        if (here != null && here.argument() >= arguments) {
          lacking.add(metered);
        }
      }
    }
    return lacking;
  }

  /**
   * The body of a lambda.
   *
   * @param demand of the method that it implements
   */
  private record Lambda(String type, String name, String descriptor, String demand) {

    /** How many arguments come before those of the method that it implements. */
    int captured(String bodyDescriptor) {
      return Type.getArgumentTypes(bodyDescriptor).length
          - Type.getArgumentTypes(descriptor).length;
    }
  }

  /** Abstract methods that are marked here, by name and descriptor. */
  List<String> awaiting() {
    List<String> all = new ArrayList<>();
    for (SurveyedMethod method : methods.values()) {
      if (method.isAbstract() && isMarkedHere(method)) {
        all.add(method.key());
      }
    }
    return all;
  }

  private boolean isMarkedHere(SurveyedMethod method) {
    boolean byClass = featureOfClass != null && isOpenToClassMark(method);
    return !isAnnotation && (method.mark() != null || byPattern(method) != null || byClass);
  }

  /** Methods with code that may implement others, bridges among them. */
  List<String> implementing() {
    List<String> all = new ArrayList<>();
    for (SurveyedMethod method : methods.values()) {
      if (!method.isAbstract() && method.isOverriding()) {
        all.add(method.key());
      }
    }
    return all;
  }

  /** What lambdas and method references implement: type, name and descriptor. */
  List<Implemented> lambdasOf() {
    return lambdasOf;
  }

  /**
   * A method of a type.
   *
   * @param type internal name
   * @param method name and descriptor
   */
  record Implemented(String type, String method) {}

  /** The types that it extends and implements itself. */
  List<String> above() {
    return above;
  }

  /** What classes below this one have to gate. */
  Heritage heritage() {
    if (isFinal || isAnnotation) {
      return Heritage.NONE;
    }
    Map<String, String> handedDown = new HashMap<>();
    for (SurveyedMethod method : methods.values()) {
      String feature = method.isOverridable() ? feature(method) : null;
      if (feature != null) {
        handedDown.put(method.key(), feature);
      }
    }
    String learns = isInterface && extendsInterfaces ? featureOfClass : null;
    String whole = isInterface ? null : featureOfClass;
    return new Heritage(handedDown, patterns, whole, learns).and(inherited.known());
  }

  /** The methods that what is below it has from it, or implements; by name and descriptor. */
  Set<String> overridable() {
    Set<String> keys = new HashSet<>();
    for (SurveyedMethod method : methods.values()) {
      if (method.isOverridable() && !OF_EVERY_OBJECT.contains(method.key())) {
        keys.add(method.key());
      }
    }
    return keys;
  }

  /** Whether a lambda may implement what is handed down. */
  boolean isFunctional() {
    int abstracts = 0;
    for (SurveyedMethod method : methods.values()) {
      abstracts += method.isAbstract() && !OF_EVERY_OBJECT.contains(method.key()) ? 1 : 0;
    }
    // One that has its only method from another interface has none of its own.
    return isInterface && (abstracts == 1 || (abstracts == 0 && extendsInterfaces));
  }

  static boolean isOfEveryObject(String key) {
    return OF_EVERY_OBJECT.contains(key);
  }

  private @Nullable String feature(SurveyedMethod method) {
    if (isAnnotation || method.isInitializer() || method.isBridgeToOwn(methods)) {
      return null;
    }
    String mark = method.mark();
    if (mark != null) {
      return mark;
    }
    Lambda lambda = lambdas.get(method.key());
    if (lambda != null) {
      return lambda.demand();
    }
    String byPattern = byPattern(method);
    if (byPattern != null) {
      return byPattern;
    }
    boolean ofClass = isOpenToClassMark(method);
    if (featureOfClass != null && ofClass) {
      return featureOfClass;
    }
    if (method.isOverriding()) {
      String handedDown = handedDown(method, inherited);
      if (handedDown != null) {
        return handedDown;
      }
    }
    return ofClass && !isGenerated ? inherited.whole() : null;
  }

  /** By its own signature, or by that of a bridge which calls it. */
  private @Nullable String handedDown(SurveyedMethod method, Heritage heritage) {
    String feature = heritage.feature(method.name(), method.descriptor());
    if (feature != null && !OF_EVERY_OBJECT.contains(method.key())) {
      return feature;
    }
    for (SurveyedMethod bridge : methods.values()) {
      if (method.key().equals(bridge.bridgeTo())) {
        String asBridge = heritage.feature(bridge.name(), bridge.descriptor());
        if (asBridge != null) {
          return asBridge;
        }
      }
    }
    return null;
  }

  /** What the compiler made, and what every object has, only if a pattern says its very name. */
  private @Nullable String byPattern(SurveyedMethod method) {
    boolean takenForGranted =
        method.isSynthetic()
            || OF_EVERY_OBJECT.contains(method.key())
            || isOfEveryEnum(method)
            || isOfEveryCaseClass(method);
    for (MethodPattern pattern : patterns) {
      if (pattern.matches(method.name(), method.descriptor())
          && (!takenForGranted || pattern.names(method.name()))) {
        return pattern.feature();
      }
    }
    return null;
  }

  private boolean isOpenToClassMark(SurveyedMethod method) {
    return !method.isConstructor()
        && !method.isPrivate()
        && !method.isSynthetic()
        && !OF_EVERY_OBJECT.contains(method.key())
        && !isOfEveryEnum(method)
        && !isOfEveryCaseClass(method);
  }

  /**
   * What the compiler gives an enum: a switch over it calls these in a static initializer, and one
   * that fails makes a class unusable for the life of the JVM.
   */
  private boolean isOfEveryEnum(SurveyedMethod method) {
    String name = type().getInternalName();
    return isEnum
        && (method.key().equals("values()[L" + name + ";")
            || method.key().equals("valueOf(Ljava/lang/String;)L" + name + ";"));
  }

  /** What {@code equals}, {@code hashCode} and {@code toString} of a case class of Scala call. */
  private boolean isOfEveryCaseClass(SurveyedMethod method) {
    if (!isCaseClass) {
      return false;
    }
    String descriptor = method.descriptor();
    boolean reads = descriptor.startsWith("()");
    return OF_EVERY_CASE_CLASS.contains(method.key())
        || (reads && fields.contains(method.name() + descriptor.substring(2)))
        || (reads && isPosition(method.name()));
  }

  /** {@code _1}, {@code _2}: a field by its position. */
  private static boolean isPosition(String name) {
    if (name.length() < 2 || name.charAt(0) != '_') {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void visit(
      int classFileVersion,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    type = Type.getObjectType(name);
    version = classFileVersion & 0xffff;
    isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
    isEnum = (access & Opcodes.ACC_ENUM) != 0;
    isAnnotation = (access & Opcodes.ACC_ANNOTATION) != 0;
    isFinal = (access & Opcodes.ACC_FINAL) != 0;
    isGenerated = isGenerated(name);
    patterns = marks.patternsOf(name);
    above = new ArrayList<>();
    inherit(superName);
    for (String type : interfaces == null ? new String[0] : interfaces) {
      implemented.add(type);
      inherit(type);
      isCaseClass |= type.equals(CASE_CLASS);
    }
    extendsInterfaces = isInterface && interfaces != null && interfaces.length > 0;
  }

  private void inherit(@Nullable String supertype) {
    if (supertype != null) {
      above.add(supertype);
      if (!supertype.startsWith("java/")) {
        lineage.supertypes().add(Supertypes.hash(supertype));
      }
      inherited = inherited.and(lineage.of(supertype));
    }
  }

  private static boolean isGenerated(String name) {
    for (String infix : GENERATED) {
      if (name.contains(infix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return new MarkReader(marks.annotations(), descriptor) {
      @Override
      void found(String feature) {
        featureOfClass = feature;
      }
    };
  }

  /** Before any method (ASM's {@code ClassVisitor}). */
  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    if (isCaseClass) {
      fields.add(name + descriptor);
    }
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    hasInitializer |= name.equals(INITIALIZER);
    SurveyedMethod method = new SurveyedMethod(access, name, descriptor);
    methods.put(method.key(), method);
    return new MethodSurvey(this, method, marks.annotations());
  }

  /**
   * A lambda that implements a marked method: the method that the compiler made of its body is
   * gated. What a method reference names cannot be, because others call it, too.
   */
  void lambda(String returned, String name, Type signature, String owner, String body) {
    String feature = lineage.of(returned).feature(name, signature.getDescriptor());
    if (feature == null) {
      return;
    }
    lambdasOf.add(new Implemented(returned, name + signature.getDescriptor()));
    if (owner.equals(type().getInternalName()) && body.startsWith("lambda$")) {
      lambdas.put(body, new Lambda(returned, name, signature.getDescriptor(), feature));
    } else {
      notGated.add(
          "a reference to "
              + owner.replace('/', '.')
              + "."
              + body
              + " as "
              + returned.replace('/', '.')
              + "."
              + name);
    }
  }
}
