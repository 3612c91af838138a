package org.octet.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class InputFitterTest {
  private static final TensorInfo INPUT =
      new TensorInfo("data", List.of("data"), ElementType.F32, PartialShape.of(1, 3, 32, 48));

  private static Tensor f32(long... dims) {
    return Tensor.allocate(ElementType.F32, Shape.of(dims));
  }

  private static Tensor fit(TensorInfo input, Tensor tensor) {
    return new InputFitter().fit("sample 'a.png', model 'm'", input, tensor);
  }

  private static void refuses(Tensor tensor, String... parts) {
    assertThatThrownBy(() -> fit(INPUT, tensor))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample 'a.png'")
        .hasMessageContaining("'data'")
        .hasMessageContainingAll(parts);
  }

  @Test
  void takesTensorsThatFit() {
    Tensor exact = f32(1, 3, 32, 48);
    assertThat(fit(INPUT, exact)).isSameAs(exact);
  }

  @Test
  void addsAndDropsALeadingOne() {
    assertThat(fit(INPUT, f32(3, 32, 48)).shape()).isEqualTo(Shape.of(1, 3, 32, 48));
    TensorInfo flat = new TensorInfo("x", List.of("x"), ElementType.F32, PartialShape.of(-1, 32));
    assertThat(fit(flat, f32(1, 7, 32)).shape()).isEqualTo(Shape.of(7, 32));
    refuses(f32(2, 3, 32, 48), "f32[1,3,32,48]", "f32[2,3,32,48]");
  }

  @Test
  void saysWhatIsWrongWithTheShape() {
    refuses(f32(1, 32, 48, 3), "f32[1,32,48,3]", "layout=NCHW");
    refuses(f32(32, 48, 3), "layout=NCHW");
    refuses(f32(1, 3, 224, 224), "size=48x32");
    refuses(f32(1, 3, 48, 32), "WIDTHxHEIGHT");
    refuses(f32(1, 1, 32, 48), "color=RGB");
    refuses(f32(100), "f32[100]");
  }

  @Test
  void saysWhoseBatchItIs() {
    refuses(f32(4, 3, 32, 48), "batch of 4", "one sample at a time");
    TensorInfo four = new TensorInfo("x", List.of("x"), ElementType.F32, PartialShape.of(4, 32));
    for (Tensor single : List.of(f32(32), f32(1, 32))) {
      assertThatThrownBy(() -> fit(four, single))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("takes a batch of 4, the data have 1", "reshape the model");
    }
    Tensor batch = f32(4, 32);
    assertThat(fit(four, batch)).isSameAs(batch);
    TensorInfo any = new TensorInfo("x", List.of("x"), ElementType.F32, PartialShape.of(-1, 32));
    assertThat(fit(any, batch)).isSameAs(batch);
    assertThat(fit(any, f32(32)).shape()).isEqualTo(Shape.of(1, 32));
  }

  @Test
  void neverReshapesInSilence() {
    TensorInfo flat = new TensorInfo("x", List.of("x"), ElementType.F32, PartialShape.of(1, 12));
    for (Tensor same : List.of(f32(3, 4), f32(12, 1), f32(1, 3, 4), f32(1, 12, 1))) {
      assertThatThrownBy(() -> fit(flat, same))
          .as(same.toString())
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("f32[1,12]", same.toString());
    }
    assertThatThrownBy(() -> fit(flat, f32(3, 4))).hasMessageContaining("never reshapes");
  }

  @Test
  void roundsFloatsToTheTypeOfTheInput() {
    TensorInfo half = new TensorInfo("x", List.of("x"), ElementType.F16, PartialShape.of(1, 3));
    Tensor data = Tensor.of(Shape.of(3), 0.5f, 0.1f, -70000f);

    Tensor fitted = fit(half, data);

    assertThat(fitted.type()).isEqualTo(ElementType.F16);
    assertThat(fitted.shape()).isEqualTo(Shape.of(1, 3));
    // the half nearest to 0.1, and the largest one
    assertThat(Floats.read(fitted)).containsExactly(0.5f, 0.099975586f, -65504f);
  }

  @Test
  void refusesOtherTypes() {
    refuses(Tensor.allocate(ElementType.U8, Shape.of(1, 3, 32, 48)), "u8[1,3,32,48]", "type=f32");
  }

  @Test
  void namesTheValueThatIsNotFinite() {
    Tensor tensor = f32(1, 3, 32, 48);
    tensor.floats().put(2 * 32 * 48 + 5 * 48 + 7, Float.NaN);
    refuses(tensor, "NaN", "[0,2,5,7]", "mean and scale");
  }
}
