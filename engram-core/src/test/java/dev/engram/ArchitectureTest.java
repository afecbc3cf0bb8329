package dev.engram;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** The arrows of ARCHITECTURE.md: which package may use which. */
@AnalyzeClasses(packages = "dev.engram", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.engram";

  /** Engram's own classes outside of some packages; a name ending in ".." takes in its children. */
  private static DescribedPredicate<JavaClass> engramOutside(String... packages) {
    Set<String> allowed = Set.of(packages);
    return DescribedPredicate.describe(
        "Engram's own, outside of " + List.of(packages),
        type -> {
          String name = type.getPackageName();
          return (name.equals(ROOT) || name.startsWith(ROOT + "."))
              && allowed.stream().noneMatch(p -> matches(name, p));
        });
  }

  private static boolean matches(String name, String pattern) {
    return pattern.endsWith("..")
        ? (name + ".").startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  private static ArchRule onlyUses(String packageName, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(packageName)
        .should()
        .dependOnClassesThat(engramOutside(allowed))
        .as(packageName + " uses nothing of Engram but " + List.of(allowed));
  }

  @ArchTest static final ArchRule COMMON = onlyUses("dev.engram.common", "dev.engram.common");

  @ArchTest
  static final ArchRule TENSOR =
      onlyUses("dev.engram.tensor", "dev.engram.tensor", "dev.engram.common");

  @ArchTest
  static final ArchRule MASK = onlyUses("dev.engram.mask", "dev.engram.mask", "dev.engram.common");

  @ArchTest
  static final ArchRule VIDEO =
      onlyUses("dev.engram.video", "dev.engram.video", "dev.engram.common");

  @ArchTest
  static final ArchRule PROJECT =
      onlyUses(
          "dev.engram.project",
          "dev.engram.project",
          "dev.engram.mask",
          "dev.engram.video",
          "dev.engram.common");

  @ArchTest
  static final ArchRule CHECKPOINT =
      onlyUses("dev.engram.checkpoint", "dev.engram.checkpoint", "dev.engram.common");

  @ArchTest
  static final ArchRule EXPORT =
      onlyUses(
          "dev.engram.export",
          "dev.engram.export",
          "dev.engram.project",
          "dev.engram.checkpoint",
          "dev.engram.mask",
          "dev.engram.video",
          "dev.engram.common");

  @ArchTest
  static final ArchRule PULL =
      onlyUses(
          "dev.engram.checkpoint.pull",
          "dev.engram.checkpoint.pull",
          "dev.engram.checkpoint",
          "dev.engram.common");

  @ArchTest
  static final ArchRule NOTHING_IN_THE_LIBRARY_PULLS_ON_ITS_OWN =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.engram.checkpoint.pull", "dev.engram.cli")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.engram.checkpoint.pull", "java.net.http");

  @ArchTest
  static final ArchRule NN =
      onlyUses(
          "dev.engram.nn",
          "dev.engram.nn",
          "dev.engram.checkpoint",
          "dev.engram.tensor",
          "dev.engram.common");

  @ArchTest
  static final ArchRule MEMORY =
      onlyUses("dev.engram.memory", "dev.engram.memory", "dev.engram.tensor", "dev.engram.common");

  @ArchTest
  static final ArchRule NETWORK =
      onlyUses(
          "dev.engram.network..",
          "dev.engram.network..",
          "dev.engram.memory",
          "dev.engram.nn",
          "dev.engram.checkpoint",
          "dev.engram.tensor",
          "dev.engram.common");

  @ArchTest
  static final ArchRule SUGGEST =
      onlyUses(
          "dev.engram.suggest",
          "dev.engram.suggest",
          "dev.engram.memory",
          "dev.engram.tensor",
          "dev.engram.common");

  @ArchTest
  static final ArchRule LIBTORCH_STAYS_BEHIND_THE_TENSOR_LAYER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.engram.tensor")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.pytorch..");

  @ArchTest
  static final ArchRule FFMPEG_STAYS_BEHIND_THE_VIDEO_LAYER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.engram.video")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.ffmpeg..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.engram.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONE_EXCEPTION_FOR_THE_USER =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .and()
          .arePublic()
          .should()
          .haveSimpleName("EngramException");
}
