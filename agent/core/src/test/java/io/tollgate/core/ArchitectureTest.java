package io.tollgate.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URL;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule apiKnowsOnlyJavaBase =
      classes()
          .that()
          .resideInAPackage("io.tollgate.api")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.tollgate.api", "java.lang..", "java.util", "java.time", "org.jspecify..");

  @Test
  void theGateKnowsOnlyJavaBase() throws ClassNotFoundException {
    URL opener =
        Class.forName("io.tollgate.gate.GateOpener")
            .getProtectionDomain()
            .getCodeSource()
            .getLocation();
    JavaClasses gate = new ClassFileImporter().importUrl(opener);
    assertTrue(gate.contain("java.lang.TollgateGate"));
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.tollgate.gate", "java.lang..", "java.util..")
        .check(gate);
  }

  @ArchTest
  static final ArchRule oneAdapterEachTouchesTheClock =
      noClasses()
          .that()
          .doNotHaveSimpleName("SystemClock")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule oneAdapterEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveSimpleName("JvmExit")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule oneAdapterWritesToStandardError =
      noClasses()
          .that()
          .doNotHaveSimpleName("StandardError")
          .should()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule oneAdapterReadsFilesAndOneWritesThem =
      noClasses()
          .that()
          .doNotHaveSimpleName("LocalFiles")
          .and()
          .doNotHaveSimpleName("LocalStorage")
          .and()
          .doNotHaveSimpleName("LocalLedger")
          .and()
          .doNotHaveSimpleName("LocalLineFiles")
          .and()
          // Knows exceptions of the JDK by name, and touches no file.
          .doNotHaveSimpleName("FileProblem")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(FileInputStream|FileReader|RandomAccessFile)")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.file..");

  @ArchTest
  static final ArchRule oneAdapterReadsTheEnvironment =
      noClasses()
          .that()
          .doNotHaveSimpleName("JvmEnvironment")
          .should()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule onePackageFetchesAndOneListens =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tollgate.core.net", "io.tollgate.core.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "javax.net..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.net\\.(.*Socket.*|Inet.*Address|.*URLConnection|Proxy.*|Authenticator)|"
                  + "java\\.nio\\.channels\\.(.*Socket.*|Select.*|Datagram.*)");

  @ArchTest
  static final ArchRule nothingLocksInTheHostsChoiceOfLoggingOrManagement =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tollgate.core.jmx")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "java.lang.management..", "javax.management..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.System\\$Logger.*");

  @ArchTest
  static final ArchRule theBeanLogsNothing =
      noClasses()
          .that()
          .resideInAPackage("io.tollgate.core.jmx")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.logging\\..*|java\\.lang\\.System\\$Logger.*");

  @ArchTest
  static final ArchRule theBeanHoldsNoWayToTheGates =
      classes()
          .that()
          .resideInAPackage("io.tollgate.core.jmx")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.tollgate.core.jmx",
              "io.tollgate.verifier.text",
              "java..",
              "javax.management..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule onlyOnePackageTouchesTheFlightRecorder =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tollgate.core.jfr")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.jfr..");

  @ArchTest
  static final ArchRule witnessesDoNotKnowEachOther =
      slices()
          .matching("io.tollgate.core.(announce|audit|gate|jfr|jmx|status)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("io.tollgate.core.status"),
              resideInAPackage("io.tollgate.core.gate"));

  @ArchTest
  static final ArchRule listenersDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.tollgate.core.announce")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.tollgate.core.gate", "io.tollgate.core.http");

  @ArchTest
  static final ArchRule theEndpointKnowsTheFactsAndNobodyElse =
      noClasses()
          .that()
          .resideInAPackage("io.tollgate.core.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tollgate.core.announce",
              "io.tollgate.core.chores",
              "io.tollgate.core.gate",
              "io.tollgate.core.lifecycle",
              "io.tollgate.core.weave");

  @ArchTest
  static final ArchRule onePackageServesHttpAndSpeaksToPrometheus =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tollgate.core.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..", "io.prometheus..");

  @ArchTest
  static final ArchRule gateDoesNotKnowTheAnnouncer =
      noClasses()
          .that()
          .resideInAPackage("io.tollgate.core.gate")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tollgate.core.announce");

  @ArchTest
  static final ArchRule theWatchTouchesNothingThatCanHang =
      noClasses()
          .that()
          .haveSimpleName("Watch")
          .or()
          .resideInAPackage("io.tollgate.core.gate")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.tollgate\\.core\\.system\\.(Console|FileSystem|StandardError|LocalFiles)|"
                  + "io\\.tollgate\\.core\\.source\\..*");

  @ArchTest
  static final ArchRule onlyTheKeeperAsksTheVerifier =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tollgate.core.gate",
              "io.tollgate.core.announce",
              "io.tollgate.core.http",
              "io.tollgate.core.weave")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.tollgate.verifier.Verifier");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.tollgate.core.(*)..").should().beFreeOfCycles();
}
