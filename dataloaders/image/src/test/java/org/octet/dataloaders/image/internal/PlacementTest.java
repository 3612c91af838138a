package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Tensor;

/** Where the picture lies in the tensor. */
class PlacementTest {
  @TempDir Path folder;

  private Placement place(int width, int height, String... parameters) {
    Pictures.write(folder, "p.png", Pictures.gradient(width, height));
    try (DataLoader loader = Pictures.openImages(folder, parameters);
        Sample s = loader.get(0)) {
      checkPixels(s, s.placement().orElseThrow());
      return s.placement().orElseThrow();
    }
  }

  /** Red and green of a pixel inside say where in the picture it comes from. */
  private static void checkPixels(Sample s, Placement p) {
    Tensor t = s.data().get(Sample.ONLY_INPUT);
    int w = (int) t.shape().dim(3);
    int h = (int) t.shape().dim(2);
    assertThat(p.inputWidth()).isEqualTo(w);
    assertThat(p.inputHeight()).isEqualTo(h);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double sourceX = (x + 0.5 - p.left()) / p.scaleX() - 0.5;
        double sourceY = (y + 0.5 - p.top()) / p.scaleY() - 0.5;
        if (inside(sourceX, p.width(), p.scaleX()) && inside(sourceY, p.height(), p.scaleY())) {
          assertThat((double) t.floats().get(y * w + x)).isCloseTo(sourceX, within(1.0));
          assertThat((double) t.floats().get((h + y) * w + x)).isCloseTo(sourceY, within(1.0));
        }
      }
    }
  }

  /** Far enough from the edges that no filter is cut off there. */
  private static boolean inside(double source, int length, double scale) {
    double reach = 2 * Math.max(1, 1 / scale);
    return source >= reach && source <= length - 1 - reach;
  }

  @Test
  void stretched() {
    assertThat(place(100, 50, "size=20x30"))
        .isEqualTo(new Placement(100, 50, 20, 30, 0.2, 0.6, 0, 0));
  }

  @Test
  void asItIs() {
    assertThat(place(33, 21, "resize=none")).isEqualTo(Placement.filling(33, 21, 33, 21));
  }

  @Test
  void letterboxed() {
    assertThat(place(100, 50, "size=50x40", "resize=letterbox"))
        .isEqualTo(new Placement(100, 50, 50, 40, 0.5, 0.5, 0, 7));
    assertThat(place(50, 100, "size=40x50", "resize=letterbox", "anchor=top-left"))
        .isEqualTo(new Placement(50, 100, 40, 50, 0.5, 0.5, 0, 0));
    // 75 * 40 / 100 = 30; 33 * 40 / 100 = 13.2, rounded down
    assertThat(place(100, 33, "size=40x40", "resize=letterbox").scaleY()).isEqualTo(13.0 / 33);
  }

  @Test
  void cut() {
    assertThat(place(100, 50, "size=40x30", "resize=center-crop"))
        .isEqualTo(new Placement(100, 50, 40, 30, 1, 1, -30, -10));
    assertThat(place(100, 50, "size=20x20", "resize=center-crop", "shorter=25"))
        .isEqualTo(new Placement(100, 50, 20, 20, 0.5, 0.5, -15, -2));
    assertThat(place(20, 10, "size=40x40", "resize=center-crop"))
        .isEqualTo(new Placement(20, 10, 40, 40, 4, 4, -20, 0));
    assertThat(place(100, 50, "size=25x25", "resize=crop"))
        .isEqualTo(new Placement(100, 50, 25, 25, 0.5, 0.5, -12.5, 0));
    assertThat(place(50, 100, "size=20x10", "resize=crop", "anchor=top-left"))
        .isEqualTo(new Placement(50, 100, 20, 10, 0.4, 0.4, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"90,31", "31,90", "64,64", "200,11"})
  void inEveryWay(int width, int height) {
    for (String resize : Geometry.Resize.NAMES) {
      // not OpenCV's area: it is off by up to a pixel where one side grows and the other shrinks
      for (String interpolation : List.of("linear", "linear-antialias", "cubic-antialias")) {
        place(
            width,
            height,
            "size=37x29",
            "resize=" + resize,
            "interpolation=" + interpolation,
            "anchor=" + (width > height ? "center" : "top-left"));
      }
    }
  }
}
