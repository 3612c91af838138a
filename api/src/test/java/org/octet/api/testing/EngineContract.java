package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InferenceException;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;

/** What every engine must keep: no state between samples, safe for several threads. */
public abstract class EngineContract {
  /** A new engine. */
  protected abstract Engine create();

  /** The models, for one thread. */
  protected abstract Models models();

  /** At least two different samples. */
  protected abstract List<Sample> samples();

  @Test
  void predictionsDependOnTheSampleOnly() {
    Engine engine = create();
    List<Object> first = runAll(engine);
    assertThat(runAll(engine)).isEqualTo(first);
    assertThat(runAll(create())).isEqualTo(first);
  }

  @Test
  void threadsGetWhatOneThreadGets() throws Exception {
    Engine engine = create();
    List<Object> alone = runAll(engine);
    for (List<Object> result : Together.run(t -> () -> runAll(engine))) {
      assertThat(result).isEqualTo(alone);
    }
  }

  @Test
  void theOrderOfSamplesDoesNotMatter() {
    Engine engine = create();
    List<Object> forward = runAll(engine);
    List<Object> backward = new ArrayList<>();
    for (int i = samples().size() - 1; i >= 0; i--) {
      backward.add(0, Contents.of(engine.run(samples().get(i), models())));
    }
    assertThat(backward).isEqualTo(forward);
  }

  @Test
  void differentSamplesGiveDifferentPredictions() {
    assertThat(new HashSet<>(runAll(create()))).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void closesNothingThatIsNotItsOwn() {
    Engine engine = create();
    for (Sample sample : samples()) {
      Tracked tracked = new Tracked();
      engine.run(tracked.copy(sample), models());
      assertThat(tracked.closed()).as("tensors of the sample closed").isZero();
    }
  }

  @Test
  void somethingComesOut() {
    Engine engine = create();
    for (Sample sample : samples()) {
      Prediction prediction = engine.run(sample, models());
      assertThat(prediction.outputs().isEmpty() && prediction.decoded().isEmpty())
          .as("nothing came out of '%s'", sample.id())
          .isFalse();
    }
  }

  /** Octet tells the user about them, and ends jobs that are cancelled. */
  @Test
  void errorsOfTheModelsComeThrough() {
    Engine engine = create();
    for (RuntimeException error :
        List.of(new InferenceException("refused"), new CancelledException("cancelled"))) {
      Sample sample = samples().get(0);
      assertThatThrownBy(() -> engine.run(sample, new Watched(models(), error))).isSameAs(error);
    }
  }

  @Test
  void asksForModelsThatAreThere() {
    Engine engine = create();
    Set<String> asked = new HashSet<>();
    for (Sample sample : samples()) {
      Watched watched = new Watched(models(), null);
      engine.run(sample, watched);
      asked.addAll(watched.asked);
    }
    assertThat(asked).isNotEmpty().isSubsetOf(models().names());
  }

  @Test
  void samplesStayAsTheyAre() {
    Engine engine = create();
    for (Sample sample : samples()) {
      Object before = Contents.of(sample.data());
      engine.run(sample, models());
      assertThat(Contents.of(sample.data())).isEqualTo(before);
    }
  }

  private List<Object> runAll(Engine engine) {
    List<Object> results = new ArrayList<>();
    for (Sample sample : samples()) {
      results.add(Contents.of(engine.run(sample, models())));
    }
    return results;
  }

  /** Remembers which models were asked for, and may fail. */
  private static final class Watched implements Models {
    private final Models models;
    private final RuntimeException error;
    private final Set<String> asked = new HashSet<>();

    Watched(Models models, RuntimeException error) {
      this.models = models;
      this.error = error;
    }

    @Override
    public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
      asked.add(model);
      if (error != null) {
        throw error;
      }
      return models.infer(model, inputs);
    }

    @Override
    public List<String> names() {
      return models.names();
    }

    @Override
    public List<TensorInfo> inputs(String model) {
      return models.inputs(model);
    }

    @Override
    public List<TensorInfo> outputs(String model) {
      return models.outputs(model);
    }

    @Override
    public void resetState(String model) {
      models.resetState(model);
    }

    @Override
    public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
      return models.decode(model, outputs, sample);
    }
  }
}
