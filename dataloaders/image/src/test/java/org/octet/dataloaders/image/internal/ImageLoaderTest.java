package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.data.DataLoader;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.opencv.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** Files, formats and values. */
class ImageLoaderTest {
  @TempDir Path folder;

  @BeforeAll
  static void loadOpenCv() {
    OpenCV.load();
  }

  @Test
  void fingerprintFollowsTheContentAndNothingElse() throws IOException {
    Path file = folder.resolve("a.png");
    Pictures.write(folder, "a.png", Pictures.gradient(4, 4));
    Pictures.write(folder, "b.png", Pictures.gradient(4, 4));
    try (DataLoader loader = Pictures.openImages(folder, "size=4x4")) {
      String before = loader.fingerprint(0).orElseThrow();
      assertThat(loader.fingerprint(1).orElseThrow()).isNotEqualTo(before);
      FileTime time = Files.getLastModifiedTime(file);
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
      assertThat(loader.fingerprint(0)).contains(before);
      byte[] content = Files.readAllBytes(file);
      content[content.length - 20] ^= 1;
      Files.write(file, content);
      Files.setLastModifiedTime(file, time);
      assertThat(loader.fingerprint(0).orElseThrow()).isNotEqualTo(before);
      Files.delete(file);
      assertThat(loader.fingerprint(0)).isEmpty();
    }
  }

  @Test
  void filesComeInTheOrderOfTheirNamesBytes() {
    // by bytes: upper case first, then '/', digits, lower case, letters beyond ASCII last
    for (String name :
        new String[] {
          "b.png",
          "a/z.png",
          "a.png",
          "B.png",
          "a-1.png",
          "é.png",
          "10.png",
          "9.png",
          "\uD83D\uDE00.png",
          "\uFF21.png"
        }) {
      Pictures.write(folder, name, Pictures.gradient(4, 4));
    }
    Pictures.write(folder, ".hidden.png", Pictures.gradient(4, 4));
    Pictures.write(folder, ".cache/x.png", Pictures.gradient(4, 4));
    Pictures.write(folder, "readme.txt", new byte[3]);
    Pictures.write(folder, "labels.csv", new byte[3]);
    try (DataLoader loader = Pictures.openImages(folder, "size=4x4")) {
      assertThat(Pictures.ids(loader))
          .containsExactly(
              "10.png",
              "9.png",
              "B.png",
              "a-1.png",
              "a.png",
              "a/z.png",
              "b.png",
              "é.png",
              "\uFF21.png",
              "\uD83D\uDE00.png");
    }
  }

  @Test
  void onePictureIsAFolderOfOne() {
    Path file = Pictures.write(folder, "one.png", Pictures.gradient(4, 4));
    Pictures.write(folder, "two.png", Pictures.gradient(4, 4));
    try (DataLoader loader = Pictures.openImages(file, "size=4x4")) {
      assertThat(Pictures.ids(loader)).containsExactly("one.png");
    }
  }

