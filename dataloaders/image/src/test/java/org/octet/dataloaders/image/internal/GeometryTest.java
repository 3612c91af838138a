package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.data.DataLoader;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.opencv.OpenCV;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** Where every pixel goes, against positions computed by hand. */
class GeometryTest {
  @TempDir Path folder;

  @BeforeAll
  static void loadOpenCv() {
    OpenCV.load();
  }

  /** Pixel (x, y) has red x and green y, so a value tells where it came from. */
  private Tensor load(int width, int height, String... parameters) {
    Pictures.write(folder, "p.png", Pictures.gradient(width, height));
    try (DataLoader loader = Pictures.openImages(folder, parameters)) {
      return Pictures.tensor(loader, 0);
    }
  }

  private static float at(Tensor t, int c, int y, int x) {
    int h = (int) t.shape().dim(2);
    int w = (int) t.shape().dim(3);
    return t.floats().get((c * h + y) * w + x);
  }

  @ParameterizedTest
  @CsvSource({"100,80,31,20", "101,81,30,21", "31,20,31,20", "32,21,31,20", "200,20,31,20"})
  void centerCropCutsWithoutScaling(int w, int h, int cw, int ch) {
    Tensor t = load(w, h, "size=" + cw + "x" + ch, "resize=center-crop");
    assertThat(t.shape()).isEqualTo(Shape.of(1, 3, ch, cw));
    int left = Math.floorDiv(w - cw, 2);
    int top = Math.floorDiv(h - ch, 2);
    for (int y = 0; y < ch; y++) {
      for (int x = 0; x < cw; x++) {
        assertThat(at(t, 0, y, x)).isEqualTo(left + x);
        assertThat(at(t, 1, y, x)).isEqualTo(top + y);
        assertThat(at(t, 2, y, x)).isEqualTo((left + x + top + y) & 0xFF);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"100,80,87,70", "33,21,28,18", "2,1,1,1"})
  void theCentralFractionIsCutFirst(int w, int h, int cw, int ch) {
    Tensor t = load(w, h, "central-fraction=0.875", "size=" + cw + "x" + ch);
    assertThat(t.shape()).isEqualTo(Shape.of(1, 3, ch, cw));
    for (int y = 0; y < ch; y++) {
      for (int x = 0; x < cw; x++) {
        assertThat(at(t, 0, y, x)).isEqualTo((w - cw) / 2 + x);
        assertThat(at(t, 1, y, x)).isEqualTo((h - ch) / 2 + y);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"10,40", "40,10", "20,20", "3,2"})
  void centerCropScalesUpWhatIsTooSmall(int w, int h) {
    Tensor t = load(w, h, "size=24x24", "resize=center-crop");
    double factor = 24.0 / Math.min(w, h);
    // the middle of the result is the middle of the picture; scaled by one factor
    assertThat((at(t, 0, 12, 12) + at(t, 0, 12, 11)) / 2.0).isCloseTo((w - 1) / 2.0, within(1));
    assertThat((at(t, 1, 12, 12) + at(t, 1, 11, 12)) / 2.0).isCloseTo((h - 1) / 2.0, within(1));
    double across = (at(t, 0, 12, 18) - at(t, 0, 12, 6)) * factor;
    assertThat(across).isCloseTo(12, within(factor));
  }

  private static Offset<Double> within(double d) {
    return Offset.offset(d);
  }

  @Test
  void shorterSideFirst() {
    // 100x50 -> 40x20 -> the middle 20x20 begins at column 10, which is column 25 of the picture
    Tensor t = load(100, 50, "size=20x20", "resize=center-crop", "shorter=20");
    assertThat(at(t, 0, 0, 0)).isBetween(24.5f, 27.5f);
    assertThat(at(t, 0, 0, 19)).isBetween(72f, 75f);
    assertThat(at(t, 1, 0, 0)).isBetween(0f, 2f);
    assertThat(at(t, 1, 19, 0)).isBetween(47f, 49f);
  }

  @Test
  void stretchScalesBothSides() {
    Tensor t = load(100, 50, "size=10x10", "interpolation=area");
    // area: the mean of 10x5 pixels
    for (int i = 0; i < 10; i++) {
      assertThat(at(t, 0, 3, i)).isBetween(10 * i + 4f, 10 * i + 5f);
      assertThat(at(t, 1, i, 3)).isEqualTo(5 * i + 2f);
    }
  }

  @Test
  void linearTakesTheNeighboursOfTheCentre() {
    // 8 -> 4: centre of result pixel i lies between pixels 2i and 2i + 1
    Mat m = new Mat(8, 8, CvType.CV_8UC3);
    for (int x = 0; x < 8; x++) {
      m.col(x).setTo(Scalar.all(20 * x));
    }
    Pictures.write(folder, "p.png", m);
    try (DataLoader loader = Pictures.openImages(folder, "size=4x4")) {
      Tensor t = Pictures.tensor(loader, 0);
      for (int i = 0; i < 4; i++) {
        assertThat(at(t, 0, 1, i)).isEqualTo(40 * i + 10f);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "80,40,32,32,center", "80,40,32,32,top-left", "30,90,32,32,center", "30,90,33,32,top-left",
    "7,100,20,30,center", "64,64,32,32,center", "16,8,32,32,center", "500,3,40,40,center"
  })
  void letterboxKeepsTheShapeAndFillsTheRest(int w, int h, int tw, int th, String anchor) {
    Pictures.write(folder, "p.png", new Mat(h, w, CvType.CV_8UC3, new Scalar(10, 20, 30)));
    try (DataLoader loader =
        Pictures.openImages(
            folder, "size=" + tw + "x" + th, "resize=letterbox", "anchor=" + anchor, "fill=77")) {
      Tensor t = Pictures.tensor(loader, 0);
      boolean byWidth = tw * h <= th * w;
      int iw = byWidth ? tw : Math.max(1, w * th / h);
      int ih = byWidth ? Math.max(1, h * tw / w) : th;
      int left = anchor.equals("center") ? (tw - iw) / 2 : 0;
      int top = anchor.equals("center") ? (th - ih) / 2 : 0;
      for (int y = 0; y < th; y++) {
        for (int x = 0; x < tw; x++) {
          boolean inside = x >= left && x < left + iw && y >= top && y < top + ih;
          assertThat(at(t, 0, y, x)).isEqualTo(inside ? 30 : 77);
          assertThat(at(t, 2, y, x)).isEqualTo(inside ? 10 : 77);
        }
      }
    }
  }

  @Test
  void cubicAndLinearDiffer() {
    Pictures.write(folder, "p.png", Pictures.gradient(300, 17));
    try (DataLoader linear = Pictures.openImages(folder, "size=400x23");
        DataLoader cubic = Pictures.openImages(folder, "size=400x23", "interpolation=cubic")) {
      assertThat(Pictures.tensor(cubic, 0).toFloats())
          .hasSize(3 * 400 * 23)
          .isNotEqualTo(Pictures.tensor(linear, 0).toFloats());
    }
  }
}
