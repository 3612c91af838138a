package org.octet.distribution.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(Home.PROPERTY);
  }

  @Test
  void isTheFolderOfTheProperty() throws IOException {
    Files.createDirectories(folder.resolve("bundles"));
    System.setProperty(Home.PROPERTY, folder.toString());
    assertThat(Home.find().root()).isEqualTo(folder);
  }

  @Test
  void aFolderWithoutBundlesIsNone() {
    System.setProperty(Home.PROPERTY, folder.toString());
    assertThatThrownBy(Home::find)
        .isInstanceOf(StartException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("bin/octet");
  }

  @Test
  void jarsComeInTheOrderOfTheirNames() throws IOException {
    Path bundles = Files.createDirectories(folder.resolve("bundles"));
    for (String name : new String[] {"b.jar", "README.md", "a.jar", "C.jar"}) {
      Files.createFile(bundles.resolve(name));
    }
    Home home = new Home(folder);
    assertThat(home.bundles())
        .containsExactly(
            bundles.resolve("C.jar"), bundles.resolve("a.jar"), bundles.resolve("b.jar"));
  }
}
