package org.octet.engines.decoders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.octet.engines.decoders.internal.Fixture.decoder;
import static org.octet.engines.decoders.internal.Fixture.output;
import static org.octet.engines.decoders.internal.Fixture.plain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DecoderContract;
import org.octet.api.testing.PluginContract;

/** The decoders that give one number. */
class ScoresTest {
  @Nested
  class ScorePlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return ScoreProvider.class;
    }
  }

  @Nested
  class SimilarityPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return SimilarityProvider.class;
    }
  }

  @Nested
  class ScoreContract extends DecoderContract {
    @Override
    protected DecoderProvider provider() {
      return new ScoreProvider();
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(output(Shape.of(1, 1), 3), plain(1)),
          new Case(output(Shape.of(), -1), plain(1)));
    }
  }

  @Nested
  class SimilarityContract extends DecoderContract {
    @Override
    protected DecoderProvider provider() {
      return new SimilarityProvider();
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(output(Shape.of(2, 2), 1, 0, 1, 1), plain(1)),
          new Case(output(Shape.of(2, 2, 2), 1, 0, 3, 2, 1, 1, 3, -4), plain(1)));
    }
  }

  @Test
  void scoreIsTheNumber() {
    Decoder decoder = decoder(new ScoreProvider());
    assertThat(decoder.decode(output(Shape.of(1, 1), 0.25f), plain(1))).isEqualTo(new Score(0.25));
    Tensor half = Floats.tensor(ElementType.F16, Shape.of(1), 0.5f);
    assertThat(decoder.decode(output(half), plain(1))).isEqualTo(new Score(0.5));
    assertThat(decoder.decode(output(Tensor.ofLongs(Shape.of(1), -4)), plain(1)))
        .isEqualTo(new Score(-4));
    assertThatThrownBy(() -> decoder.decode(output(Shape.of(1, 2), 1, 2), plain(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("index=NUMBER");
    assertThat(
            decoder(new ScoreProvider(), "index=1").decode(output(Shape.of(1, 2), 1, 2), plain(1)))
        .isEqualTo(new Score(2));
  }

  @Test
  void similarityIsSciPysCosine() {
    Fixture f = Fixture.load("similarity.properties");
    Map<String, Tensor> outputs = output(Shape.of(2, 7, 12), f.floats("values"));
    long[] mask = Arrays.stream(f.integers("mask")).asLongStream().toArray();
    Sample sample =
        new Sample(
            "pair",
            Map.of("attention_mask", Tensor.ofLongs(Shape.of(2, 7), mask)),
            Optional.empty());
    DecoderProvider similarity = new SimilarityProvider();
    assertThat(score(decoder(similarity), outputs, sample))
        .isCloseTo(f.number("masked"), within(1e-12));
    assertThat(score(decoder(similarity), outputs, plain(1)))
        .isCloseTo(f.number("unmasked"), within(1e-12));
    assertThat(score(decoder(similarity, "pooling=first"), outputs, sample))
        .isCloseTo(f.number("first"), within(1e-12));
  }

  private static double score(Decoder decoder, Map<String, Tensor> outputs, Sample sample) {
    return ((Score) decoder.decode(outputs, sample)).value();
  }

  @Test
  void embeddingsOfSentencesNeedNoPooling() {
    Decoder decoder = decoder(new SimilarityProvider());
    assertThat(score(decoder, output(Shape.of(2, 2), 3, 4, 6, 8), plain(1)))
        .isCloseTo(1, within(1e-15));
    assertThat(score(decoder, output(Shape.of(2, 2), 3, 4, -4, 3), plain(1))).isZero();
    assertThat(score(decoder, output(Shape.of(2, 2), 3, 4, 0, 0), plain(1))).isZero();
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() {
    Sample sample =
        new Sample(
            "pair",
            Map.of("attention_mask", Tensor.ofLongs(Shape.of(2, 3), new long[6])),
            Optional.empty());
    assertThatThrownBy(
            () ->
                decoder(new SimilarityProvider())
                    .decode(output(Shape.of(2, 2, 1), 1, 2, 3, 4), sample))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("attention_mask")
        .hasMessageContaining("2 x 2 tokens");
  }
}
