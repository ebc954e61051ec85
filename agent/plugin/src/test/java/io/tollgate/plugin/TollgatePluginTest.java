package io.tollgate.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.verifier.license.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import net.bytebuddy.build.BuildLogger;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Byte Buddy's own engine, which its Maven and Gradle plugins run, on classes of javac's. */
class TollgatePluginTest {
  private static final String PRODUCT =
      """
      package acme;

      import io.tollgate.api.Licensed;

      public class Orders implements Store {
        @Licensed("export")
        public static String export() {
          return "exported";
        }

        public static String saved() {
          return new Orders().save();
        }

        @Override
        public String save() {
          return "saved";
        }

        public static String lambda() {
          Store store = () -> "by lambda";
          return store.save();
        }

        @Licensed
        public static native void foreign();

        public static String free() {
          return "free";
        }
      }

      interface Store {
        @Licensed
        String save();
      }

      class Plain {}
      """;

  @TempDir private Path folder = Path.of("");
  private final List<String> warnings = new ArrayList<>();

  private final BuildLogger log =
      new BuildLogger.Adapter() {
        @Override
        public void warn(String message) {
          warnings.add(message);
        }
      };

  @BeforeEach
  void compile() throws IOException {
    Path source = Files.writeString(folder.resolve("Orders.java"), PRODUCT);
    String api = classPathOf(LicenseRequiredException.class);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--release",
                "17",
                "-cp",
                api,
                "-d",
                folder.resolve("classes").toString(),
                source.toString());
    assertEquals(0, status);
  }

  @Test
  void withoutTheAgentAGateIsClosedAndSaysWhy() throws Exception {
    Class<?> orders = woven(new TollgatePlugin(log));
    for (String gated : List.of("export", "saved", "lambda")) {
      LicenseRequiredException denied = denied(orders.getMethod(gated));
      assertEquals(ErrorCode.AGENT_ABSENT.code(), denied.code(), gated);
      assertTrue(String.valueOf(denied.getMessage()).startsWith("Renew your license: "), gated);
    }
    assertEquals("export", denied(orders.getMethod("export")).feature());
    assertEquals("free", orders.getMethod("free").invoke(null));
  }

  @Test
  void whatCannotBeGatedIsAWarningOfTheBuild() throws Exception {
    woven(new TollgatePlugin(log));
    assertEquals(
        List.of("Tollgate: not gated: acme.Orders: foreign()V, which is native"), warnings);
  }

  @Test
  void aClassWithoutGatesKeepsItsBytes() throws Exception {
    woven(new TollgatePlugin(log));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("classes/acme/Plain.class")),
        Files.readAllBytes(folder.resolve("woven/acme/Plain.class")));
  }

  @Test
  void aPolicySaysWhatIsGated() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.properties"), "gate.methods=acme.Orders#free()@extra\n");
    Class<?> orders = woven(new TollgatePlugin(policy.toString(), log));
    assertEquals("extra", denied(orders.getMethod("free")).feature());
  }

  @Test
  void aMistakeInThePolicyEndsTheBuildWithTheLineThatIsWrong() throws IOException {
    Path policy =
        Files.writeString(folder.resolve("policy.properties"), "gate.methods=acme.Orders\n");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new TollgatePlugin(policy.toString(), log));
    assertTrue(String.valueOf(e.getMessage()).contains("gate.methods=acme.Orders"), e.toString());
  }

  private Class<?> woven(Plugin plugin) throws Exception {
    File target = Files.createDirectory(folder.resolve("woven")).toFile();
    new Plugin.Engine.Default()
        .with(ClassFileLocator.ForClassLoader.of(getClass().getClassLoader()))
        .apply(folder.resolve("classes").toFile(), target, new Plugin.Factory.Simple(plugin));
    URLClassLoader loader =
        new URLClassLoader(new URL[] {target.toURI().toURL()}, getClass().getClassLoader());
    return loader.loadClass("acme.Orders");
  }

  private static LicenseRequiredException denied(Method method) {
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> method.invoke(null));
    return assertInstanceOf(LicenseRequiredException.class, e.getCause());
  }

  private static String classPathOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
