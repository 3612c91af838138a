package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The manifests of the installation's bundles are a product: they say what each may see. */
class ManifestIT {
  private static final Set<String> API =
      Set.of(
          "org.octet.api",
          "org.octet.api.algorithm",
          "org.octet.api.data",
          "org.octet.api.device",
          "org.octet.api.engine",
          "org.octet.api.error",
          "org.octet.api.metric",
          "org.octet.api.model",
          "org.octet.api.plugin",
          "org.octet.api.runtime",
          "org.octet.api.statistics",
          "org.octet.api.tensor");

  /** What a plugin may import besides the api, by symbolic name; all others nothing. */
  private static final Map<String, Set<String>> MORE =
      Map.of(
          "org.octet.dataloaders.image",
          Set.of(
              "javax.xml.stream",
              "org.octet.dataloaders.opencv",
              "org.opencv.core",
              "org.opencv.imgcodecs",
              "org.opencv.imgproc"));

  private static final Pattern CLAUSE =
      Pattern.compile("([\\w.]+)((?:;[\\w:]+=(?:\"[^\"]*\"|[^,;]*))*)(?:,|$)");

  private final List<Path> bundles = Distribution.built().bundles();

  @TestFactory
  List<DynamicTest> pluginsSeeTheApiOnly() {
    List<DynamicTest> tests =
        bundles.stream()
            .filter(ManifestIT::isPlugin)
            .map(b -> DynamicTest.dynamicTest(b.getFileName().toString(), () -> checkImports(b)))
            .toList();
    assertThat(tests).hasSizeGreaterThanOrEqualTo(8);
    return tests;
  }

  private static boolean isPlugin(Path jar) {
    String name = symbolicName(jar);
    return name.matches("org\\.octet\\.(algorithms|engines|dataloaders)\\..*")
        && !name.equals("org.octet.dataloaders.opencv");
  }

  private static void checkImports(Path jar) {
    Map<String, String> imports = clauses(header(jar, "Import-Package"));
    Set<String> others = new TreeSet<>();
    imports.forEach(
        (name, attributes) -> {
          if (API.contains(name)) {
            assertThat(attributes).as(name).contains("version=\"[1.0,2)\"");
          } else if (!attributes.contains("resolution:=\"optional\"")
              && !attributes.contains("resolution:=optional")) {
            others.add(name);
          }
        });
    others.removeAll(MORE.getOrDefault(symbolicName(jar), Set.of()));
    assertThat(others).as("imports that a plugin must not have").isEmpty();
    assertThat(header(jar, "Export-Package")).as("a plugin exports nothing").isEmpty();
    assertThat(header(jar, "Provide-Capability")).contains("osgi.serviceloader=");
  }

  @Test
  void theApiNeedsTheJdkOnly() {
    assertThat(header(bundle("org.octet.api"), "Import-Package"))
        .as("apart from itself")
        .matches(h -> clauses(h).keySet().stream().allMatch(API::contains));
    assertThat(clauses(header(bundle("org.octet.api"), "Export-Package")).keySet()).isEqualTo(API);
  }

  @Test
  void coreSeesNoPluginAndExportsItsBootstrapOnly() {
    Path core = bundle("org.octet.core");
    assertThat(clauses(header(core, "Import-Package")).keySet())
        .allMatch(
            p ->
                API.contains(p)
                    || p.startsWith("com.fasterxml.jackson.")
                    || p.startsWith("org.slf4j")
                    || p.startsWith("org.osgi.")
                    || p.startsWith("javax.xml.")
                    || p.startsWith("javax.security."));
    assertThat(clauses(header(core, "Export-Package")).keySet()).containsExactly("org.octet.core");
  }

  @Test
  void nothingIsWoven() {
    // weaving would break with the next class file version; see the decision on logging
    for (Path jar : bundles) {
      assertThat(header(jar, "Require-Capability"))
          .as(jar.toString())
          .doesNotContain("osgi.serviceloader.processor");
      assertThat(header(jar, "SPI-Consumer")).isEmpty();
    }
  }

  private Path bundle(String symbolicName) {
    return bundles.stream()
        .filter(b -> symbolicName(b).equals(symbolicName))
        .findAny()
        .orElseThrow();
  }

  private static String symbolicName(Path jar) {
    return header(jar, "Bundle-SymbolicName").replaceFirst(";.*", "").strip();
  }

  private static String header(Path jar, String name) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String value = manifest.getMainAttributes().getValue(name);
      return value == null ? "" : value;
    } catch (IOException e) {
      throw new IllegalStateException(jar.toString(), e);
    }
  }

  /** Attributes by package. */
  private static Map<String, String> clauses(String header) {
    Map<String, String> clauses = new TreeMap<>();
    Matcher m = CLAUSE.matcher(header);
    while (m.find()) {
      clauses.put(m.group(1), m.group(2));
    }
    return clauses;
  }
}
