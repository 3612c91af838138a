package org.octet.distribution.cli.internal.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;

class PluginProjectTest {
  private static final Map<String, String> VERSIONS =
      Map.of("version", "1", "junit", "2", "assertj", "3", "bnd", "4", "surefire", "5");

  @TempDir Path folder;

  private PluginProject project(String name, PluginProject.Kind kind, String packageName) {
    return new PluginProject(name, kind, packageName, VERSIONS, folder.resolve("repository"));
  }

  @ParameterizedTest
  @EnumSource(PluginProject.Kind.class)
  void everyKindIsWrittenWithNothingLeftToFill(PluginProject.Kind kind) throws IOException {
    Path target = folder.resolve("new/project");
    project("my-own-2", kind, "org.acme.own").write(target);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(target)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    assertThat(files)
        .extracting(f -> target.relativize(f).toString())
        .contains(
            "pom.xml",
            "README.md",
            "src/main/java/org/acme/own/MyOwn2Provider.java",
            "src/test/java/org/acme/own/MyOwn2ProviderTest.java");
    for (Path file : files) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern("@[a-z]+@");
    }
    assertThat(target.resolve("src/main/resources/META-INF/services"))
        .isDirectoryContaining(f -> f.getFileName().toString().endsWith("Provider"));
    assertThat(target.resolve("pom.xml"))
        .content()
        .contains("<artifactId>my-own-2</artifactId>", folder.toUri() + "repository")
        .doesNotContain("<parent>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "My", "my_own", "-my", "my-", "my--own", "2my", "../my", "my/own", "my own", "m\u00e9"
      })
  void namesThatDoNotDoAreRefused(String name) {
    assertThatThrownBy(() -> project(name, PluginProject.Kind.LOADER, "com.example"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "com.",
        "com.class",
        "com.Example",
        "com/example",
        "..",
        "java.util",
        "org.octet.mine"
      })
  void packagesThatDoNotDoAreRefused(String name) {
    assertThatThrownBy(() -> project("my", PluginProject.Kind.LOADER, name))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void aNameThatIsAWordOfJavaIsNoPackage() {
    String name = PluginProject.defaultPackage("switch");
    assertThat(name).isEqualTo("com.example.switch_");
    assertThat(project("switch", PluginProject.Kind.LOADER, name).className())
        .isEqualTo("SwitchProvider");
  }

  @Test
  void whatIsThereIsNotTouched() throws IOException {
    Path mine = Files.writeString(folder.resolve("pom.xml"), "mine");
    PluginProject project = project("my", PluginProject.Kind.LOADER, "com.example");
    assertThatThrownBy(() -> project.write(folder)).isInstanceOf(OutputException.class);
    assertThat(folder).isDirectoryContaining(mine::equals);
    assertThat(mine).hasContent("mine");
  }
}
