package dev.engram.studio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the studio's packages, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(
    packages = "dev.engram.studio",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StudioArchitectureTest {
  private static final String ROOT = "dev.engram.studio";

  private static ArchRule noneOf(String packageName, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage(packageName)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden);
  }

  @ArchTest
  static final ArchRule MASK =
      noneOf(ROOT + ".mask", ROOT, ROOT + ".project", ROOT + ".work", ROOT + ".web");

  @ArchTest
  static final ArchRule PROJECT = noneOf(ROOT + ".project", ROOT, ROOT + ".work", ROOT + ".web");

  @ArchTest static final ArchRule WORK = noneOf(ROOT + ".work", ROOT, ROOT + ".web");

  @ArchTest
  static final ArchRule ONLY_THE_SERVER_KNOWS_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".web")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");
}
