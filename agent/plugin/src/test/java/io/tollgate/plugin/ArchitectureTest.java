package io.tollgate.plugin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.tollgate.plugin",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule aBuildKnowsTheWeaverAndThePolicyAndNothingThatRuns =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.tollgate.plugin",
              "io.tollgate.core.weave",
              "io.tollgate.verifier.policy",
              "io.tollgate.verifier.license",
              "net.bytebuddy..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule ofTheWeaverItKnowsWhatIsForBuilds =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.tollgate\\.core\\.weave\\.(?!BuildTimeWeaver$|WeaveFailures$).*");
}
