package io.tollgate.core.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that were let pass because the marks above them were not known yet.
 *
 * <p>The JVM shows a class to its transformers before it loads what the class extends and
 * implements, and nothing can be loaded inside a transformer: the first class below a marked
 * interface goes by before the interface does. So the interface, when it comes, gets a call into
 * its initializer, and a class into its constructors. These run before any method of what is below
 * can, and end here: the classes below are woven now.
 *
 * <pre>
 *   load OrderServiceImpl ─▶ transform(OrderServiceImpl)    no mark in sight: passes
 *     load OrderService   ─▶ transform(OrderService)        marked, and named as a supertype before:
 *                                                           woven with a call to settle
 *   new OrderServiceImpl()
 *     initialize OrderService ─▶ settle ─▶ retransform(OrderServiceImpl)    gated from here on
 *     OrderServiceImpl.save() ─▶ gate
 * </pre>
 */
final class Settlement implements Consumer<Class<?>>, GateTransformer.Settlings {
  /** Java 8: interfaces of older class files cannot have private methods (JVMS §4.6). */
  private static final int OLDEST_INTERFACE = 52;

  private final Instrumentation instrumentation;
  private final Lineage lineage;
  private final WeaveFailures failures;

  /** Types that call for what is below them, and whether they have done so. */
  private final PerLoader<Boolean> settled = new PerLoader<>();

  /** How much was known when a class was woven last. */
  private final PerLoader<Integer> seen = new PerLoader<>();

  /** Names of types to be looked at again: a class may have been on its way in another thread. */
  private final ConcurrentLinkedQueue<String> again = new ConcurrentLinkedQueue<>();

  Settlement(Instrumentation instrumentation, Lineage lineage, WeaveFailures failures) {
    this.instrumentation = instrumentation;
    this.lineage = lineage;
    this.failures = failures;
  }

  @Override
  public GateWeaver.Settling at(@Nullable ClassLoader loader, boolean redefined) {
    return new Decision(this, loader, redefined);
  }

  @Override
  public void seen(@Nullable ClassLoader loader, String className, int age) {
    seen.put(loader, className, age);
  }

  private static final class Decision implements GateWeaver.Settling {
    private final Settlement settlement;
    private final @Nullable ClassLoader loader;
    private final boolean redefined;

    Decision(Settlement settlement, @Nullable ClassLoader loader, boolean redefined) {
      this.settlement = settlement;
      this.loader = loader;
      this.redefined = redefined;
    }

    @Override
    public boolean isNeeded(Survey survey) {
      return settlement.isNeeded(loader, survey, redefined);
    }
  }

  private boolean isNeeded(@Nullable ClassLoader loader, Survey survey, boolean redefined) {
    String name = survey.type().getInternalName();
    if (redefined) {
      // Methods can neither come nor go any more; a class's constructors need not call twice.
      Boolean done = settled.get(loader, name);
      return done != null && (survey.isInterface() || !done);
    }
    boolean needed =
        lineage.mayHaveBeenPassed(name)
            || survey.isFunctional()
            || survey.borrows()
            || lineage.of(name).learns() != null;
    if (needed && survey.isInterface() && survey.version() < OLDEST_INTERFACE) {
      again.add(name);
      return false;
    }
    if (survey.borrows()) {
      // An object may be read from a stream, without a constructor.
      again.add(name);
    }
    if (needed) {
      settled.put(loader, name, Boolean.FALSE);
    } else {
      settled.remove(loader, name);
    }
    return needed;
  }

  /** A type that hands marks down is about to be used. */
  @Override
  public void accept(Class<?> type) {
    try {
      String name = internalName(type);
      if (lineage.of(name).isEmpty() && settled.get(type.getClassLoader(), name) == null) {
        return;
      }
      learn(type, name);
      weaveBelow(type);
      borrow(type);
      settled.put(type.getClassLoader(), name, Boolean.TRUE);
      if (!type.isInterface()) {
        retransform(type);
      }
      again.add(name);
    } catch (Throwable e) {
      failures.failed(type.getName(), e);
    }
  }

