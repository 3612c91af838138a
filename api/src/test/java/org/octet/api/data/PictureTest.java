package org.octet.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class PictureTest {
  private static final float OUTSIDE = -9;

  private static Box box(double left, double top, double right, double bottom) {
    return new Box(0, 1, left, top, right, bottom);
  }

  /** Two channels, 3 wide, 2 high. */
  private static Picture small() {
    return Picture.of(Tensor.of(Shape.of(1, 2, 2, 3), 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60));
  }

  @Test
  void readsBytesAndFloats() {
    Tensor bytes = Tensor.allocate(ElementType.U8, Shape.of(1, 1, 2));
    bytes.bytes().put(0, (byte) 7).put(1, (byte) 200);
    Picture picture = Picture.of(bytes);
    assertThat(List.of(picture.width(), picture.height(), picture.channels()))
        .containsExactly(2, 1, 1);
    assertThat(picture.tensor().toFloats()).containsExactly(7, 200);
    assertThat(small().tensor().shape()).isEqualTo(Shape.of(1, 2, 2, 3));
    for (Shape no : List.of(Shape.of(2, 3), Shape.of(2, 3, 4, 4), Shape.of(1, 3, 0, 4))) {
      assertThatThrownBy(() -> Picture.of(Tensor.allocate(ElementType.F32, no)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(no.toString());
    }
    assertThatThrownBy(() -> Picture.of(Tensor.allocate(ElementType.I64, Shape.of(3, 4, 4))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cropsReachBeyondTheEdges() {
    assertThat(small().cropped(box(1.2, -1, 3.8, 0.6), OUTSIDE).tensor().toFloats())
        .containsExactly(
            OUTSIDE, OUTSIDE, OUTSIDE, 2, 3, OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE, 20, 30, OUTSIDE);
    assertThat(small().cropped(box(10, 10, 11, 11), OUTSIDE).tensor().toFloats())
        .containsExactly(OUTSIDE, OUTSIDE);
    for (Box no : List.of(box(1, 1, 1, 2), box(0, 0, 1e9, 1e9), box(2, 0, 1, 1))) {
      assertThatThrownBy(() -> small().cropped(no, 0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shrinkingAveragesAndEnlargingInterpolates() {
    Picture two = Picture.of(Tensor.of(Shape.of(1, 1, 4), 0, 0, 8, 8));
    // a triangle of four pixels' width around the middle of each half: 3/7, 3/7 and 1/7
    assertThat(two.resized(2, 1).tensor().toFloats())
        .containsExactly(new float[] {8f / 7, 48f / 7}, within(1e-6f));
    Picture step = Picture.of(Tensor.of(Shape.of(1, 1, 2), 0, 8));
    assertThat(step.resized(4, 1).tensor().toFloats()).containsExactly(0, 2, 6, 8);
    assertThat(step.resized(2, 3).tensor().toFloats()).containsExactly(0, 8, 0, 8, 0, 8);
  }

  @Property(tries = 200, seed = "1")
  void anEvenPictureStaysEven(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 1, max = 40) int newHeight) {
    float[] values = new float[width * height];
    Arrays.fill(values, 3);
    Picture even = Picture.of(Tensor.of(Shape.of(1, height, width), values));
    Picture resized = even.resized(newWidth, newHeight);
    assertThat(resized.width()).isEqualTo(newWidth);
    assertThat(resized.height()).isEqualTo(newHeight);
    for (float v : resized.tensor().toFloats()) {
      assertThat(v).isCloseTo(3, within(1e-5f));
    }
    assertThat(even.resized(width, height).tensor().toFloats()).containsExactly(values);
  }

  @Test
  void valuesAndChannelsChange() {
    assertThat(small().scaled(new double[] {2}, new double[] {1, -10}).tensor().toFloats())
        .containsExactly(3, 5, 7, 9, 11, 13, 10, 30, 50, 70, 90, 110);
    assertThat(small().reversed().tensor().toFloats()).startsWith(10, 20, 30).endsWith(4, 5, 6);
  }

  @Test
  void theMapHasTheBestScoreOfEveryCell() {
    Boxes boxes = new Boxes(List.of(new Box(0, 0.5, 0, 0, 8, 4), new Box(1, 0.75, 4, 0, 9, 9)));
    assertThat(boxes.scoreMap(10, 7, 4).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(boxes.scoreMap(10, 7, 4).toFloats()).containsExactly(0.5f, 0.75f, 0, 0, 0.75f, 0);
    assertThat(new Boxes(List.of()).scoreMap(10, 7, 4).toFloats()).containsOnly(0);
  }
}