  @ParameterizedTest
  @CsvSource({"RGB,30,20,10", "BGR,10,20,30"})
  void channelsAreInTheOrderAskedFor(String color, float a, float b, float c) {
    Pictures.write(folder, "p.png", new Mat(2, 3, CvType.CV_8UC3, new Scalar(10, 20, 30)));
    try (DataLoader loader =
        Pictures.openImages(folder, "size=3x2", "color=" + color, "layout=NHWC")) {
      Tensor t = Pictures.tensor(loader, 0);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 2, 3, 3));
      assertThat(t.toFloats()).startsWith(a, b, c, a, b, c).hasSize(18);
    }
  }

  @Test
  void greyIsTheLumaOfTheColours() {
    Pictures.write(folder, "p.png", new Mat(2, 3, CvType.CV_8UC3, new Scalar(10, 200, 100)));
    try (DataLoader loader = Pictures.openImages(folder, "size=3x2", "color=GRAY")) {
      Tensor t = Pictures.tensor(loader, 0);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 1, 2, 3));
      assertThat(t.toFloats()).containsOnly(Math.round(0.299 * 100 + 0.587 * 200 + 0.114 * 10));
    }
  }

  @Test
  void valuesAreNormalizedInFloatArithmetic() {
    Pictures.write(folder, "p.png", Pictures.gradient(256, 1));
    try (DataLoader loader =
        Pictures.openImages(
            folder, "size=256x1", "mean=123.675,116.28,103.53", "scale=58.395,57.12,57.375")) {
      float[] values = Pictures.tensor(loader, 0).toFloats();
      for (int x = 0; x < 256; x++) {
        assertThat(values[x]).isEqualTo((x - 123.675f) / 58.395f);
        assertThat(values[256 + x]).isEqualTo((0 - 116.28f) / 57.12f);
        assertThat(values[512 + x]).isEqualTo((x - 103.53f) / 57.375f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NCHW", "NHWC"})
  void bytesAreTheFloatsWithoutNormalization(String layout) {
    Pictures.write(folder, "p.png", Pictures.gradient(20, 10));
    try (DataLoader bytes =
            Pictures.openImages(folder, "size=20x10", "type=u8", "layout=" + layout);
        DataLoader floats = Pictures.openImages(folder, "size=20x10", "layout=" + layout)) {
      Tensor b = Pictures.tensor(bytes, 0);
      assertThat(b.type()).isEqualTo(ElementType.U8);
      float[] expected = Pictures.tensor(floats, 0).toFloats();
      for (int i = 0; i < expected.length; i++) {
        assertThat((float) (b.bytes().get(i) & 0xFF)).isEqualTo(expected[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "webp", "tif", "ppm", "jp2"})
  void otherFormatsDecodeToTheSamePixels(String extension) {
    Mat picture = Pictures.gradient(66, 47);
    // OpenCV writes JPEG 2000 with the lossy colour transform
    float tolerance = extension.equals("jp2") ? 2 : 0;
    Pictures.write(folder, "p." + extension, picture);
    try (DataLoader loader = Pictures.openImages(folder, "size=66x47", "layout=NHWC")) {
      float[] values = Pictures.tensor(loader, 0).toFloats();
      for (int y = 0; y < 47; y++) {
        for (int x = 0; x < 66; x++) {
          assertThat(Math.abs(values[3 * (66 * y + x)] - x)).isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  @Test
  void deepGreyTransparentAndCmykPicturesBecomeThreeBytes() throws Exception {
    Mat deep = new Mat(4, 4, CvType.CV_16UC4, new Scalar(256 * 10, 256 * 20, 256 * 30, 256 * 5));
    Pictures.write(folder, "a-deep-alpha.png", deep);
    Pictures.write(folder, "b-grey.png", new Mat(4, 4, CvType.CV_8UC1, new Scalar(50)));
    Pictures.write(folder, "c-deep-grey.tif", new Mat(4, 4, CvType.CV_16UC1, new Scalar(256 * 60)));
    try (var in = ImageLoaderTest.class.getResourceAsStream("cmyk.jpg")) {
      Pictures.write(folder, "d-cmyk.jpg", in.readAllBytes());
    }
    try (DataLoader loader =
        Pictures.openImages(folder, "size=4x4", "resize=center-crop", "layout=NHWC")) {
      assertThat(Pictures.tensor(loader, 0).toFloats()).startsWith(30, 20, 10);
      assertThat(Pictures.tensor(loader, 1).toFloats()).containsOnly(50);
      assertThat(Pictures.tensor(loader, 2).toFloats()).containsOnly(60);
      // ink (x * 10, y * 15, 255 - x * 5, (x + y) * 3) at (10, 6), quality 95
      float[] cmyk = Pictures.tensor(loader, 3).toFloats();
      float light = (255 - 48) / 255f;
      assertThat(cmyk[0]).isCloseTo((255 - 100) * light, Offset4.WITHIN);
      assertThat(cmyk[1]).isCloseTo((255 - 90) * light, Offset4.WITHIN);
      assertThat(cmyk[2]).isCloseTo(50 * light, Offset4.WITHIN);
    }
  }

  private static final class Offset4 {
    static final Offset<Float> WITHIN = Offset.offset(6f);
  }

  /** All eight orientations of EXIF, against OpenCV's own flips. */
  @ParameterizedTest
  @CsvSource({
    "1,false,9",
    "2,false,1",
    "3,false,-1",
    "4,false,0",
    "5,true,9",
    "6,true,1",
    "7,true,-1",
    "8,true,0"
  })
  void picturesAreTurnedAsExifSays(int orientation, boolean transposed, int flip) {
    Mat upright = Pictures.gradient(48, 32);
    byte[] plain = Pictures.encode(upright, ".jpg");
    Pictures.write(folder, "turned.jpg", withOrientation(plain, orientation));
    Pictures.write(folder, "../plain-" + folder.getFileName() + ".jpg", plain);
    int w = transposed ? 32 : 48;
    int h = transposed ? 48 : 32;
    Path reference = folder.resolveSibling("plain-" + folder.getFileName() + ".jpg");
    try (DataLoader turned =
            Pictures.openImages(
                folder,
                "size=%dx%d".formatted(w, h),
                "color=BGR",
                "layout=NHWC",
                "resize=center-crop",
                "type=u8");
        DataLoader straight =
            Pictures.openImages(reference, "size=48x32", "color=BGR", "layout=NHWC", "type=u8")) {
      Mat expected = new Mat(32, 48, CvType.CV_8UC3, Pictures.tensor(straight, 0).bytes()).clone();
      if (transposed) {
        Mat t = new Mat();
        Core.transpose(expected, t);
        expected = t;
      }
      if (flip != 9) {
        Core.flip(expected, expected, flip);
      }
      byte[] wanted = new byte[w * h * 3];
      expected.get(0, 0, wanted);
      byte[] actual = new byte[w * h * 3];
      Pictures.tensor(turned, 0).bytes().get(actual);
      assertThat(actual).isEqualTo(wanted);
    } finally {
      reference.toFile().delete();
    }
  }

  /** The file with an EXIF segment of one entry, the orientation. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer b = ByteBuffer.allocate(jpeg.length + 36).order(ByteOrder.BIG_ENDIAN);
    b.put(jpeg, 0, 2);
    b.putShort((short) 0xFFE1).putShort((short) 34);
    b.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 1);
    b.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    b.putShort((short) orientation).putShort((short) 0).putInt(0);
    b.put(jpeg, 2, jpeg.length - 2);
    return b.array();
  }

  @Test
  void whatCannotWorkIsSaidWhenOpening() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    refused(empty, "has no picture", "jpg", "size=4x4");
    refused(folder.resolve("nowhere"), "does not exist", "nowhere", "size=4x4");
    Pictures.write(folder, "p.png", Pictures.gradient(4, 4));
    refused(folder, "size is missing", "224x224");
    refused(folder, "mean has 2 numbers", "color=RGB", "size=4x4", "mean=1,2");
    refused(folder, "mean has 3 numbers", "give one", "size=4x4", "mean=1,2,3", "color=GRAY");
    refused(folder, "scale=0.0", "must not be 0", "size=4x4", "scale=0");
    refused(folder, "type=u8", "type=f32", "size=4x4", "type=u8", "mean=3");
    refused(folder, "size=99999x4", "16384", "size=99999x4");
    refused(
        folder, "labels=none.csv", "FILE:file-column:label-column", "size=4x4", "labels=none.csv");
  }

  private static void refused(Path path, String part, String other, String... parameters) {
    assertThatThrownBy(() -> Pictures.openImages(path, parameters))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part)
        .hasMessageContaining(other);
  }
}