  /** Looks once more below what was looked below since the last time, off the host's threads. */
  void lookAgain() {
    Set<String> names = new HashSet<>();
    String next = again.poll();
    while (next != null) {
      names.add(next.replace('/', '.'));
      next = again.poll();
    }
    if (names.isEmpty()) {
      return;
    }
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (names.contains(type.getName())) {
        weaveBelow(type);
        borrow(type);
      }
    }
  }

  /** Weaves these; what hands marks down before what is below it. */
  void weave(List<Class<?>> types) {
    Set<Class<?>> all = new LinkedHashSet<>(types);
    Set<Class<?>> ordered = new LinkedHashSet<>();
    for (Class<?> type : types) {
      order(type, all, ordered);
    }
    retransformAll(ordered.toArray(new Class<?>[0]));
    for (Class<?> type : ordered) {
      if (lineage.of(internalName(type)).learns() != null) {
        accept(type);
      }
    }
    for (Class<?> type : ordered) {
      borrow(type);
    }
  }

  /**
   * Gates what a class has from above and implements a marked type with, although the class above
   * knows nothing of that type; for receivers below the type only.
   */
  private void borrow(Class<?> type) {
    if (type.isInterface()) {
      return;
    }
    Set<Class<?>> above = new LinkedHashSet<>();
    addAbove(type, above);
    Set<Class<?>> behind = new LinkedHashSet<>();
    for (Class<?> marked : above) {
      Heritage heritage = lineage.of(internalName(marked));
      if (marked.isInterface()
          && !(heritage.methods().isEmpty() && heritage.patterns().isEmpty())) {
        borrow(type, marked, above, behind);
      }
    }
    for (Class<?> each : behind) {
      retransform(each);
    }
  }

  private void borrow(Class<?> type, Class<?> marked, Set<Class<?>> above, Set<Class<?>> behind) {
    for (Class<?> each : above) {
      if (marked.isAssignableFrom(each)) {
        continue;
      }
      if (isOfTheJdk(each)) {
        tellOfJdk(type, marked, each);
      } else if (!instrumentation.isModifiableClass(each)) {
        failures.notGated(
            type.getName(), "what it has of " + marked.getName() + " from " + each.getName());
      } else {
        lineage.lend(internalName(marked), internalName(each));
        if (isBehind(each, each)) {
          behind.add(each);
        }
      }
    }
  }

  /** What the JDK implements cannot be gated: others have it, too. */
  private void tellOfJdk(Class<?> type, Class<?> marked, Class<?> ofTheJdk) {
    Heritage heritage = lineage.of(internalName(marked));
    for (Method method : ofTheJdk.getDeclaredMethods()) {
      String descriptor = Type.getMethodDescriptor(method);
      boolean gated =
          Modifier.isPublic(method.getModifiers())
              && !Modifier.isAbstract(method.getModifiers())
              && !Survey.isOfEveryObject(method.getName() + descriptor)
              && heritage.feature(method.getName(), descriptor) != null;
      if (gated && !declares(type, method)) {
        failures.notGated(
            type.getName(), method.getName() + descriptor + ", which it has from the JDK");
      }
    }
  }

  /** Whether a class or what it extends outside the JDK has the method itself. */
  private static boolean declares(Class<?> type, Method method) {
    for (Class<?> each = type; each != null && !isOfTheJdk(each); each = each.getSuperclass()) {
      if (isDeclaredBy(each, method)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDeclaredBy(Class<?> type, Method method) {
    try {
      return type.getDeclaredMethod(method.getName(), method.getParameterTypes()) != null;
    } catch (NoSuchMethodException | LinkageError e) {
      // One that cannot be asked, because it names a class that is missing, is told of in doubt.
      return false;
    }
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.getClassLoader() == null && type.getModule().isNamed();
  }

  private static void addAbove(Class<?> type, Set<Class<?>> above) {
    Class<?> superclass = type.getSuperclass();
    if (superclass != null && superclass != Object.class && above.add(superclass)) {
      addAbove(superclass, above);
    }
    for (Class<?> each : type.getInterfaces()) {
      if (above.add(each)) {
        addAbove(each, above);
      }
    }
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static void order(Class<?> type, Set<Class<?>> all, Set<Class<?>> ordered) {
    if (ordered.contains(type)) {
      return;
    }
    Class<?> above = type.getSuperclass();
    if (above != null) {
      order(above, all, ordered);
    }
    for (Class<?> each : type.getInterfaces()) {
      order(each, all, ordered);
    }
    if (all.contains(type)) {
      ordered.add(type);
    }
  }

  /**
   * What a marked interface has from those that it extends. From their class files: reflection
   * fails where one of their methods names a class that is missing.
   */
  private void learn(Class<?> type, String name) {
    String feature = lineage.of(name).learns();
    if (feature == null) {
      return;
    }
    Set<Class<?>> above = new LinkedHashSet<>();
    addAbove(type, above);
    for (Class<?> each : above) {
      if (isOfTheJdk(each)) {
        lineage.add(name, lineage.of(name).and(ofTheJdk(each, feature)), false);
      } else {
        lineage.teach(name, internalName(each));
        retransform(each);
      }
    }
  }

  private static Heritage ofTheJdk(Class<?> type, String feature) {
    Map<String, String> methods = new HashMap<>();
    for (Method method : type.getDeclaredMethods()) {
      String key = method.getName() + Type.getMethodDescriptor(method);
      int unfit = Modifier.STATIC | Modifier.PRIVATE;
      if ((method.getModifiers() & unfit) == 0 && !Survey.isOfEveryObject(key)) {
        methods.put(key, feature);
      }
    }
    return new Heritage(methods, List.of(), null, null);
  }

  private void weaveBelow(Class<?> type) {
    List<Class<?>> below = new ArrayList<>();
    List<String> lambdas = new ArrayList<>();
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    for (Class<?> other : loaded) {
      if (other == type || !type.isAssignableFrom(other)) {
        continue;
      }
      if (instrumentation.isModifiableClass(other)) {
        if (isBehind(other, type)) {
          below.add(other);
        }
      } else if (other.isHidden() && other.getName().contains("$$Lambda")) {
        lambdas.add(hostOf(other));
      } else {
        failures.notGated(other.getName(), "what it has of " + type.getName());
      }
    }
    for (Class<?> other : loaded) {
      if (lambdas.contains(keyOf(other)) && isBehind(other, type)) {
        below.add(other);
      }
    }
    weave(below);
  }

  /** Whether a class was woven last when less was known of the type above it. */
  private boolean isBehind(Class<?> other, Class<?> type) {
    Integer age = seen.get(other.getClassLoader(), internalName(other));
    return age == null || age < lineage.changed(internalName(type));
  }

  /** The class whose code made a lambda, which the JVM names by it. */
  private static String hostOf(Class<?> lambda) {
    String name = lambda.getName();
    return System.identityHashCode(lambda.getClassLoader())
        + "/"
        + name.substring(0, name.indexOf("$$Lambda"));
  }

  private static String keyOf(Class<?> type) {
    return System.identityHashCode(type.getClassLoader()) + "/" + type.getName();
  }

  /**
   * One class that the JVM refuses spoils it for all that are given with it: it is looked for by
   * halves, because each call stops the JVM, and a server has ten thousand classes.
   */
  private void retransformAll(Class<?>[] types) {
    if (types.length == 0 || retransform(types) || types.length == 1) {
      return;
    }
    int half = types.length / 2;
    retransformAll(Arrays.copyOfRange(types, 0, half));
    retransformAll(Arrays.copyOfRange(types, half, types.length));
  }

  /** False if the JVM refuses one of the classes: it does not touch the others then. */
  private boolean retransform(Class<?>... types) {
    try {
      instrumentation.retransformClasses(types);
      return true;
    } catch (InternalError | NoClassDefFoundError e) {
      // "invalid class": one that lacks another class and cannot be linked. No code of it can run.
      return false;
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      if (types.length == 1) {
        failures.failed(types[0].getName(), e);
      }
      return false;
    }
  }
}
