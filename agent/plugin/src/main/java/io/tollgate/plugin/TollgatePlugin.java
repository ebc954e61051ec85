package io.tollgate.plugin;

import io.tollgate.core.weave.BuildTimeWeaver;
import io.tollgate.core.weave.WeaveFailures;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.GateRules;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.build.BuildLogger;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Builds gates into a product: a plugin for {@code byte-buddy-maven-plugin} and Byte Buddy's Gradle
 * plugin. A class woven so is closed when the product runs without the agent, and follows the
 * license when it runs with it; the agent recognizes its gates.
 */
public final class TollgatePlugin implements Plugin.WithPreprocessor {
  private static final GateRules LICENSED = GateRules.of(List.of("io.tollgate.api.Licensed"));

  private final BuildTimeWeaver weaver;
  private final Set<String> seen = new HashSet<>();

  /** Gates what {@code @Licensed} marks. */
  public TollgatePlugin(BuildLogger log) {
    this(LICENSED, log);
  }

  /**
   * Gates what a policy says, by its {@code gate.annotations} and {@code gate.methods}.
   *
   * @param policy the policy's path
   * @throws IllegalArgumentException if it cannot be read, with the line that is wrong
   */
  @Plugin.Factory.UsingReflection.Priority(1)
  public TollgatePlugin(String policy, BuildLogger log) {
    this(rules(policy), log);
  }

  private TollgatePlugin(GateRules rules, BuildLogger log) {
    this.weaver = new BuildTimeWeaver(rules, new Warnings(log));
  }

  private static GateRules rules(String policy) {
    Path file = new File(policy).toPath();
    try {
      return PolicyReader.gates(String.valueOf(file.getFileName()), name -> read(file, name));
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e.refusal().line(), e);
    }
  }

  private static byte[] read(Path policy, String name) throws IOException {
    return Files.readAllBytes(policy.resolveSibling(name));
  }

  /** All types of the product come by here before the first of them is woven. */
  @Override
  public void onPreprocess(TypeDescription type, ClassFileLocator locator) {
    look(type, locator);
  }

  /** What a type extends and implements before itself, because marks are handed down. */
  private void look(@Nullable TypeDefinition type, ClassFileLocator locator) {
    if (type == null || !seen.add(type.asErasure().getName())) {
      return;
    }
    look(type.getSuperClass(), locator);
    for (TypeDefinition each : type.getInterfaces()) {
      look(each, locator);
    }
    try {
      ClassFileLocator.Resolution classFile = locator.locate(type.asErasure().getName());
      if (classFile.isResolved()) {
        weaver.look(classFile.resolve());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(type + " cannot be read.", e);
    }
  }

  @Override
  public boolean matches(TypeDescription type) {
    return weaver.gates(type.getInternalName());
  }

  @Override
  public DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
    return builder.visit(new Gates(weaver));
  }

  @Override
  public void close() {}

  private static final class Gates extends AsmVisitorWrapper.AbstractBase {
    private final BuildTimeWeaver weaver;

    Gates(BuildTimeWeaver weaver) {
      this.weaver = weaver;
    }

    @Override
    public ClassVisitor wrap(
        TypeDescription type,
        ClassVisitor next,
        Implementation.Context context,
        TypePool pool,
        FieldList<FieldDescription.InDefinedShape> fields,
        MethodList<?> methods,
        int writerFlags,
        int readerFlags) {
      return weaver.gated(type.getInternalName(), next);
    }
  }

  private record Warnings(BuildLogger log) implements WeaveFailures {
    @Override
    public void failed(String className, Throwable problem) {
      throw new IllegalStateException(className + " cannot be woven.", problem);
    }

    @Override
    public void notGated(String className, String what) {
      log.warn("Tollgate: not gated: " + className + ": " + what);
    }

    @Override
    public void withoutAnswer(String className, Throwable problem) {
      throw new IllegalStateException("Servlets are not woven here.", problem);
    }
  }
}
