package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.octet.api.DataSpec;
import org.octet.api.DropSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.GuardLimit;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.GuardStep;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.QualityException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.PluginSpec;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.TestRuntime;

/** The guard holds a real metric to a drop; the pictures are labelled by the float network. */
class AccuracyAwareTest extends SmallNetTest {
  private static final int PICTURES = 300;
  private static final int RECORD = 1 + 3 * 32 * 32;

  private Path labelled;

  /** Patchworks of many colours, so that the network does not see the same class in all. */
  @BeforeEach
  void label() throws IOException {
    Random random = new Random(3);
    byte[] records = new byte[PICTURES * RECORD];
    for (int i = 0; i < PICTURES; i++) {
      for (int channel = 0; channel < 3; channel++) {
        byte[] patches = new byte[16];
        random.nextBytes(patches);
        for (int at = 0; at < 32 * 32; at++) {
          records[i * RECORD + 1 + channel * 1024 + at] = patches[at / 32 / 8 * 4 + at % 32 / 8];
        }
      }
    }
    labelled = Files.write(folder.resolve("labelled.bin"), records);
    try (InferenceRuntime runtime = TestRuntime.open();
        CompiledModels compiled =
            CompiledModels.compile(
                TestRuntime.environment(runtime, 1),
                ModelSources.of(OptimizedModel.of("m", SmallNet.model())));
        InferRequest request = compiled.model("m").createRequest();
        DataLoader loader = open(labelled)) {
      for (int i = 0; i < PICTURES; i++) {
        request.setInput(0, loader.get(i).data().values().iterator().next());
        request.infer();
        records[i * RECORD] = best(request.output(0).toFloats());
      }
    }
    Files.write(labelled, records);
  }

  private static DataLoader open(Path file) {
    DataLoaderProvider cifar =
        ServiceLoader.load(DataLoaderProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("cifar10"))
            .findFirst()
            .orElseThrow();
    List<String> complaints = new ArrayList<>();
    return cifar.open(
        cifar
            .parameters()
            .check(
                Map.of("path", file.toString(), "mean", "128", "scale", "32"),
                "cifar10",
                complaints));
  }

