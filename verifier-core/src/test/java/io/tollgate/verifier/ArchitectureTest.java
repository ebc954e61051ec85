package io.tollgate.verifier;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.tollgate.verifier",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule verifierCoreKnowsNothingOfTheAgent =
      classes()
          .should()
          .onlyDependOnClassesThat(
              // Reading an address is no network.
              resideInAnyPackage(
                      "io.tollgate.verifier..",
                      "java.io",
                      "java.lang..",
                      "java.math",
                      "java.nio..",
                      "java.util",
                      "com.google.gson..",
                      "org.bouncycastle..",
                      "org.jspecify..")
                  .or(nameMatching("java\\.net\\.URI(SyntaxException)?")));

  @ArchTest
  static final ArchRule noProviderCanChangeAVerdict =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.security..",
              "javax.crypto..",
              "org.bouncycastle.jce..",
              "org.bouncycastle.jcajce..",
              "org.bouncycastle.asn1..");

  @ArchTest
  static final ArchRule bytesInVerdictOut =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.(Thread|Runtime|Process.*)|java\\.io\\.File.*")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "out");

  @ArchTest
  static final ArchRule dataFlowsOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("verifier")
          .definedBy("io.tollgate.verifier")
          .layer("policy")
          .definedBy("io.tollgate.verifier.policy")
          .layer("token")
          .definedBy("io.tollgate.verifier.token")
          .layer("key")
          .definedBy("io.tollgate.verifier.key")
          .layer("license")
          .definedBy("io.tollgate.verifier.license")
          .layer("text")
          .definedBy("io.tollgate.verifier.text")
          .whereLayer("verifier")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("verifier")
          .whereLayer("token")
          .mayOnlyBeAccessedByLayers("verifier")
          .whereLayer("key")
          .mayOnlyBeAccessedByLayers("verifier", "policy", "token")
          .whereLayer("license")
          .mayOnlyBeAccessedByLayers("verifier", "policy", "token", "key")
          .whereLayer("text")
          .mayOnlyBeAccessedByLayers("verifier", "policy", "token", "key", "license");
}
