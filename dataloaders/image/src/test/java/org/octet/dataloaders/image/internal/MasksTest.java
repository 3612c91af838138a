package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** A class per pixel: which files belong to which pictures, and what their pixels become. */
class MasksTest {
  @TempDir Path folder;

  @BeforeEach
  void pictures() {
    for (String name : List.of("a.jpg", "b.jpg", "c.jpg")) {
      Pictures.write(folder, "set/images/" + name, Pictures.gradient(6, 4));
    }
  }

  /** A grey mask of 6x4 pixels that begins with these classes, the rest 0. */
  private void mask(String name, int... classes) {
    byte[] pixels = new byte[24];
    for (int i = 0; i < classes.length; i++) {
      pixels[i] = (byte) classes[i];
    }
    Mat m = new Mat(4, 6, CvType.CV_8UC1);
    m.put(0, 0, pixels);
    Pictures.write(folder, "masks/" + name, m);
  }

  private DataLoader open(String... parameters) {
    List<String> all = new ArrayList<>(List.of(parameters));
    all.addAll(List.of("size=8x8", "annotations=masks", "labels=" + folder.resolve("masks")));
    return Pictures.openImages(folder.resolve("set"), all.toArray(String[]::new));
  }

  private static Mask mask(DataLoader loader, int index) {
    try (Sample s = loader.get(index)) {
      return (Mask) s.annotation().orElseThrow();
    }
  }

  private static int[] classes(Mask mask, int count) {
    int[] classes = new int[count];
    Arrays.setAll(classes, i -> mask.classes().bytes().get(i) & 0xFF);
    return classes;
  }

  private void unreadable(String part, String... parameters) {
    try (DataLoader loader = open(parameters)) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("a.png")
          .hasMessageContaining(part);
    }
  }

  private void refused(String part, String... parameters) {
    assertThatThrownBy(() -> open(parameters))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part);
  }

  @Test
  void onlyPicturesWithAMaskAreSamples() {
    mask("a.png", 1, 2, 255, 0);
    mask("c.png", 3);
    try (DataLoader loader = open()) {
      assertThat(Pictures.ids(loader)).containsExactly("images/a.jpg", "images/c.jpg");
      Mask mask = mask(loader, 0);
      assertThat(mask.ignoreIndex()).isEqualTo(255);
      assertThat(mask.classes().type()).isEqualTo(ElementType.U8);
      assertThat(mask.classes().shape()).isEqualTo(Shape.of(4, 6));
      assertThat(classes(mask, 5)).containsExactly(1, 2, 255, 0, 0);
    }
    refused("nothing for 1 of 3", "missing=fail");
    try (DataLoader all = open("missing=empty");
        Sample b = all.get(1)) {
      assertThat(b.annotation()).isEmpty();
    }
  }

  @Test
  void positiveClassesBecomeOne() {
    mask("a.png", 15, 1, 255, 0, 7);
    mask("b.png", 14);
    try (DataLoader loader = open("positive=15,7")) {
      assertThat(classes(mask(loader, 0), 6)).containsExactly(1, 0, 255, 0, 1, 0);
    }
    try (DataLoader loader = open("positive=15", "ignore-index=-1")) {
      assertThat(classes(mask(loader, 0), 3)).containsExactly(1, 0, 0);
      assertThat(mask(loader, 0).ignoreIndex()).isEqualTo(-1);
    }
    refused("positive=1.5", "positive=1.5");
    refused("positive=255.0", "positive=255");
    refused("positive=256.0", "positive=3,256");
  }

  /** Of all pixels, those that do not count included. */
  @Test
  void picturesWithTooFewPositivePixelsAreNoSamples() {
    mask("a.png", 2, 2, 2, 2, 2, 2, 255);
    mask("b.png", 2, 2, 2, 2, 2);
    mask("c.png", 2, 3, 3, 3, 3, 3, 3);
    try (DataLoader loader = open("positive=2", "min-share=0.25")) {
      assertThat(Pictures.ids(loader)).containsExactly("images/a.jpg");
    }
    try (DataLoader loader = open("positive=2,3", "min-share=0.25")) {
      assertThat(Pictures.ids(loader)).containsExactly("images/a.jpg", "images/c.jpg");
    }
    refused("leaves none of 3", "positive=2", "min-share=0.9");
    refused("positive=CLASS", "min-share=0.9");
  }

  @Test
  void coloursAreClassesByTheTable() {
    Mat m = new Mat(4, 6, CvType.CV_8UC3, new Scalar(10, 20, 30)); // B,G,R
    m.row(1).setTo(new Scalar(0, 0, 255));
    m.row(2).setTo(new Scalar(192, 224, 224));
    Pictures.write(folder, "masks/a.png", m);
    table("30,20,10,sky\n0,0,0,none\n224,224,192,ignore\n255,0,0,road\n");
    try (DataLoader loader = open(colors())) {
      assertThat(classes(mask(loader, 0), 24))
          .startsWith(0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 255, 255, 255, 255, 255, 255, 0);
    }
    unreadable("there is no ignore-index", colors(), "ignore-index=-1");
    unreadable("it has 3 channels");
    table("30,20,10\n");
    unreadable("colour 255,0,0 is no class", colors());
    table("30,20,10\n30,20,10\n");
    refused("row 2: every colour once", colors());
    table("30,20\n");
    refused("row 1: '' must be from 0 to 255", colors());
    table("30,20,256\n");
    refused("'256' must be from 0 to 255", colors());
    table("");
    refused("names no class", colors());
  }

  private void table(String text) {
    Pictures.write(folder, "colors.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private String colors() {
    return "colors=" + folder.resolve("colors.csv");
  }

  @Test
  void masksThatDoNotFit() {
    Pictures.write(folder, "masks/a.png", new Mat(6, 4, CvType.CV_8UC1, new Scalar(0)));
    unreadable("it has 4x6 pixels, the picture 6x4");
    Pictures.write(folder, "masks/a.png", new Mat(4, 6, CvType.CV_16UC1, new Scalar(256)));
    unreadable("class 256: at most 255");
    Pictures.write(folder, "masks/a.png", new byte[] {1, 2, 3});
    unreadable("none of [JPEG, PNG");
    mask("a.png", 1);
    mask("a.bmp", 1);
    refused("'a.bmp' and 'a.png'");
  }

  @Test
  void everyPrefixOfAMaskIsTruncated() throws Exception {
    byte[] whole;
    try (var in = MasksTest.class.getResourceAsStream("fixtures/masks/palette4.png")) {
      whole = in.readAllBytes();
    }
    for (int length = 0; length < whole.length; length++) {
      Pictures.write(folder, "masks/a.png", Arrays.copyOf(whole, length));
      unreadable("it is");
    }
  }

  @Test
  void aMaskFolderThatIsNone() {
    refused("no such folder");
    Pictures.write(folder, "masks/readme.txt", new byte[1]);
    refused("no file ending in");
  }
}
