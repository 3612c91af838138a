package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** Pictures in low and in high resolution. */
class PairsTest {
  @TempDir Path folder;

  private static Tensor target(Sample s) {
    return ((Target) s.annotation().orElseThrow()).tensor();
  }

  private static Tensor only(Sample s) {
    return s.data().get(Sample.ONLY_INPUT);
  }

  /** The input is what the same loader makes of the target. */
  @Test
  void theInputIsTheTargetScaledDown() {
    Pictures.write(folder, "high/a.png", Pictures.gradient(70, 50));
    String[] common = {"interpolation=cubic-antialias", "color=BGR", "layout=NHWC", "type=u8"};
    try (DataLoader pairs =
            Pictures.openImages(
                folder.resolve("high"),
                with(common, "annotations=pairs", "downscale=3", "size=16x16", "resize=crop"));
        Sample s = pairs.get(0)) {
      assertThat(only(s).shape()).isEqualTo(Shape.of(1, 16, 16, 3));
      assertThat(target(s).shape()).isEqualTo(Shape.of(1, 48, 48, 3));
      var m = new Mat(48, 48, CvType.CV_8UC3, target(s).bytes());
      Pictures.write(folder, "target/a.png", m);
      try (DataLoader again =
          Pictures.openImages(folder.resolve("target"), with(common, "size=16x16"))) {
        assertThat(Pictures.tensor(again, 0).bytes()).isEqualTo(only(s).bytes());
      }
      // the middle 50x50, scaled to 16x16
      Placement placement = s.placement().orElseThrow();
      assertThat(placement.scaleX()).isCloseTo(0.32, within(1e-12));
      assertThat(placement.left()).isCloseTo(-3.2, within(1e-12));
      assertThat(placement.inputWidth()).isEqualTo(16);
    }
  }

  private static String[] with(String[] common, String... more) {
    String[] all = Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    return all;
  }

  @Test
  void picturesOfAnySizeAreCutToMultiples() {
    Pictures.write(folder, "a.png", Pictures.gradient(50, 31));
    try (DataLoader pairs =
            Pictures.openImages(folder, "annotations=pairs", "downscale=4", "resize=none");
        Sample s = pairs.get(0)) {
      assertThat(only(s).shape()).isEqualTo(Shape.of(1, 3, 7, 12));
      assertThat(target(s).shape()).isEqualTo(Shape.of(1, 3, 28, 48));
      assertThat(target(s).floats().get(47)).isEqualTo(47);
    }
  }

  @Test
  void aPictureSmallerThanTheFactorIsNamed() {
    Pictures.write(folder, "tiny.png", Pictures.gradient(3, 3));
    try (DataLoader pairs =
        Pictures.openImages(folder, "annotations=pairs", "downscale=4", "resize=none")) {
      assertThatThrownBy(() -> pairs.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("tiny.png")
          .hasMessageContaining("3x3");
    }
  }

  @Test
  void theOtherResolutionFromAFolderOfItsOwn() {
    Pictures.write(folder, "low/a.png", Pictures.gradient(10, 8));
    Pictures.write(folder, "low/b.png", Pictures.gradient(10, 8));
    Pictures.write(folder, "high/a.bmp", Pictures.gradient(20, 16));
    String labels = "labels=" + folder.resolve("high");
    try (DataLoader pairs =
            Pictures.openImages(
                folder.resolve("low"),
                "annotations=pairs",
                "downscale=2",
                labels,
                "size=10x8",
                "scale=255");
        Sample s = pairs.get(0)) {
      assertThat(pairs.size()).isEqualTo(1);
      assertThat(only(s).floats().get(9)).isEqualTo(9 / 255f);
      assertThat(target(s).shape()).isEqualTo(Shape.of(1, 3, 16, 20));
      assertThat(target(s).floats().get(19)).isEqualTo(19 / 255f);
    }
    Pictures.write(folder, "high/a.bmp", new byte[] {1});
    try (DataLoader pairs =
        Pictures.openImages(
            folder.resolve("low"), "annotations=pairs", "downscale=2", labels, "resize=none")) {
      assertThatThrownBy(() -> pairs.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("high resolution")
          .hasMessageContaining("a.bmp");
    }
  }

  @Test
  void whatCannotWorkIsSaidWhenOpening() {
    Pictures.write(folder, "a.png", Pictures.gradient(10, 8));
    assertThatThrownBy(() -> Pictures.openImages(folder, "annotations=pairs", "size=4x4"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("downscale=N");
    assertThatThrownBy(
            () -> Pictures.openImages(folder, "annotations=pairs", "downscale=9", "size=2000x2000"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("downscale=9")
        .hasMessageContaining("16384");
  }
}
