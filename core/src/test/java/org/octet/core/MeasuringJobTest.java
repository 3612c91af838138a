package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.BenchmarkJob;
import org.octet.api.BenchmarkResult;
import org.octet.api.ComparisonJob;
import org.octet.api.ComparisonResult;
import org.octet.api.ConversionJob;
import org.octet.api.EvaluationJob;
import org.octet.api.EvaluationResult;
import org.octet.api.GuardSpec;
import org.octet.api.InspectionJob;
import org.octet.api.InspectionResult;
import org.octet.api.LayerComparison;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.plugin.PluginSpec;

/** Jobs that measure, compare, inspect, convert. */
class MeasuringJobTest extends SmallNetTest {
  @Test
  void evaluatesInTheOrderOfTheSamples() {
    EvaluationJob job =
        new EvaluationJob(
            List.of(ModelSpec.of(model)), data(), null, List.of(PluginSpec.of("accuracy")), null);
    EvaluationResult result = octet.evaluate(job, Progress.NONE, new Cancellation());
    assertThat(result.samples()).isEqualTo(40);
    assertThat(result.metrics()).hasSize(1);
    double accuracy = result.metrics().values().iterator().next();
    assertThat(accuracy * 40).isCloseTo(Math.rint(accuracy * 40), within(1e-9));
  }

  @Test
  void comparesWithItselfAsEqualAndWithInt8AsNear() {
    ComparisonResult same = compare(model, model);
    assertThat(same.outputs())
        .containsExactly(new ComparisonResult.OutputComparison("scores", null, 1, 0));
    QuantizationReport report = quantize(job().build());
    ComparisonResult near = compare(model, out.resolve("small.xml"));
    assertThat(near.samples()).isEqualTo(40);
    // the guard compares the same model on the same samples
    assertThat(near.outputs().get(0).sqnr()).isCloseTo(report.summary().worstSqnr(), within(1e-3));
    assertThat(near.outputs().get(0).maxAbsoluteDifference()).isGreaterThan(0);
  }

  @Test
  void comparesInsideTheNetworksWorstFirst() {
    QuantizationReport report =
        quantize(job().guard(new GuardSpec(null, null, null, true)).build());
    assertThat(report.layers()).hasSizeGreaterThanOrEqualTo(3).allMatch(l -> l.sqnr() > 10);
    assertThat(report.quantizers())
        .filteredOn(q -> q.kind().equals("activation"))
        .isNotEmpty()
        .allMatch(q -> q.clipped() >= 0 && q.clipped() < 0.01);
    assertThat(report.timings().get(report.timings().size() - 1).stage()).isEqualTo("layers");
    ComparisonResult plain = compare(model, out.resolve("small.xml"));
    ComparisonResult deep =
        octet.compare(
            new ComparisonJob(
                List.of(ModelSpec.of(model)),
                List.of(ModelSpec.of(out.resolve("small.xml"))),
                data(),
                null,
                null,
                true),
            Progress.NONE,
            new Cancellation());
    assertThat(plain.layers()).isEmpty();
    assertThat(deep.outputs()).isEqualTo(plain.outputs());
    assertThat(deep.layers())
        .extracting(LayerComparison::name)
        .containsExactlyInAnyOrderElementsOf(
            report.layers().stream().map(LayerComparison::name).toList());
    assertThat(deep.layers())
        .extracting(LayerComparison::sqnr)
        .isSortedAccordingTo(Comparator.nullsLast(Comparator.naturalOrder()));
    // the last tensor is the output itself, measured in two ways
    assertThat(deep.layers())
        .anyMatch(l -> Math.abs(l.sqnr() - deep.outputs().get(0).sqnr()) < 1e-2);
  }

  @Test
  void inspectionSaysWhatIsInAModelAndWhatWouldBecomeOfIt() {
    InspectionResult before = inspect(model, true);
    assertThat(before.quantizers()).isZero();
    assertThat(before.weights()).containsOnlyKeys("f32");
    assertThat(before.multiplyAdds()).isPositive();
    QuantizationReport report = quantize(job().build());
    assertThat(before.explanation())
        .as("explained without calibration as calibration then does it")
        .isEqualTo(
            report.operations().stream()
                .map(o -> new OperationEntry("small", o.name(), o.type(), o.reason(), o.detail()))
                .toList());
    InspectionResult after = inspect(out.resolve("small.xml"), false);
    assertThat(after.quantizers()).isPositive();
    assertThat(after.weights()).containsKey("i8");
    assertThat(after.multiplyAdds()).isEqualTo(before.multiplyAdds());
    assertThat(after.explanation()).isEmpty();
    assertThatThrownBy(() -> inspect(out.resolve("small.xml"), true))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("quantized already");
  }

  private InspectionResult inspect(Path file, boolean explain) {
    return octet.inspect(new InspectionJob(ModelSpec.of(file), explain, List.of(), null));
  }

  private ComparisonResult compare(Path reference, Path candidate) {
    return octet.compare(
        new ComparisonJob(
            List.of(ModelSpec.of(reference)), List.of(ModelSpec.of(candidate)), data(), null, null),
        Progress.NONE,
        new Cancellation());
  }

  @Test
  void convertedModelIsTheSameModel() throws IOException {
    octet.convert(new ConversionJob(ModelSpec.of(model), new OutputSpec(out, "copy", null), null));
    assertThat(out.resolve("copy.report.json")).doesNotExist();
    assertThat(out.resolve("copy.report.html")).doesNotExist();
    assertThat(compare(model, out.resolve("copy.xml")).outputs().get(0).sqnr()).isNull();
  }

  @Test
  void benchmarkTimesEveryModel() {
    BenchmarkResult result =
        octet.benchmark(
            new BenchmarkJob(
                List.of(ModelSpec.of(model), ModelSpec.of(model)), threads(2), 0.05, 3),
            Progress.NONE,
            new Cancellation());
    assertThat(result.models()).hasSize(2);
    assertThat(result.models().get(0).throughputRatio()).isEqualTo(1);
    assertThat(result.models())
        .allMatch(m -> m.throughputRange().min() <= m.throughput())
        .allMatch(m -> m.throughput() <= m.throughputRange().max())
        .allMatch(m -> m.latencyRange().min() <= m.latency());
    assertThat(result.models())
        .allSatisfy(
            m -> {
              assertThat(m.throughput()).isPositive();
              assertThat(m.latency()).isPositive();
            });
  }
}
