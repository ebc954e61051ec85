package io.tollgate.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule apiKnowsOnlyJavaBase =
      classes()
          .that()
          .resideInAPackage("io.tollgate.api")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.tollgate.api", "java.lang..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule gateKnowsOnlyJavaBase =
      classes()
          .that()
          .resideInAPackage("io.tollgate.gate")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.tollgate.gate", "java.lang..", "java.util..");

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
  static final ArchRule oneAdapterReadsFiles =
      noClasses()
          .that()
          .doNotHaveSimpleName("LocalFiles")
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
  static final ArchRule nothingLocksInTheHostsChoiceOfLoggingOrManagement =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "java.lang.management..", "javax.management..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.System\\$Logger.*");

  @ArchTest
  static final ArchRule listenersDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.tollgate.core.announce")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tollgate.core.gate");

  @ArchTest
  static final ArchRule gateDoesNotKnowTheAnnouncer =
      noClasses()
          .that()
          .resideInAPackage("io.tollgate.core.gate")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tollgate.core.announce");

  @ArchTest
  static final ArchRule onlyTheKeeperAsksTheVerifier =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tollgate.core.gate", "io.tollgate.core.announce", "io.tollgate.core.weave")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.tollgate.verifier.Verifier");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.tollgate.core.(*)..").should().beFreeOfCycles();
}
