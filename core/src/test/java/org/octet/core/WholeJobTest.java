package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.octet.api.ComparisonJob;
import org.octet.api.DataSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.Pipeline;
import org.octet.api.PipelineConfig;
import org.octet.api.PluginInfo;
import org.octet.api.QuantizationReport;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.PluginSpec;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Whole quantizations, by a job and by a program. */
class WholeJobTest extends SmallNetTest {
  @Test
  void allPluginsAreFoundAndSound() {
    assertThat(octet.plugins()).allSatisfy(p -> assertThat(p.problems()).isEmpty());
    assertThat(octet.plugins())
        .extracting(PluginInfo::name)
        .contains("cifar10", "ie", "openvino", "DefaultQuantization", "accuracy", "ANY");
    assertThat(octet.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void quantizesWritesAndReports() throws IOException {
    List<byte[]> before = List.of(Files.readAllBytes(model), Files.readAllBytes(pictures));
    QuantizationReport report = quantize(job().build());
    assertThat(report.summary().quantizedOperations()).isGreaterThanOrEqualTo(3);
    assertThat(report.summary().samples()).isEqualTo(40);
    assertThat(report.summary().worstSqnr()).isGreaterThan(15);
    assertThat(report.summary().weightsBytesAfter())
        .isLessThan(report.summary().weightsBytesBefore());
    assertThat(report.summary().files()).containsExactly("small.xml", "small.bin");
    assertThat(report.layers()).isEmpty();
    assertThat(report.quantizers()).allMatch(q -> q.clipped() == null);
    assertThat(report.provenance().modelHashes()).containsOnlyKeys("small.xml", "small.bin");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "small.xml", "small.bin", "small.report.json", "small.report.html");
    }
    assertThat(Files.readString(out.resolve("small.report.json"))).isEqualTo(Json.write(report));
    String page = Files.readString(out.resolve("small.report.html"));
    assertThat(page).startsWith("<!DOCTYPE html>").contains("small");
    Files.delete(out.resolve("small.report.html"));
    Path rendered = octet.renderReport(out.resolve("small.report.json"));
    assertThat(rendered).isEqualTo(out.resolve("small.report.html")).hasContent(page);
    assertThat(Files.readString(out.resolve("small.xml")))
        .contains("<octet>", "<algorithms value=\"DefaultQuantization\"")
        .doesNotContain(folder.toString());
    assertThat(List.of(Files.readAllBytes(model), Files.readAllBytes(pictures)))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(before);
  }

  @Test
  void sameBytesForAnyNumberOfThreads() throws IOException {
    quantize(job().runtime(threads(1)).build());
    List<byte[]> one = modelBytes();
    for (int n : new int[] {3, 8}) {
      quantize(job().runtime(threads(n)).output(new OutputSpec(out, null, true)).build());
      assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(one);
    }
  }

  @Test
  void secondRunTakesStatisticsOfTheFirst() throws IOException {
    quantize(job().runtime(threads(2)).build());
    List<byte[]> cold = modelBytes();
    Job cached = job().output(new OutputSpec(out, null, true)).build();
    assertThat(quantize(cached).notes()).noneMatch(n -> n.contains("cache"));
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(cold);
    assertThat(quantize(cached).notes())
        .contains(
            "statistics of 40 of 40 samples came from the cache of earlier runs; --no-cache"
                + " measures them anew");
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(cold);

    Job mixed =
        job()
            .algorithm("DefaultQuantization", Map.of("preset", "mixed"))
            .output(new OutputSpec(out, null, true))
            .build();
    QuantizationReport report = quantize(mixed);
    assertThat(report.notes()).anyMatch(n -> n.startsWith("statistics of 40 of 40 samples"));
    assertThat(report.provenance().properties()).containsEntry("INFERENCE_PRECISION_HINT", "f32");

    byte[] records = Files.readAllBytes(pictures);
    records[7 * 3073 + 100] ^= 0x55;
    Files.write(pictures, records);
    assertThat(quantize(mixed).notes())
        .anyMatch(n -> n.startsWith("statistics of 39 of 40 samples"));
  }

