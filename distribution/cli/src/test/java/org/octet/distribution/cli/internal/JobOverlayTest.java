package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.DropSpec;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.error.InputException;
import org.octet.api.plugin.PluginSpec;

class JobOverlayTest {
  private final ModelOptions model = new ModelOptions();
  private final DataOptions data = new DataOptions();
  private final QuantizeOptions how = new QuantizeOptions();
  private final MetricOptions metric = new MetricOptions();
  private final RuntimeOptions runtime = new RuntimeOptions();

  private Job over(Job base) {
    return new JobOverlay(model, data, how, metric, runtime).over(base);
  }

  private static Job file() {
    return Job.builder()
        .model(Path.of("file.onnx"))
        .data("image", Path.of("pictures"))
        .dataParameter("onError", "fail")
        .dataParameter("mean", List.of(1, 2, 3))
        .slice("0::2")
        .subsetSize(10)
        .algorithm("DefaultQuantization", Map.of("preset", "performance", "biasCorrection", false))
        .targetDevice("CPU")
        .output(new OutputSpec(Path.of("out"), "name", false))
        .build();
  }

  @Test
  void withoutOptionsTheFileStaysAsItIs() {
    Job job = over(file());
    assertThat(job.models()).isEqualTo(file().models());
    assertThat(job.data()).isEqualTo(file().data());
    assertThat(job.algorithms()).isEqualTo(file().algorithms());
    assertThat(job.output()).isEqualTo(file().output());
    assertThat(job.targetDevice()).isEqualTo("CPU");
    assertThat(job.timings()).isNull();
  }

  @Test
  void optionsWin() {
    model.models.add("own=line.onnx");
    model.decoder = "argmax";
    data.subsetSize = 20;
    data.parameters.put("on-error", "skip");
    data.parameters.put("slice", "1::2");
    data.parameters.put("shuffle", "7");
    how.preset = "mixed";
    how.name = "other";
    how.force = true;
    how.layers = true;
    runtime.threads = 3;
    runtime.engine = "cascade";
    Job job = over(file());
    assertThat(job.guard().layers()).isTrue();
    assertThat(job.models()).hasSize(1);
    assertThat(job.models().get(0))
        .isEqualTo(new ModelSpec("own", Path.of("line.onnx"), null, PluginSpec.of("argmax")));
    assertThat(job.data().subsetSize()).isEqualTo(20);
    assertThat(job.data().slice()).isEqualTo("1::2");
    assertThat(job.data().shuffle()).isEqualTo(7L);
    // one value per key, however it is spelled, and no key that belongs to core
    assertThat(job.data().parameters())
        .isEqualTo(Map.of("on-error", "skip", "mean", List.of(1, 2, 3)));
    assertThat(job.algorithms())
        .containsExactly(
            new AlgorithmSpec(
                "DefaultQuantization", Map.of("preset", "mixed", "biasCorrection", false)));
    assertThat(job.output()).isEqualTo(new OutputSpec(Path.of("out"), "other", true));
    assertThat(job.runtime().threads()).isEqualTo(3);
    assertThat(job.engine().name()).isEqualTo("cascade");
  }

  @Test
  void demandsOnTheResultAddUp() {
    how.guard = List.of("sqnr=20", "agreement=0.99");
    how.effort = "best";
    Job job = over(file());
    assertThat(job.guard()).isEqualTo(new GuardSpec(true, 20.0, null, null, 0.99));
    assertThat(job.algorithms().get(0).parameters()).containsEntry("effort", "best");
    how.guard = List.of("off");
    assertThat(over(file()).guard().enabled()).isFalse();
  }

  @Test
  void metricsMayDropSoFar() {
    how.guard = List.of("off", "drop=1%");
    how.guardData = Path.of("labelled");
    metric.names = List.of("accuracy");
    metric.parameters = Map.of("top-k", "5");
    Job job = over(file());
    assertThat(job.metrics())
        .containsExactly(new PluginSpec("accuracy", Map.<String, Object>of("top-k", "5")));
    assertThat(job.guard().enabled()).isFalse();
    DropSpec drop = job.guard().drop();
    assertThat(drop.maximal()).isEqualTo(0.01);
    assertThat(drop.relative()).isTrue();
    assertThat(drop.data().path()).isEqualTo(Path.of("labelled"));
    assertThat(drop.data().parameters()).isEqualTo(file().data().parameters());
    how.guard = List.of("drop=0.3");
    assertThat(over(file()).guard().drop())
        .isEqualTo(new DropSpec(0.3, false, List.of(), drop.data(), null));
    how.guard = List.of("sqnr=20");
    assertThatThrownBy(() -> over(file())).hasMessageContaining("--guard-data");
  }

  @Test
  void aDemandThatIsNoneIsNamed() {
    for (String wrong : List.of("20", "sqnr", "sqnr=high", "loudness=3", "drop=much", "sqnr=5%")) {
      how.guard = List.of(wrong);
      assertThatThrownBy(() -> over(file())).hasMessageContaining("--guard " + wrong);
    }
  }

  @Test
  void anotherLoaderDoesNotInheritParameters() {
    data.loader = "mnist";
    assertThat(over(file()).data().parameters()).isEmpty();
  }

  @Test
  void aPresetMakesTheDefaultAlgorithm() {
    how.modelType = "none";
    Job job =
        over(
            Job.builder().model(Path.of("m")).data("l", Path.of("d")).output(Path.of("o")).build());
    assertThat(job.algorithms())
        .containsExactly(new AlgorithmSpec("DefaultQuantization", Map.of("modelType", "none")));
  }

  @Test
  void aPresetNeedsItsAlgorithm() {
    how.preset = "mixed";
    Job base =
        Job.builder()
            .model(Path.of("m"))
            .data("l", Path.of("d"))
            .algorithm("MinMaxQuantization", Map.of())
            .output(Path.of("o"))
            .build();
    assertThatThrownBy(() -> over(base))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--preset")
        .hasMessageContaining("DefaultQuantization");
  }

  @Test
  void everythingMissingIsNamedAtOnce() {
    data.parameters.put("shuffle", "x");
    model.weights = Path.of("w.bin");
    assertThatThrownBy(() -> over(Job.builder().build()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "6 problems", "--weights", "shuffle=x", "--model", "--loader", "--data", "--output");
  }
}
