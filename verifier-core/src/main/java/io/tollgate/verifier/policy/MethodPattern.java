package io.tollgate.verifier.policy;

import io.tollgate.verifier.text.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Methods to be gated, by name: {@code com.acme..*Service#save*(..)@export}. A type, {@code #}, a
 * method ({@code <init>} for constructors), its parameters, and the feature that its gate asks for.
 * In names {@code *} stands for any characters but a dot, and {@code ..} for any packages; among
 * parameters {@code *} is one and {@code ..} at the end any number. A parameter without a package
 * is of that simple name in any package.
 */
public final class MethodPattern {
  private static final String CONSTRUCTOR = "<init>";
  private static final String REST = "..";
  private static final String ARRAY = "[]";
  private static final List<String> PRIMITIVES =
      List.of("boolean", "byte", "char", "short", "int", "long", "float", "double");

  /** Of {@link #PRIMITIVES}, in their order, as descriptors write them (JVMS §4.3.2). */
  private static final String PRIMITIVE_CODES = "ZBCSIJFD";

  private final String text;
  private final NamePattern type;
  private final String method;
  private final List<Parameter> parameters;
  private final boolean moreParameters;
  private final String feature;

  private MethodPattern(
      String text,
      NamePattern type,
      String method,
      List<Parameter> parameters,
      boolean moreParameters,
      String feature) {
    this.text = text;
    this.type = type;
    this.method = method;
    this.parameters = List.copyOf(parameters);
    this.moreParameters = moreParameters;
    this.feature = feature;
  }

  /** The pattern; empty if this is none. */
  static Optional<MethodPattern> parse(String text) {
    int hash = text.indexOf('#');
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (hash < 0 || open < hash || close < open) {
      return Optional.empty();
    }
    Optional<NamePattern> type = NamePattern.parse(text.substring(0, hash).strip());
    String method = text.substring(hash + 1, open).strip();
    String feature = text.substring(close + 1).strip();
    boolean named = feature.isEmpty() || (feature.startsWith("@") && feature.length() > 1);
    // A bare star would be all classes without a package, which nobody means.
    boolean typed = type.isPresent() && !text.startsWith("*#");
    if (!named || !typed || !isMethod(method)) {
      return Optional.empty();
    }
    return withParameters(
        text,
        type.get(),
        method,
        text.substring(open + 1, close).strip(),
        feature.isEmpty() ? "" : feature.substring(1).strip());
  }

  private static Optional<MethodPattern> withParameters(
      String text, NamePattern type, String method, String list, String feature) {
    List<Parameter> parameters = new ArrayList<>();
    boolean more = false;
    for (String part : list.isEmpty() ? List.<String>of() : Parts.of(list, ',')) {
      String parameter = part.strip();
      Optional<Parameter> parsed = Parameter.parse(parameter);
      if (more || (!parameter.equals(REST) && parsed.isEmpty())) {
        return Optional.empty();
      }
      more = parameter.equals(REST);
      if (!more) {
        parameters.add(parsed.orElseThrow());
      }
    }
    return Optional.of(new MethodPattern(text, type, method, parameters, more, feature));
  }

  private static boolean isMethod(String name) {
    if (name.equals(CONSTRUCTOR)) {
      return true;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '*' && c != '-' && !Character.isJavaIdentifierPart(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** As the policy writes it. */
  public String text() {
    return text;
  }

  /** The feature that these gates ask for; empty for none. */
  public String feature() {
    return feature;
  }

  /**
   * Whether methods of this type are meant.
   *
   * @param internalName with slashes, {@code com/acme/Orders} (JVMS §4.2.1)
   */
  public boolean isOf(String internalName) {
    return type.matches(internalName, 0, internalName.length());
  }

  /** The one type whose methods are meant, with slashes; empty if there may be several. */
  public Optional<String> exactType() {
    return type.exact();
  }

  /** Whether it names this method without any star, so that nothing is taken for granted. */
  public boolean names(String name) {
    return method.equals(name);
  }

  /**
   * Whether a method of its types is meant.
   *
   * @param descriptor {@code (Lcom/acme/Order;I)V} (JVMS §4.3.3)
   */
  public boolean matches(String name, String descriptor) {
    boolean constructor = name.startsWith("<");
    if (constructor ? !method.equals(name) : !Glob.matches(method, name, 0, name.length())) {
      return false;
    }
    int at = 1;
    for (Parameter parameter : parameters) {
      if (descriptor.charAt(at) == ')') {
        return false;
      }
      int end = end(descriptor, at);
      if (!parameter.matches(descriptor, at, end)) {
        return false;
      }
      at = end;
    }
    return moreParameters || descriptor.charAt(at) == ')';
  }

  /** Where the parameter that begins there ends. */
  private static int end(String descriptor, int from) {
    int at = from;
    while (descriptor.charAt(at) == '[') {
      at++;
    }
    return descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MethodPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * One parameter.
   *
   * @param name of its class; a bare star is any type whatever
   * @param primitive the code of a primitive type; empty for a class
   * @param dimensions of an array; 0 if it is none
   */
  private record Parameter(NamePattern name, String primitive, int dimensions) {

    static Optional<Parameter> parse(String text) {
      String name = text;
      int dimensions = 0;
      while (name.endsWith(ARRAY)) {
        name = name.substring(0, name.length() - ARRAY.length()).strip();
        dimensions++;
      }
      Optional<NamePattern> pattern = NamePattern.parse(name);
      if (pattern.isEmpty()) {
        return Optional.empty();
      }
      int primitive = PRIMITIVES.indexOf(name);
      return Optional.of(
          new Parameter(
              pattern.get().isSimple() ? pattern.get().inAnyPackage() : pattern.get(),
              primitive < 0 ? "" : String.valueOf(PRIMITIVE_CODES.charAt(primitive)),
              dimensions));
    }

    boolean matches(String descriptor, int from, int to) {
      int at = from;
      while (descriptor.charAt(at) == '[') {
        at++;
      }
      boolean any = dimensions == 0 && name.isAnything();
      if (any) {
        return true;
      }
      if (at - from != dimensions) {
        return false;
      }
      boolean object = descriptor.charAt(at) == 'L';
      if (!primitive.isEmpty()) {
        return !object && primitive.charAt(0) == descriptor.charAt(at);
      }
      return object ? name.matches(descriptor, at + 1, to - 1) : name.isAnything();
    }
  }
}
