package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;

class LabelsTest {
  @TempDir Path folder;

  private Path data(String... names) {
    Path data = folder.resolve("data");
    for (String name : names) {
      Pictures.write(data, name, new byte[] {1});
    }
    return data;
  }

  private Path csv(String name, String text) {
    return Pictures.write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Integer> labels(Path data, Object spec) {
    return Labels.fromFile(spec.toString(), PictureFiles.list(data));
  }

  @Test
  void subFoldersInByteOrderAreTheClasses() throws Exception {
    Path data = data("dog/1.png", "cat/x/2.png", "Zebra/3.png", "4.png", ".git/5.png");
    Files.createDirectory(data.resolve("cow"));
    assertThat(Labels.fromFolders(PictureFiles.list(data)))
        .isEqualTo(Map.of("Zebra/3.png", 0, "cat/x/2.png", 1, "dog/1.png", 3));
  }

  @Test
  void oneSubFolderOrNoneSaysNothing() {
    assertThat(Labels.fromFolders(PictureFiles.list(data("1.png")))).isEmpty();
    assertThat(Labels.fromFolders(PictureFiles.list(data("images/1.png")))).isEmpty();
  }

  @Test
  void listsOfNameAndLabelAsImageNetHasThem() {
    Path data = data("1.png", "a b/2.png");
    assertThat(labels(data, csv("val.txt", "1.png 7\n\na b/2.png\t0\r\nabsent.png 3\n")))
        .isEqualTo(Map.of("1.png", 7, "a b/2.png", 0));
    assertThatThrownBy(() -> labels(data, csv("val.txt", "1.png 7\na b/2.png\n")))
        .isInstanceOf(InputException.class);
  }

  @Test
  void listsOfPicturesAreReadInByteOrder() {
    Path data = data("b.png", "a/c.png", "d.png");
    String text = "b.png\n\n a/c.png \n" + data.resolve("d.png").toAbsolutePath();
    PictureFiles files = PictureFiles.list(csv("data/list.txt", text));
    assertThat(files.names())
        .containsExactly(data.resolve("d.png").toAbsolutePath().toString(), "a/c.png", "b.png");
    assertThat(files.names()).allMatch(name -> Files.isRegularFile(files.file(name)));
    assertThatThrownBy(() -> PictureFiles.list(csv("data/list.txt", " \n")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is empty");
  }

  @Test
  void firstAndSecondColumnWithOrWithoutHeader() {
    Path data = data("1.png", "a/2.png", "3.png");
    Map<String, Integer> expected = Map.of("1.png", 7, "a/2.png", 0);
    assertThat(labels(data, csv("l.csv", "file,class,x\n1.png,7,q\na/2.png,0,\n")))
        .isEqualTo(expected);
    assertThat(labels(data, csv("l.csv", "1.png,7\r\n\r\na/2.png,0"))).isEqualTo(expected);
    assertThat(labels(data, csv("l.csv", "\uFEFFf,c\n./1.png,7\na\\2.png, 0 \nabsent.png,3\n")))
        .isEqualTo(expected);
  }

  @Test
  void namedColumnsQuotesAndPathsWithColons() {
    Path data = data("1.png", "a,\"b\".png");
    String text = "wnid,class_index,file\nn1,4,1.png\n\"n,\n2\",5,\"a,\"\"b\"\".png\"\n";
    Map<String, Integer> expected = Map.of("1.png", 4, "a,\"b\".png", 5);
    assertThat(labels(data, csv("l.csv", text) + ":file:class_index")).isEqualTo(expected);
    assertThat(labels(data, csv("l:x:y.csv", text) + ":file:class_index")).isEqualTo(expected);
  }

  @Test
  void namesAreRelativeToTheDataOrToTheTable() {
    Path data = data("1.png", "a/2.png");
    Path beside = csv("l.csv", "data/1.png,1\ndata/a/../a/2.png,2\n");
    assertThat(labels(data, beside)).isEqualTo(Map.of("1.png", 1, "a/2.png", 2));
    Pictures.write(data, "in.csv", "1.png,3".getBytes(StandardCharsets.UTF_8));
    assertThat(labels(data, "in.csv")).isEqualTo(Map.of("1.png", 3));
  }

  @Test
  void problemsAreNamedWithFileAndRow() {
    Path data = data("1.png", "2.png");
    refused(data, csv("l.csv", "1.png,3\n2.png,cat\n"), "l.csv", "row 2", "'cat'", "class index");
    refused(data, csv("l.csv", "1.png,3\n2.png,-1\n"), "row 2", "'-1'");
    refused(data, csv("l.csv", "1.png,3\n2.png\n"), "row 2", "label ''");
    refused(data, csv("l.csv", "1.png,3\n1.png,4\n"), "'1.png' the labels 3 and 4");
    refused(data, csv("l.csv", "x.png,3\n"), "names no picture", "'x.png'", "'1.png'");
    refused(data, csv("l.csv", "file,label\n"), "names no picture");
    refused(data, csv("l.csv", ""), "is empty");
    refused(data, csv("l.csv", "a,\"b\n"), "quote at character 2 is not closed");
    refused(data, csv("l.csv", "f,l\n1.png,3\n") + ":f:class", "no column 'class'", "f, l");
    refused(data, folder.resolve("none.csv"), "no such file", "FILE:file-column:label-column");
    Path binary = Pictures.write(folder, "b.csv", new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
    refused(data, binary, "b.csv", "UTF-8");
  }

  private static void refused(Path data, Object spec, String... parts) {
    var error = assertThatThrownBy(() -> labels(data, spec)).isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }

  @Test
  void onlyLabelledPicturesAreSamples() {
    for (String name : new String[] {"1.png", "2.png", "3.png"}) {
      Pictures.write(folder, name, Pictures.gradient(4, 4));
    }
    csv("l.csv", "3.png,9\n1.png,8\n");
    try (DataLoader loader = Pictures.openImages(folder, "size=4x4", "labels=l.csv")) {
      assertThat(Pictures.ids(loader)).containsExactly("1.png", "3.png");
      try (Sample sample = loader.get(1)) {
        assertThat(sample.annotation()).contains(new ClassLabel(9));
      }
    }
  }
}
