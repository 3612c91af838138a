package org.octet.distribution.itests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions of the design, on the classes that are shipped. */
class ArchitectureIT {
  private static JavaClasses octet;

  @BeforeAll
  static void read() throws IOException {
    List<JarFile> jars = new ArrayList<>();
    Distribution built = Distribution.built();
    List<Path> paths = new ArrayList<>(built.bundles());
    paths.add(built.home().resolve("lib/octet-distribution-launcher-0.1.0-SNAPSHOT.jar"));
    for (Path jar : paths) {
      if (jar.getFileName().toString().startsWith("octet-")) {
        jars.add(new JarFile(jar.toFile()));
      }
    }
    octet = new ClassFileImporter().importJars(jars).that(isOctet());
    for (JarFile jar : jars) {
      jar.close();
    }
    assertThat(octet.size()).isGreaterThan(150);
  }

  /** Inlined JavaCPP and the preset are other people's code. */
  private static DescribedPredicate<JavaClass> isOctet() {
    return DescribedPredicate.describe(
        "Octet's own", c -> c.getPackageName().startsWith("org.octet."));
  }

  @Test
  void theApiNeedsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("org.octet.api..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.octet.api..", "java..", "org.osgi.annotation..")
        .check(octet);
  }

  @Test
  void coreSeesNoPlugin() {
    noClasses()
        .that()
        .resideInAPackage("org.octet.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.octet.algorithms..",
            "org.octet.engines..",
            "org.octet.dataloaders..",
            "org.octet.distribution..",
            "org.bytedeco..",
            "org.opencv..")
        .check(octet);
  }

  @Test
  void pluginsSeeTheApiAndNotEachOther() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.octet.algorithms..", "org.octet.engines..", "org.octet.dataloaders..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.octet.core..", "org.octet.distribution..", "org.osgi.framework..")
        .check(octet);
    SlicesRuleDefinition.slices()
        .matching("org.octet.(algorithms|engines|dataloaders).(*)..")
        .should()
        .notDependOnEachOther()
        // a library with natives, and one that bundles carry a copy of; no plugins
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(),
            JavaClass.Predicates.resideInAnyPackage(
                "org.octet.dataloaders.opencv",
                "org.octet.dataloaders.files",
                "org.octet.algorithms.parameters"))
        .check(octet);
  }

  @Test
  void nativesStayWhereTheyBelong() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.octet.engines.openvino..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(octet);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.octet.dataloaders..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.opencv..")
        .check(octet);
  }

  @Test
  void theFrameworkIsKnownInThreePlacesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.octet.core.internal.osgi..",
            "org.octet.distribution.cli.internal..",
            "org.octet.distribution.launcher..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.osgi.framework..", "org.osgi.util..", "org.apache.felix..")
        .check(octet);
  }

  @Test
  void theLauncherPassesJdkTypesOnly() {
    classes()
        .that()
        .resideInAPackage("org.octet.distribution.launcher..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.octet.distribution.launcher..",
            "java..",
            "org.osgi.framework..",
            "org.apache.felix..")
        .check(octet);
  }

  @Test
  void onlyTheLauncherEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.octet.distribution.launcher..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Thread.class, "getContextClassLoader")
        .check(octet);
  }
}
