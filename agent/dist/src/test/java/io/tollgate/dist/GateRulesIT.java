package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

        interface Courier {
          @Paid
          String bring();
        }

        static class Engraver {
          @Paid
          native void engrave();
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

        public static void main(String[] arguments) throws Exception {
          if (arguments.length > 1) {
            Class.forName(arguments[1]);
            Class.forName(arguments[2]);
          }
          Disk disk = new Disk();
          call("save", disk::save);
          call("lambda", ((Store) new Store() {
            public String save() { return "anonymous"; }
            public String find() { return ""; }
          })::save);
          call("find", disk::find);
          call("export", () -> exportAll(1, ""));
          call("free", Shop::free);
          if (arguments.length > 0) {
            awaitReport(java.nio.file.Path.of(arguments[0]));
          }
        }

        /** Stays until the agent has written of the call that was not open. */
        static void awaitReport(java.nio.file.Path status) throws Exception {
          long end = System.nanoTime() + 240_000_000_000L;
          while (System.nanoTime() < end) {
            if (java.nio.file.Files.exists(status)
                && java.nio.file.Files.readString(status).contains("denied\\":1")) {
              return;
            }
            Thread.sleep(50);
          }
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

  @ParameterizedTest
  @MethodSource("jdks")
  void statusNamesEachGateAndWhatItWouldHaveDenied(Jdk jdk)
      throws IOException, InterruptedException {
    Path state = Files.createDirectory(PRODUCT.folder().resolve("state-" + jdk.feature()));
    run(
        jdk,
        "report",
        "gate.mode=observe\ngate.methods=shop.Shop$Disk#save()@store;shop.Shop#free()",
        ",poll=PT1S,state.dir=" + state,
        state.resolve("status.json").toString());
    String status = Files.readString(state.resolve("status.json"));
    for (String part :
        List.of(
            "\"observes\":true",
            "\"observed\":{\"\":1,\"store\":1}",
            "\"denied\":{}",
            "{\"class\":\"shop.Shop\",\"method\":\"free()Ljava/lang/String;\",\"denied\":1}",
            "{\"class\":\"shop.Shop$Disk\",\"method\":\"save()Ljava/lang/String;\","
                + "\"feature\":\"store\",\"denied\":1}")) {
      assertTrue(status.contains(part), part + " in " + status);
    }
    Run text =
        Run.of(
            List.of(
                jdk.tool("java"),
                "-jar",
                Product.AGENT.toString(),
                "status",
                "--state-dir",
                state.toString()),
            Map.of(),
            PRODUCT.folder());
    assertTrue(text.out().contains("\"gatesWoven\":2"), text.out() + text.err());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void statusNamesMarksThatGateNothingAndOnlyWhatNeverCanIsToldAtOnce(Jdk jdk)
      throws IOException, InterruptedException {
    Path state = Files.createDirectory(PRODUCT.folder().resolve("waiting-" + jdk.feature()));
    Run run =
        start(
            jdk,
            "waiting",
            "gate.mode=observe\ngate.annotations=shop.Shop$Paid",
            ",poll=PT1S,state.dir=" + state,
            state.resolve("status.json").toString(),
            "shop.Shop$Courier",
            "shop.Shop$Engraver");
    String status = Files.readString(state.resolve("status.json"));
    // Store.save() has implementations.
    String expected =
        "\"notGated\":[\"shop.Shop$Engraver: engrave()V, which is native\","
            + "\"shop.Shop$Courier: bring()Ljava/lang/String;, which awaits an implementation\"]";
    assertTrue(status.contains(expected), status);
    assertEquals(
        1, run.err().lines().filter(line -> line.contains("TG-SYS-0007")).count(), run.err());
    assertTrue(run.err().contains("engrave()V, which is native"), run.err());
  }

  private static String run(Jdk jdk, String name, String gates)
      throws IOException, InterruptedException {
    return run(jdk, name, gates, "");
  }

  private static String run(
      Jdk jdk, String name, String gates, String settings, String... arguments)
      throws IOException, InterruptedException {
    return start(jdk, name, gates, settings, arguments).out();
  }

  private static Run start(Jdk jdk, String name, String gates, String settings, String... arguments)
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
    List<String> command = new ArrayList<>(jdk.light());
    command.add("-javaagent:" + Product.AGENT + "=policy=" + PRODUCT.path(policy) + settings);
    command.addAll(List.of("-cp", classes.toString(), "shop.Shop"));
    command.addAll(List.of(arguments));
    return Run.of(command, Map.of(), PRODUCT.folder()).assertStatus(0);
  }
}
