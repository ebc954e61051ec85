package io.tollgate.premain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.tollgate.premain",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule whatLiesInSightOfTheHostKnowsOnlyTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.tollgate.premain", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule itHandsOverAndOffersNothing =
      classes()
          .that()
          .haveSimpleNameNotStartingWith("Tollgate")
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .notBePublic();

  /** Static fields are what reflection gets without an object; from the loader it gets all else. */
  @ArchTest
  static final ArchRule noStaticFieldLeadsToTheAgentsClasses =
      fields()
          .that()
          .areStatic()
          .should()
          .haveRawType(String.class)
          .orShould()
          .haveRawType(boolean.class)
          .orShould()
          .haveRawType(int.class);
}
