package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.DataLoader;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.opencv.OpenCV;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Pixels against those of Pillow and of OpenCV for Python; src/test/python/fixtures.py made them.
 */
class OtherSoftwareTest {
  @BeforeAll
  static void loadOpenCv() {
    OpenCV.load();
  }

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(OtherSoftwareTest.class.getResource("fixtures/" + name).toURI());
  }

  /** The pixels of a PNG, B,G,R or grey. */
  private static byte[] pixels(String name) throws URISyntaxException {
    Mat m = Imgcodecs.imread(fixture(name).toString(), Imgcodecs.IMREAD_UNCHANGED);
    byte[] bytes = new byte[(int) m.total() * m.channels()];
    m.get(0, 0, bytes);
    return bytes;
  }

  private static byte[] bytes(Tensor t) {
    byte[] bytes = new byte[t.bytes().remaining()];
    t.bytes().get(bytes);
    return bytes;
  }

  private static byte[] load(String name, String... parameters) throws URISyntaxException {
    List<String> all = new ArrayList<>(List.of("type=u8", "layout=NHWC"));
    all.addAll(List.of(parameters));
    try (DataLoader loader = Pictures.openImages(fixture(name), all.toArray(String[]::new))) {
      return bytes(Pictures.tensor(loader, 0));
    }
  }

  static List<String> resized() {
    List<String> names = new ArrayList<>();
    for (String picture : List.of("rgb", "grey")) {
      for (String filter : List.of("linear", "cubic")) {
        for (String size :
            List.of("30x23", "61x20", "17x47", "90x70", "100x9", "7x80", "1x1", "60x46")) {
          names.add(picture + "-" + filter + "-" + size);
        }
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("resized")
  void antialiasedIsWhatPillowGives(String name) throws Exception {
    String[] parts = name.split("-");
    byte[] actual =
        load(
            "resize/" + parts[0] + ".png",
            "color=" + (parts[0].equals("rgb") ? "BGR" : "GRAY"),
            "interpolation=" + parts[1] + "-antialias",
            "size=" + parts[2]);
    assertThat(actual).isEqualTo(pixels("resize/" + name + ".png"));
  }

  @Test
  void lumaIsThatOfPillow() throws Exception {
    assertThat(load("luma/rgb.png", "color=Y", "resize=none")).isEqualTo(pixels("luma/y.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subsampled.jpg",
        "full.jpg",
        "progressive.jpg",
        "grey.jpg",
        "palette.png",
        "alpha.png",
        "deep-grey.png",
        "deep.png",
        "plain.bmp",
        "lossless.webp",
        "plain.tif"
      })
  void filesDecodeAsInPython(String name) throws Exception {
    assertThat(load("decode/" + name, "color=BGR", "resize=none"))
        .isEqualTo(pixels("decode/" + name + ".expected.png"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exifTurnsThePicture(int orientation) throws Exception {
    String name = "exif/" + orientation + ".jpg";
    assertThat(load(name, "color=BGR", "resize=none")).isEqualTo(pixels(name + ".expected.png"));
    assertThat(load(name, "color=BGR", "resize=none", "exif=false"))
        .isEqualTo(pixels("exif/ignored.expected.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "palette1",
        "palette2",
        "palette4",
        "palette8",
        "interlaced1",
        "interlaced2",
        "interlaced4",
        "interlaced8",
        "grey1",
        "grey2",
        "grey4",
        "grey8",
        "grey16"
      })
  void masksHoldTheIndicesOfTheFile(String name) throws Exception {
    MaskFile format =
        new MaskFile(new FileReader(), 255, new Positive(new BitSet(), 255), Optional.empty());
    Mask mask = format.read(fixture("masks/" + name + ".png"), 27, 19);
    assertThat(bytes(mask.classes())).isEqualTo(pixels("masks/" + name + ".png.expected.png"));
  }
}
