package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** What every decoder must keep: it only reads, keeps nothing, and is safe for several threads. */
public abstract class DecoderContract {
  /**
   * The outputs of one inference.
   *
   * @param outputs by name; writable tensors
   * @param sample what went in
   */
  public record Case(Map<String, Tensor> outputs, Sample sample) {}

  /** The provider. */
  protected abstract DecoderProvider provider();

  /** Values of parameters by key; defaults stand for the others. */
  protected Map<String, ?> parameters() {
    return Map.of();
  }

  /** At least two cases that decode to different annotations; tensors of their own in each call. */
  protected abstract List<Case> cases();

  private Decoder create() {
    return provider().create(PluginParameters.of(provider(), parameters()));
  }

  @Test
  void annotationsDependOnTheOutputsOnly() {
    Decoder decoder = create();
    List<Object> first = decodeAll(decoder, cases());
    assertThat(first).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(2);
    assertThat(decodeAll(decoder, cases())).isEqualTo(first);
    assertThat(decodeAll(create(), cases())).isEqualTo(first);
  }

  @Test
  void threadsGetWhatOneThreadGets() throws Exception {
    Decoder decoder = create();
    List<Case> cases = cases();
    List<Object> alone = decodeAll(decoder, cases);
    for (List<Object> result : Together.run(t -> () -> decodeAll(decoder, cases))) {
      assertThat(result).isEqualTo(alone);
    }
  }

  @Test
  void outputsAndSampleStayAsTheyAre() {
    Decoder decoder = create();
    for (Case c : cases()) {
      List<Object> before = List.of(Contents.of(c.outputs()), Contents.of(c.sample().data()));
      decoder.decode(c.outputs(), c.sample());
      assertThat(List.of(Contents.of(c.outputs()), Contents.of(c.sample().data())))
          .isEqualTo(before);
    }
  }

  @Test
  void closesNothingThatIsNotItsOwn() {
    Decoder decoder = create();
    for (Case c : cases()) {
      Tracked tracked = new Tracked();
      decoder.decode(tracked.copy(c.outputs()), tracked.copy(c.sample()));
      assertThat(tracked.closed()).as("tensors closed").isZero();
    }
  }

  @Test
  void theOrderOfSamplesDoesNotMatter() {
    Decoder decoder = create();
    List<Object> forward = decodeAll(decoder, cases());
    List<Case> backward = new ArrayList<>(cases());
    Collections.reverse(backward);
    List<Object> results = decodeAll(decoder, backward);
    Collections.reverse(results);
    assertThat(results).isEqualTo(forward);
  }

  /** The outputs' memory is used for the next inference as soon as {@code decode} returns. */
  @Test
  void keepsNoMemoryOfTheOutputs() {
    Decoder decoder = create();
    for (Case c : cases()) {
      Annotation annotation = decoder.decode(c.outputs(), c.sample());
      Object before = Contents.of(annotation);
      c.outputs().values().forEach(DecoderContract::overwrite);
      assertThat(Contents.of(annotation)).isEqualTo(before);
    }
  }

  @Test
  void outputsOfAnotherFormAreTheUsersMistake() {
    Decoder decoder = create();
    Sample sample = cases().get(0).sample();
    Tensor text = Tensor.of(ElementType.STRING, Shape.of(1), ByteBuffer.allocateDirect(8));
    for (Map<String, Tensor> foreign :
        List.of(
            Map.<String, Tensor>of(),
            Map.of("other", text),
            Map.of("other", Tensor.of(Shape.of(0))),
            Map.of("other", Tensor.allocate(ElementType.F32, Shape.of(3, 1, 7, 2, 1, 5))))) {
      assertThatThrownBy(() -> decoder.decode(foreign, sample)).isInstanceOf(InputException.class);
    }
  }

  private static List<Object> decodeAll(Decoder decoder, List<Case> cases) {
    List<Object> results = new ArrayList<>();
    for (Case c : cases) {
      results.add(Contents.of(decoder.decode(c.outputs(), c.sample())));
    }
    return results;
  }

  private static void overwrite(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0x55);
    }
  }
}
