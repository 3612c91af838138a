package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;

/** Objects from YOLO, Pascal VOC, COCO and CSV files, against boxes worked out by hand. */
class BoxFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void pictures() {
    for (String name : List.of("a.png", "b.png", "c.png")) {
      Pictures.write(folder, "set/images/" + name, Pictures.gradient(80, 40));
    }
    write("names.txt", "cat\ndog\nbird\n\n");
  }

  private Path write(String name, String text) {
    return Pictures.write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private DataLoader open(String... parameters) {
    List<String> all = new ArrayList<>(List.of(parameters));
    all.add("size=8x8");
    return Pictures.openImages(folder.resolve("set"), all.toArray(String[]::new));
  }

  private String names() {
    return "classes=" + folder.resolve("names.txt");
  }

  private static Boxes boxes(DataLoader loader, int index) {
    try (Sample s = loader.get(index)) {
      return (Boxes) s.annotation().orElseThrow();
    }
  }

  private static Box box(int c, double left, double top, double right, double bottom) {
    return new Box(c, 1, left, top, right, bottom);
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }

  private void refused(String part, String other, String... parameters) {
    assertThatThrownBy(() -> open(parameters))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part)
        .hasMessageContaining(other);
  }

  // YOLO

  @Test
  void yoloLinesAreRelativeToThePicture() {
    write("set/labels/a.txt", "0 0.5 0.5 0.5 0.25\r\n\n2.0 0.25 0.75 0.5 0.5");
    write("set/labels/b.txt", "");
    write("set/labels/c.txt", "1 1 1 1 1\n");
    try (DataLoader loader = open("annotations=yolo", names())) {
      assertThat(Pictures.ids(loader))
          .containsExactly("images/a.png", "images/b.png", "images/c.png");
      assertThat(boxes(loader, 0).boxes())
          .containsExactly(box(0, 20, 15, 60, 25), box(2, 0, 20, 40, 40));
      assertThat(boxes(loader, 1).boxes()).isEmpty();
      assertThat(boxes(loader, 2).boxes()).containsExactly(box(1, 40, 20, 120, 60));
    }
  }

  @Test
  void yoloFilesThatAreMissing() {
    write("set/labels/b.txt", "0 0.5 0.5 0.5 0.25");
    refused("2 of 3", "images/a.png", "annotations=yolo");
    try (DataLoader skip = open("annotations=yolo", "missing=skip");
        DataLoader empty = open("annotations=yolo", "missing=empty")) {
      assertThat(Pictures.ids(skip)).containsExactly("images/b.png");
      assertThat(empty.size()).isEqualTo(3);
      assertThat(boxes(empty, 0).boxes()).isEmpty();
      assertThat(boxes(empty, 1).boxes()).hasSize(1);
    }
  }

  @Test
  void yoloFilesInAFolderOfTheirOwn() {
    write("elsewhere/a.txt", "0 0.5 0.5 0.5 0.25");
    write("elsewhere/deep/b.txt", "1 0.5 0.5 0.5 0.25");
    write("elsewhere/deep/c.txt", "1 0.5 0.5 0.5 0.25");
    write("elsewhere/other/c.txt", "2 0.5 0.5 0.5 0.25");
    write("elsewhere/images/c.txt", "0 0.5 0.5 0.5 0.25");
    try (DataLoader loader = open("annotations=yolo", "labels=" + folder.resolve("elsewhere"))) {
      assertThat(boxes(loader, 0).boxes().get(0).classIndex()).isZero();
      assertThat(boxes(loader, 1).boxes().get(0).classIndex()).isEqualTo(1);
      assertThat(boxes(loader, 2).boxes().get(0).classIndex()).isZero();
    }
    refused("no such folder", "nowhere", "annotations=yolo", "labels=nowhere");
  }

  /** One file for two pictures would be wrong for one of them. */
  @Test
  void aFileNameThatTwoPicturesHaveSaysNothing() {
    Pictures.write(folder, "set/more/a.png", Pictures.gradient(80, 40));
    write("flat/a.txt", "0 0.5 0.5 0.5 0.25");
    write("flat/b.txt", "0 0.5 0.5 0.5 0.25");
    try (DataLoader loader =
        open("annotations=yolo", "missing=skip", "labels=" + folder.resolve("flat"))) {
      assertThat(Pictures.ids(loader)).containsExactly("images/b.png");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0 0.5 0.5 0.5, 4 values",
        "0 0.5 0.5 0.5 0.5 0.9, 6 values",
        "3 0.5 0.5 0.5 0.5, class '3' must be a whole number from 0 to 2",
        "-1 0.5 0.5 0.5 0.5, class '-1'",
        "cat 0.5 0.5 0.5 0.5, class 'cat'",
        "0 40 0.5 0.5 0.5, '40' must be from 0 to 1",
        "0 0.5 -0.1 0.5 0.5, '-0.1' must be from 0 to 1",
        "0 0.5 NaN 0.5 0.5, 'NaN' must be from 0 to 1",
        "0 0.5 x 0.5 0.5, 'x' is no number"
      })
  void yoloLinesThatAreNone(String line, String reason) {
    for (String name : List.of("a", "b", "c")) {
      write("set/labels/" + name + ".txt", "0 0.5 0.5 0.5 0.5\n" + line + "\n");
    }
    try (DataLoader loader = open("annotations=yolo", names())) {
      assertThatThrownBy(() -> loader.get(1))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("b.txt")
          .hasMessageContaining("line 2")
          .hasMessageContaining(reason);
    }
  }

  // Pascal VOC

  private static String voc(int width, String objects) {
    return """
        <?xml version="1.0"?>
        <annotation><filename>x.png</filename>
          <size><width>%d</width><height>40</height><depth>3</depth></size>
          <!-- by hand -->
          %s
        </annotation>
        """
        .formatted(width, objects);
  }

  private static String object(String name, String more, Object... edges) {
    return """
        <object><name>%s</name>%s
          <bndbox><xmin>%s</xmin><ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox></object>
        """
        .formatted(name, more, edges[0], edges[1], edges[2], edges[3]);
  }

  @Test
  void vocPixelsCountFromOne() {
    String part =
        "<part><name>head</name><bndbox><xmin>5</xmin><ymin>5</ymin><xmax>9</xmax><ymax>9</ymax>"
            + "</bndbox></part>";
    write(
        "set/images/a.xml",
        voc(80, object("dog", "<difficult>1</difficult>" + part, 1, 1, 80, 40)));
    write(
        "set/images/b.xml",
        voc(
            80,
            object("cat", "<difficult>0</difficult>", 11, 5.5, 20, 6)
                + object("dog", "", 1, 1, 1, 1)));
    write("set/images/c.xml", voc(0, ""));
    try (DataLoader loader = open("annotations=voc", names())) {
      assertThat(boxes(loader, 0)).isEqualTo(new Boxes(List.of(box(1, 0, 0, 80, 40)), bits(0)));
      assertThat(boxes(loader, 1))
          .isEqualTo(new Boxes(List.of(box(0, 10, 4.5, 20, 6), box(1, 0, 0, 1, 1)), bits()));
      assertThat(boxes(loader, 2).boxes()).isEmpty();
    }
    refused("voc", "classes=FILE", "annotations=voc");
  }

  @Test
  void vocFoldersBesideTheUsualOne() {
    Pictures.write(folder, "voc/JPEGImages/x.png", Pictures.gradient(80, 40));
    write("voc/Annotations/x.xml", voc(80, object("bird", "", 1, 1, 2, 2)));
    for (String path : List.of("voc", "voc/JPEGImages")) {
      try (DataLoader loader =
          Pictures.openImages(folder.resolve(path), "size=8x8", "annotations=voc", names())) {
        assertThat(boxes(loader, 0).boxes()).containsExactly(box(2, 0, 0, 2, 2));
      }
    }
  }

  @Test
  void vocFilesThatAreNone() {
    vocRefused("hello", "not well-formed");
    vocRefused("", "not well-formed");
    vocRefused("<html/>", "'html' instead of 'annotation'");
    vocRefused(voc(80, object("cow", "", 1, 1, 2, 2)), "line 5: class 'cow' is not in");
    vocRefused(voc(80, "<object/>"), "without a name");
    vocRefused(voc(80, object("cat", "", 1, "one", 2, 2)), "bndbox/ymin is 'one'");
    vocRefused(voc(80, object("cat", "", 9, 1, 2, 2)), "a box from (8.0, 0.0) to (2.0, 2.0)");
    vocRefused(voc(81, ""), "picture of 81x40 pixels, it has 80x40");
    vocRefused(voc(80, "<object>"), "not well-formed");
    vocRefused("<annotation>" + "<a>".repeat(100), "nested deeper than 64");
  }

  /** Nothing is fetched, nothing grows. */
  @Test
  void vocEntitiesAreNotFollowed() {
    String secret = write("secret.txt", "cat").toUri().toString();
    for (String entity :
        List.of("SYSTEM \"" + secret + "\"", "\"cat\"", "PUBLIC \"x\" \"" + secret + "\"")) {
      vocRefused(
          "<!DOCTYPE annotation [<!ENTITY e "
              + entity
              + ">]>"
              + voc(80, object("&e;", "", 1, 1, 2, 2)).replace("<?xml version=\"1.0\"?>", ""),
          "");
    }
  }

  private void vocRefused(String text, String reason) {
    write("voc/a.xml", text);
    try (DataLoader loader =
        open("annotations=voc", names(), "missing=skip", "labels=" + folder.resolve("voc"))) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("a.xml")
          .hasMessageContaining(reason);
    }
  }

  // CSV

  @Test
  void tablesOfBoxes() {
    write(
        "boxes.csv",
        "class,file,left,top,width,height\ndog,a.png,1,2,3,4\n2,images/a.png,0,0,0.5,9\n"
            + "cat,absent.png,,,,\ncat,c.png,5,5,5,5\n");
    String labels = "labels=" + folder.resolve("boxes.csv");
    try (DataLoader loader = open("annotations=boxes", labels, names())) {
      assertThat(Pictures.ids(loader)).containsExactly("images/a.png", "images/c.png");
      assertThat(boxes(loader, 0).boxes())
          .containsExactly(box(1, 1, 2, 4, 6), box(2, 0, 0, 0.5, 9));
    }
    refused("row 2", "classes=FILE", "annotations=boxes", labels);
    write("boxes.csv", "file,top,left,bottom,right\na.png,1,2,3,4\n");
    try (DataLoader loader = open("annotations=boxes", labels)) {
      assertThat(boxes(loader, 0).boxes()).containsExactly(box(0, 2, 1, 4, 3));
    }
    refused("annotations=boxes", "labels=FILE", "annotations=boxes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "left,top,width,height|a.png,1,1,1;no column 'file'",
        "file,left,top,width|a.png,1,1,1;no column 'height'",
        "file,left,top,width,height|a.png,1,1,x,1;row 2: width 'x' is no number",
        "file,left,top,width,height|a.png,1,1,-1,1;row 2: a box from",
        "file,left,top,width,height|a.png,1,1,NaN,1;row 2: a box from",
        "file,left,top,width,height,class|a.png,1,1,1,1,-1;class '-1' is no index",
        ";is empty"
      })
  void tablesThatAreNone(String text, String reason) {
    write("boxes.csv", text == null ? "" : text.replace('|', '\n'));
    refused("boxes.csv", reason, "annotations=boxes", "labels=" + folder.resolve("boxes.csv"));
  }

  // COCO

  private static final String COCO =
      """
      {"info": {"year": 2017, "nested": [[1, {"images": 2}]]}, "licenses": [],
       "images": [
        {"id": 7, "file_name": "a.png", "width": 80, "height": 40, "license": 1},
        {"id": 99, "file_name": "absent.png", "width": 1, "height": 1},
        {"file_name": "b.png", "id": 8}],
       "annotations": [
        {"id": 1, "image_id": 7, "category_id": 18, "bbox": [10, 5, 20.5, 10], "iscrowd": 0,
         "segmentation": [[1, 2, 3]], "area": 3.0},
        {"id": 2, "image_id": 99, "category_id": 1, "bbox": [0, 0, 1, 1]},
        {"id": 3, "image_id": 7, "category_id": 3, "bbox": [0, 0, 80, 40], "iscrowd": 1,
         "segmentation": {"counts": [1], "size": [2, 3]}}],
       "categories": [{"id": 18, "name": "dog"}, {"id": 3, "name": "bird"}]}
      """;

  private String coco(String text) {
    return "labels=" + write("instances.json", text);
  }

  @Test
  void cocoCategoriesAreClassesInTheOrderOfTheirIds() {
    try (DataLoader loader = open("annotations=coco", coco(COCO))) {
      assertThat(Pictures.ids(loader)).containsExactly("images/a.png", "images/b.png");
      assertThat(boxes(loader, 0))
          .isEqualTo(new Boxes(List.of(box(1, 10, 5, 30.5, 15), box(0, 0, 0, 80, 40)), bits(1)));
      assertThat(boxes(loader, 1).boxes()).isEmpty();
    }
  }

  @Test
  void cocoCategoriesAreClassesByName() {
    try (DataLoader loader = open("annotations=coco", coco(COCO), names())) {
      assertThat(boxes(loader, 0).boxes()).extracting(Box::classIndex).containsExactly(1, 2);
    }
    String unknown = COCO.replace("dog", "cow");
    refused("instances.json", "class 'cow' is not in", "annotations=coco", coco(unknown), names());
  }

  @Test
  void cocoFilesThatAreNone() {
    cocoRefused("", "line 1");
    cocoRefused("[]", "no JSON object");
    cocoRefused(COCO.substring(0, 300), "line ");
    cocoRefused(COCO.replace("\"id\": 7", "\"id\": \"7\""), "id must be a whole number");
    cocoRefused(COCO.replace("\"file_name\": \"a.png\", ", ""), "has no file_name");
    cocoRefused(COCO.replace("[10, 5, 20.5, 10]", "[10, 5, 20.5]"), "four numbers");
    cocoRefused(COCO.replace("[10, 5, 20.5, 10]", "[10, 5, 20.5, 10, 1]"), "four numbers");
    cocoRefused(COCO.replace("[10, 5, 20.5, 10]", "10"), "four numbers");
    cocoRefused(COCO.replace("20.5", "-1"), "a box from (10.0, 5.0) to (9.0, 15.0)");
    cocoRefused(COCO.replace("\"category_id\": 18", "\"category_id\": 4"), "no category 4");
    cocoRefused(COCO.replace("\"id\": 3, \"name\"", "\"id\": 18, \"name\""), "listed twice");
    cocoRefused(COCO.replace("b.png", "a.png"), "listed twice");
    cocoRefused("{\"images\": [1]}", "list of objects");
    cocoRefused("{\"info\": " + "[".repeat(5000), "line 1");
    refused("nothing for 3 of 3", "annotations=coco", "annotations=coco", coco("{}"));
  }

  private void cocoRefused(String text, String reason) {
    refused("instances.json", reason, "annotations=coco", coco(text));
  }

  @Test
  void cocoBoxesOfAPictureOfAnotherSize() {
    String scaled = COCO.replace("\"width\": 80", "\"width\": 640");
    try (DataLoader loader = open("annotations=coco", coco(scaled))) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("640x40")
          .hasMessageContaining("exif=false");
    }
  }

  // all of them

  @Test
  void classesFilesThatAreNone() {
    for (String text : new String[] {"", "\n\n", "a\n\nb", "a\na"}) {
      write("bad.txt", text);
      refused(
          "classes file",
          "bad.txt",
          "annotations=coco",
          coco(COCO),
          "classes=" + folder.resolve("bad.txt"));
    }
    refused("classes file", "none.txt", "annotations=coco", coco(COCO), "classes=none.txt");
  }

  @Test
  void parametersOfOtherKindsAreRefused() {
    refused("positive is for annotations=masks", "coco", "annotations=coco", "positive=1");
    refused("downscale is for annotations=pairs", "class", "downscale=2");
    refused("min-share is for annotations=masks", "class", "min-share=0.5");
  }
}
