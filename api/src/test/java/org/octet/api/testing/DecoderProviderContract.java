package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
public abstract class DecoderProviderContract {
  private static final int THREADS = 4;

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
    List<String> complaints = new ArrayList<>();
    DecoderProvider provider = provider();
    var checked = provider.parameters().check(parameters(), provider.name(), complaints);
    assertThat(complaints).isEmpty();
    return provider.create(checked);
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
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Object>>> results = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        results.add(threads.submit(() -> decodeAll(decoder, cases)));
      }
      for (Future<List<Object>> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void outputsAndSampleStayAsTheyAre() {
    Decoder decoder = create();
    for (Case c : cases()) {
      List<Object> before = List.of(contents(c.outputs()), contents(c.sample().data()));
      decoder.decode(c.outputs(), c.sample());
      assertThat(List.of(contents(c.outputs()), contents(c.sample().data()))).isEqualTo(before);
    }
  }

  /** The outputs' memory is used for the next inference as soon as {@code decode} returns. */
  @Test
  void keepsNoMemoryOfTheOutputs() {
    Decoder decoder = create();
    for (Case c : cases()) {
      Annotation annotation = decoder.decode(c.outputs(), c.sample());
      Object before = content(annotation);
      c.outputs().values().forEach(DecoderProviderContract::overwrite);
      assertThat(content(annotation)).isEqualTo(before);
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
      results.add(content(decoder.decode(c.outputs(), c.sample())));
    }
    return results;
  }

  /** What can be compared by value. */
  private static Object content(Annotation annotation) {
    if (annotation instanceof Annotation.Mask mask) {
      return List.of(content(mask.classes()), mask.ignoreIndex());
    }
    return annotation instanceof Annotation.Target target ? content(target.tensor()) : annotation;
  }

  private static Map<String, Object> contents(Map<String, Tensor> tensors) {
    Map<String, Object> copies = new LinkedHashMap<>();
    tensors.forEach((name, t) -> copies.put(name, content(t)));
    return copies;
  }

  private static Object content(Tensor tensor) {
    return List.of(tensor.type(), tensor.shape(), tensor.copy().bytes());
  }

  private static void overwrite(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0x55);
    }
  }
}