  @Test
  void pipelineOfAProgramMakesTheSameModel() throws IOException {
    quantize(job().build());
    List<byte[]> byJob = modelBytes();
    OptimizedModel floats = octet.loadModel(List.of(ModelSpec.of(model)));
    DataLoader loader = inMemory(pictures);
    PipelineConfig config = new PipelineConfig(List.of(), loader, null, null, null, null, null);
    OptimizedModel quantized;
    try (Pipeline pipeline = octet.createPipeline(config, Progress.NONE, new Cancellation())) {
      assertThatThrownBy(pipeline::report).isInstanceOf(InputException.class);
      quantized = pipeline.run(floats);
      assertThat(pipeline.report().summary().samples()).isEqualTo(40);
      assertThatThrownBy(() -> pipeline.evaluate(floats))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("at least one metric is needed");
    }
    out = folder.resolve("saved");
    octet.saveModel(quantized, out, "small");
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(byJob);
    assertThatThrownBy(() -> octet.saveModel(quantized, out, "small"))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("there already");
    assertThat(floats.model("small").ofType("FakeQuantize")).isEmpty();
  }

  /** The pictures as a program could give them: x / 255, channels first. */
  private static DataLoader inMemory(Path file) throws IOException {
    byte[] records = Files.readAllBytes(file);
    int record = 1 + 3 * 32 * 32;
    return new DataLoader() {
      @Override
      public int size() {
        return records.length / record;
      }

      @Override
      public Sample get(int index) {
        float[] values = new float[record - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = (records[index * record + 1 + i] & 0xff) / 255f;
        }
        return Sample.of(
            Integer.toString(index), Tensor.of(Shape.of(1, 3, 32, 32), values), Optional.empty());
      }
    };
  }

  @Test
  void completedJobTakesTheSizeFromTheModel() throws IOException {
    Job complete =
        octet.complete(Job.builder().model(model).data("image", folder).output(out).build());
    assertThat(complete.data().parameters())
        .containsEntry("size", "32x32")
        .containsEntry("layout", "NCHW");
    assertThat(complete.data().subsetSize()).isEqualTo(300);
    assertThat(octet.complete(complete)).isEqualTo(complete);
    Path file = Files.writeString(folder.resolve("job.json"), Json.write(complete));
    assertThat(octet.complete(Json.readJob(file))).isEqualTo(complete);
    assertThat(out).doesNotExist();
  }

  @Test
  void realNetworkKeepsItsAccuracy() {
    Path data = Path.of(System.getProperty("octet.data", "")).resolve("cifar10");
    Path network = data.resolve("resnet20_cifar10.onnx");
    Assumptions.assumeTrue(Files.exists(network), () -> "no test data: " + network);
    Map<String, Object> form =
        Map.of("mean", "123.675,116.28,103.53", "scale", "58.395,57.12,57.375");
    Path samples = data.resolve("test_500.bin");
    Job job =
        new Job(
            1,
            List.of(ModelSpec.of(network)),
            new DataSpec("cifar10", samples, form, "0::2", null, null),
            null,
            List.of(),
            null,
            null,
            List.of(PluginSpec.of("accuracy")),
            new OutputSpec(out, null, null),
            null,
            true);
    QuantizationReport report = quantize(job);
    assertThat(report.timings()).extracting(QuantizationReport.Timing::stage).contains("plain");
    assertThat(report.metrics()).hasSize(1);
    DataSpec held = new DataSpec("cifar10", samples, form, "1::2", null, null);
    Path int8 = out.resolve("resnet20_cifar10.xml");
    double sqnr =
        octet
            .compare(
                new ComparisonJob(
                    List.of(ModelSpec.of(network)), List.of(ModelSpec.of(int8)), held, null, null),
                Progress.NONE,
                new Cancellation())
            .outputs()
            .get(0)
            .sqnr();
    assertThat(sqnr).isGreaterThan(26);
    assertThat(accuracy(network, held)).isCloseTo(0.788, within(0.002));
    assertThat(accuracy(int8, held)).isGreaterThanOrEqualTo(0.78);
  }

  private static double accuracy(Path network, DataSpec data) {
    return octet
        .evaluate(
            new EvaluationJob(
                List.of(ModelSpec.of(network)),
                data,
                null,
                List.of(PluginSpec.of("accuracy")),
                null),
            Progress.NONE,
            new Cancellation())
        .metrics()
        .values()
        .iterator()
        .next();
  }
}
