package org.octet.dataloaders.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InputException;

/** Which files are found, in which order. */
class FileListTest {
  @TempDir Path folder;

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    }
  }

  @Test
  void orderIsThatOfTheNamesBytes() throws IOException {
    touch(
        "b.x", "a/z.x", "a.x", "B.x", "a-1.x", "é.x", "10.x", "9.x", "\uD83D\uDE00.x", "\uFF21.x");
    touch(".hidden.x", ".cache/y.x", "other.y", "UPPER.X");
    assertThat(FileList.of(folder, List.of(".x")).names())
        .containsExactly(
            "10.x",
            "9.x",
            "B.x",
            "UPPER.X",
            "a-1.x",
            "a.x",
            "a/z.x",
            "b.x",
            "é.x",
            "\uFF21.x",
            "\uD83D\uDE00.x");
  }

  @Test
  void oneFileIsTakenWhateverItsName() throws IOException {
    touch("data.bin");
    FileList one = FileList.of(folder.resolve("data.bin"), List.of(".x"));
    assertThat(one.names()).containsExactly("data.bin");
    assertThat(one.file("data.bin")).isEqualTo(folder.toAbsolutePath().resolve("data.bin"));
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    assertThatThrownBy(() -> FileList.of(folder.resolve("gone"), List.of(".x")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gone' does not exist");
    touch("a.y");
    assertThatThrownBy(() -> FileList.of(folder, List.of(".x", ".z")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no file ending in .x, .z");
  }

  @Test
  void foldersAreClassesWhenThereAreTwo() throws IOException {
    touch("cat/1.x", "dog/2.x", "dog/3.x", "4.x");
    Files.createDirectories(folder.resolve("ant"));
    FileList files = FileList.of(folder, List.of(".x"));
    assertThat(Labels.fromFolders(files))
        .hasSize(3)
        .containsEntry("cat/1.x", 1)
        .containsEntry("dog/2.x", 2)
        .containsEntry("dog/3.x", 2);
    assertThat(Labels.fromFolders(files.with(List.of("dog/2.x", "dog/3.x")))).isEmpty();
  }
}
