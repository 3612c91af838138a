package org.octet.dataloaders.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InputException;

/** Tables of labels. */
class CsvTest {
  @TempDir Path folder;

  private Path table(String text) throws IOException {
    return Files.write(folder.resolve("l.csv"), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void quotesAndLineEndsOfRfc4180() throws IOException {
    assertThat(Csv.read(table("\uFEFFa,\"b,\"\"c\"\"\"\r\n\n\"two\nlines\",\r1")))
        .containsExactly(List.of("a", "b,\"c\""), List.of("two\nlines", ""), List.of("1"));
    assertThatThrownBy(() -> Csv.read(table("a,\"b")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the quote at character 2 is not closed");
    assertThatThrownBy(() -> Csv.read(Files.write(folder.resolve("l.csv"), new byte[] {-1, -2})))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void labelsByNameInAnyColumns() throws IOException {
    FileList files = new FileList(folder, List.of("a/x.wav", "y.wav"));
    Path table = table("class,name\n3,a\\x.wav\n1,./y.wav\n7,elsewhere.wav\n");
    assertThat(Labels.fromTable("l.csv:name:class", files))
        .isEqualTo(Map.of("a/x.wav", 3, "y.wav", 1));
    assertThatThrownBy(() -> Labels.fromTable(table + ":name:klass", files))
        .hasMessageContaining("no column 'klass'; it has class, name");
    table("y.wav,1\ny.wav,2\n");
    assertThatThrownBy(() -> Labels.fromTable("l.csv", files))
        .hasMessageContaining("'y.wav' the labels 1 and 2");
    table("z.wav,1\n");
    assertThatThrownBy(() -> Labels.fromTable("l.csv", files))
        .hasMessageContaining("names no file");
    assertThatThrownBy(() -> Labels.fromTable("l.csv:name", files))
        .hasMessageContaining("FILE:file-column:label-column");
  }

  @Test
  void labelsByRow() throws IOException {
    table("4\n0\n");
    assertThat(Labels.ofRows("l.csv", folder)).containsExactly(4, 0);
    table("n,label\nx,4\ny,5\n");
    assertThat(Labels.ofRows("l.csv", folder)).containsExactly(4, 5);
    assertThat(Labels.ofRows("l.csv:label", folder)).containsExactly(4, 5);
    table("n,label\nx,4\ny,-5\n");
    assertThatThrownBy(() -> Labels.ofRows("l.csv", folder))
        .hasMessageContaining("row 3 ('y'): label '-5' is no class index");
    table("");
    assertThatThrownBy(() -> Labels.ofRows("l.csv", folder)).hasMessageContaining("is empty");
  }
}