  private static byte best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return (byte) best;
  }

  private DataSpec labelledData() {
    return new DataSpec("cifar10", labelled, Map.of("mean", 128, "scale", 32), null, null, null);
  }

  /** Few bits, so that the network decides otherwise now and then. */
  private Job coarse(GuardSpec guard, boolean force) {
    Job job =
        job()
            .algorithm("DefaultQuantization", Map.of("weightBits", 4, "activationBits", 5))
            .build();
    return new Job(
        null,
        job.models(),
        labelledData(),
        null,
        job.algorithms(),
        null,
        guard,
        List.of(PluginSpec.of("accuracy")),
        new OutputSpec(out, null, force),
        null,
        null);
  }

  private GuardSpec drop(double maximal, Integer evaluations) {
    return new GuardSpec(
        false,
        null,
        null,
        null,
        null,
        new DropSpec(maximal, null, List.of(), labelledData(), evaluations));
  }

  /** Accuracy of the files that were written. */
  private double written() {
    return octet
        .evaluate(
            new EvaluationJob(
                List.of(ModelSpec.of(out.resolve("small.xml"))),
                labelledData(),
                null,
                List.of(PluginSpec.of("accuracy")),
                null),
            Progress.NONE,
            new Cancellation())
        .metrics()
        .get("accuracy@top1");
  }

  @Test
  void theWrittenModelHoldsTheLimit() throws IOException {
    quantize(coarse(new GuardSpec(false, null, null), true));
    double lost = 1 - written();
    assertThat(lost).as("what 4 bits cost").isPositive();

    QuantizationReport report = quantize(coarse(drop(lost / 2, null), true));
    assertThat(1 - written()).isLessThanOrEqualTo(lost / 2);
    assertThat(report.summary().quantizedOperations()).isPositive();
    assertThat(report.notes())
        .anyMatch(n -> n.startsWith("guard: 0 operations in float"))
        .anyMatch(n -> n.matches("guard: returned \\d operations to float, .* multiply-adds.*"))
        .anyMatch(n -> n.matches("guard: \\d full evaluations; .*"));
    GuardSearch search = report.guard();
    GuardLimit limit = search.limits().get("accuracy@top1");
    assertThat(limit).isEqualTo(new GuardLimit(1, lost / 2, true));
    assertThat((long) search.evaluations())
        .as("candidates of the same bytes are measured once")
        .isBetween(2L, measured(search.steps()));
    assertThat(search.steps().get(0).returned()).isZero();
    List<GuardStep> chosen = search.steps().stream().filter(GuardStep::written).toList();
    assertThat(chosen).hasSize(1);
    assertThat(chosen.get(0).holds()).isTrue();
    assertThat(chosen.get(0).floatShare()).isBetween(0.0, 1.0);
    assertThat(chosen.get(0).metrics().get("accuracy@top1")).isEqualTo(written());
    assertThat(Json.write(report)).contains("\"guard\": {", "\"limits\": {");

    List<byte[]> bytes = modelBytes();
    quantize(coarse(drop(lost / 2, null), true));
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(bytes);

    quantize(coarse(drop(lost, null), true));
    assertThat(1 - written()).as("a limit that holds at once").isEqualTo(lost);
  }

  private static long measured(List<GuardStep> steps) {
    return steps.stream().filter(s -> !s.metrics().isEmpty()).count();
  }

  @Test
  void nothingIsWrittenBeyondTheLimitButByForce() {
    assertThatThrownBy(() -> quantize(coarse(drop(0, 1), false)))
        .isInstanceOf(QualityException.class)
        .hasMessageContaining("accuracy@top1 is 0.")
        .hasMessageContaining("1.0000 in float")
        .hasMessageContaining("no candidate within guard.drop.maxEvaluations holds it");
    assertThat(out.resolve("small.xml")).doesNotExist();
    assertThat(quantize(coarse(drop(0, 1), true)).notes())
        .anyMatch(n -> n.contains("written by force"));
    assertThat(out.resolve("small.xml")).exists();

    // the nearest of those seen is written, never the last
    QuantizationReport forced = quantize(coarse(drop(0, 3), true));
    double best =
        forced.notes().stream()
            .filter(n -> n.contains("accuracy@top1"))
            .filter(n -> n.contains("operations in float,") && !n.contains("100.0 %"))
            .mapToDouble(
                n -> Double.parseDouble(n.replaceAll(".*accuracy@top1 ([\\d.]+) .*", "$1")))
            .max()
            .orElseThrow();
    assertThat(written()).isCloseTo(best, within(1e-5));
  }

  @Test
  void aSearchThatWasInterruptedGoesOn() throws IOException {
    quantize(coarse(new GuardSpec(false, null, null), true));
    Job job = coarse(drop((1 - written()) / 2, null), true);
    Files.delete(out.resolve("small.xml"));
    Interruption after3 = new Interruption(3);
    assertThatThrownBy(() -> octet.quantize(job, after3, after3.cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(out.resolve("small.xml")).doesNotExist();

    Interruption never = new Interruption(Integer.MAX_VALUE);
    QuantizationReport resumed = octet.quantize(job, never, never.cancellation);
    List<byte[]> bytes = modelBytes();
    assertThat(resumed.notes())
        .anyMatch(n -> n.matches("guard: metrics of \\d+ of these are those of an earlier run.*"));

    Interruption again = new Interruption(Integer.MAX_VALUE);
    QuantizationReport repeated = octet.quantize(job, again, again.cancellation);
    assertThat(again.measured).as("the float model only").isEqualTo(1);
    assertThat(never.measured).isGreaterThan(1);
    assertThat(repeated.guard()).isEqualTo(resumed.guard());
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(bytes);

    relabel();
    Interruption relabelled = new Interruption(Integer.MAX_VALUE);
    octet.quantize(job, relabelled, relabelled.cancellation);
    assertThat(relabelled.measured).as("labels changed").isGreaterThan(1);
  }

  /** Gives the first ten pictures another class. */
  private void relabel() throws IOException {
    byte[] records = Files.readAllBytes(labelled);
    for (int i = 0; i < 10; i++) {
      records[i * RECORD] = (byte) ((records[i * RECORD] + 1) % 10);
    }
    Files.write(labelled, records);
  }

  /** Cancels a run when it begins to measure for the nth time. */
  private static final class Interruption implements Progress {
    private final Cancellation cancellation = new Cancellation();
    private final int at;
    private int measured;

    Interruption(int at) {
      this.at = at;
    }

    @Override
    public void stage(String name, long total, String unit) {
      if (name.equals("measure") && ++measured == at) {
        cancellation.cancel();
      }
    }

    @Override
    public void advance(long done) {}

    @Override
    public void message(String text) {}
  }

  @Test
  void aValueThatNoMetricGivesIsNamed() {
    DropSpec wrong = new DropSpec(0.1, null, List.of("recall"), labelledData(), null);
    assertThatThrownBy(
            () -> quantize(coarse(new GuardSpec(null, null, null, null, null, wrong), true)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("guard.drop.metrics=recall")
        .hasMessageContaining("accuracy@top1");
  }

  @Test
  void cancellationEndsTheMeasurement() {
    Cancellation cancellation = new Cancellation();
    List<String> stages = new ArrayList<>();
    Progress onMeasure =
        new Progress() {
          @Override
          public void stage(String name, long total, String unit) {
            stages.add(name);
            if (name.equals("measure")) {
              cancellation.cancel();
            }
          }

          @Override
          public void advance(long done) {}

          @Override
          public void message(String text) {}
        };
    assertThatThrownBy(() -> octet.quantize(coarse(drop(0, null), true), onMeasure, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(stages).contains("measure").doesNotContain("repair", "write");
    assertThat(out.resolve("small.xml")).doesNotExist();
  }
}
