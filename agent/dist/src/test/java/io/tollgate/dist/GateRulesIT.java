package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that know nothing of Tollgate, gated by policy alone. */
class GateRulesIT {
  private static final Product PRODUCT = Product.make();

  /** Prints, for each call, what it returned or how it was denied. */
  private static final String SHOP =
      """
      package shop;

      import java.util.function.Supplier;

      public class Shop {
        @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
        @interface Paid {
          String value() default "";
        }

        interface Store {
          @Paid("store")
          String save();

          String find();
        }

        static class Disk implements Store {
          public String save() {
            return "saved";
          }

          public String find() {
            return "found";
          }
        }

        static String exportAll(int from, String to) {
          return "exported";
        }

        static String free() {
          return "free";
        }

        static void call(String name, Supplier<String> what) {
          String result;
          try {
            result = what.get();
          } catch (IllegalStateException e) {
            result = "DENIED";
          }
          System.out.println(name + " " + result);
        }

        public static void main(String[] arguments) {
          Disk disk = new Disk();
          call("save", disk::save);
          call("lambda", ((Store) new Store() {
            public String save() { return "anonymous"; }
            public String find() { return ""; }
          })::save);
          call("find", disk::find);
          call("export", () -> exportAll(1, ""));
          call("free", Shop::free);
        }
      }
      """;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void patternsGateAnApplicationThatNamesNothingOfTollgates(Jdk jdk)
      throws IOException, InterruptedException {
    String out =
        run(jdk, "patterns", "gate.methods=shop..*Store#save(..)@store;shop.Shop#export*(int,..)");
    assertEquals(
        List.of("save DENIED", "lambda DENIED", "find found", "export DENIED", "free free"),
        out.lines().toList());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void somebodyElsesAnnotationOnAnInterfaceGatesWhatImplementsIt(Jdk jdk)
      throws IOException, InterruptedException {
    String out = run(jdk, "annotation", "gate.annotations=shop.Shop$Paid");
    assertEquals(
        List.of("save DENIED", "lambda DENIED", "find found", "export exported", "free free"),
        out.lines().toList());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aGateThatOnlyObservesDeniesNothing(Jdk jdk) throws IOException, InterruptedException {
    String out = run(jdk, "observe", "gate.mode=observe\ngate.annotations=shop.Shop$Paid");
    assertTrue(out.contains("save saved"), out);
    assertTrue(!out.contains("DENIED"), out);
  }

  private static String run(Jdk jdk, String name, String gates)
      throws IOException, InterruptedException {
    Path classes = PRODUCT.folder().resolve("shop-classes");
    Path source = PRODUCT.folder().resolve("Shop.java");
    if (!Files.exists(source)) {
      Product.compile(Files.writeString(source, SHOP), classes);
    }
    String policy =
        PRODUCT.policy(
            name + ".properties",
            gates + "\nstart.on-missing=gate\ntoken.file=" + PRODUCT.path("absent"));
    Run run =
        Run.of(
            List.of(
                jdk.tool("java"),
                "-javaagent:" + Product.AGENT + "=policy=" + PRODUCT.path(policy),
                "-cp",
                classes.toString(),
                "shop.Shop"),
            Map.of(),
            PRODUCT.folder());
    return run.assertStatus(0).out();
  }
}
