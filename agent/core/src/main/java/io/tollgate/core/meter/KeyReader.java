package io.tollgate.core.meter;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a metered call: the argument itself, or what a path of properties leads to. A
 * property is a method {@code getName()}, {@code isName()} or {@code name()}, or a field.
 *
 * <p>A class's accessor is kept with the class ({@link ClassValue}), so that a web application that
 * is gone is collected.
 */
final class KeyReader {
  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

  /** What a null is counted as. */
  private static final String NULL = "null";

  private final Property[] properties;

  KeyReader(List<String> path, Access access) {
    this.properties = new Property[path.size()];
    for (int i = 0; i < properties.length; i++) {
      properties[i] = new Property(path.get(i), access);
    }
  }

  /**
   * The key of an argument: a value that never changes and equals itself, or its text. Of an enum's
   * constant the name: the constant would hold on to the host's class loader.
   *
   * @throws NoKeyException if a property is not there, or its code fails
   */
  Object read(@Nullable Object argument) throws NoKeyException {
    Object value = argument;
    for (Property property : properties) {
      if (value == null) {
        break;
      }
      value = property.read(value);
    }
    if (value == null) {
      return NULL;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return isValue(value) ? value : textOf(value);
  }

  private static boolean isValue(Object key) {
    return key instanceof String
        || key instanceof Long
        || key instanceof Integer
        || key instanceof UUID
        || key instanceof Short
        || key instanceof Byte
        || key instanceof Character
        || key instanceof Boolean;
  }

  private static String textOf(Object value) throws NoKeyException {
    try {
      String text = value.toString();
      return text == null ? NULL : text;
    } catch (RuntimeException e) {
      throw failed(value, "toString()", e);
    }
  }

  /**
   * Of what the host throws the class alone: its text is the host's, and may be code of its own.
   */
  private static NoKeyException failed(Object owner, String what, Throwable problem) {
    return new NoKeyException(
        owner.getClass().getName() + "." + what + " fails (" + problem.getClass().getName() + ")");
  }

  /** A key that cannot be read. */
  static final class NoKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    NoKeyException(String message) {
      super(message, null, false, false);
    }
  }

  private static final class Property extends ClassValue<Optional<MethodHandle>> {
    private final String name;
    private final Access access;

    Property(String name, Access access) {
      this.name = name;
      this.access = access;
    }

    @Nullable Object read(Object owner) throws NoKeyException {
      Optional<MethodHandle> accessor = accessor(owner);
      if (accessor.isEmpty()) {
        throw new NoKeyException(owner.getClass().getName() + " has no property " + name);
      }
      try {
        return accessor.get().invokeExact(owner);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw failed(owner, name, e);
      }
    }

    /** A class that names another which is not there cannot be looked into. */
    private Optional<MethodHandle> accessor(Object owner) throws NoKeyException {
      try {
        return get(owner.getClass());
      } catch (LinkageError | RuntimeException e) {
        throw failed(owner, name, e);
      }
    }

    @Override
    protected Optional<MethodHandle> computeValue(Class<?> type) {
      String tail = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      for (String method : new String[] {"get" + tail, "is" + tail, name}) {
        Optional<MethodHandle> accessor = method(type, method);
        if (accessor.isPresent()) {
          return accessor;
        }
      }
      return field(type);
    }

    /** The public one first: for the others the JVM has to know all that the class names. */
    private Optional<MethodHandle> method(Class<?> type, String method) {
      Optional<MethodHandle> known = publicMethod(type, method);
      for (Class<?> at = type; known.isEmpty() && at != null; at = at.getSuperclass()) {
        known = declaredMethod(at, method);
      }
      return known.isPresent() ? known : methodOfInterface(type, method);
    }

    /** A class of the JDK that nobody may see has what its interfaces show. */
    private Optional<MethodHandle> methodOfInterface(Class<?> type, String method) {
      Optional<MethodHandle> known = Optional.empty();
      for (Class<?> at = type; known.isEmpty() && at != null; at = at.getSuperclass()) {
        for (Class<?> each : at.getInterfaces()) {
          known = known.isPresent() ? known : publicMethod(each, method);
        }
      }
      return known;
    }

    private Optional<MethodHandle> publicMethod(Class<?> type, String method) {
      try {
        Method found = type.getMethod(method);
        return isGetter(found) ? handle(found) : Optional.empty();
      } catch (NoSuchMethodException e) {
        return Optional.empty();
      }
    }

    private Optional<MethodHandle> declaredMethod(Class<?> type, String method) {
      for (Method each : type.getDeclaredMethods()) {
        if (each.getName().equals(method) && isGetter(each)) {
          return handle(each);
        }
      }
      return Optional.empty();
    }

    private static boolean isGetter(Method method) {
      return method.getParameterCount() == 0
          && method.getReturnType() != void.class
          && !Modifier.isStatic(method.getModifiers());
    }

    private Optional<MethodHandle> field(Class<?> type) {
      for (Class<?> at = type; at != null; at = at.getSuperclass()) {
        for (Field each : at.getDeclaredFields()) {
          if (each.getName().equals(name) && !Modifier.isStatic(each.getModifiers())) {
            return handle(each);
          }
        }
      }
      return Optional.empty();
    }

    /** What anybody may read needs no opening of its package. */
    private Optional<MethodHandle> handle(Member member) {
      try {
        return Optional.of(handle(MethodHandles.publicLookup(), member));
      } catch (IllegalAccessException notPublic) {
        Class<?> owner = member.getDeclaringClass();
        access.open(owner);
        try {
          return Optional.of(
              handle(MethodHandles.privateLookupIn(owner, MethodHandles.lookup()), member));
        } catch (IllegalAccessException e) {
          return Optional.empty();
        }
      }
    }

    private static MethodHandle handle(MethodHandles.Lookup lookup, Member member)
        throws IllegalAccessException {
      MethodHandle handle =
          member instanceof Method method
              ? lookup.unreflect(method)
              : lookup.unreflectGetter((Field) member);
      return handle.asType(READ);
    }
  }
}
