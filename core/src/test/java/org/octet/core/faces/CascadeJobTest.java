package org.octet.core.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.ComparisonJob;
import org.octet.api.ComparisonResult;
import org.octet.api.DataSpec;
import org.octet.api.LayerComparison;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.plugin.PluginSpec;
import org.octet.core.Bootstrap;
import org.octet.core.Json;

/** A whole job of three models, from its file to the result's. */
class CascadeJobTest {
  private static Octet octet;

  @TempDir private Path folder;
  private Path out;

  @BeforeAll
  static void open() {
    Faces.assumeThere();
    octet = Bootstrap.create();
  }

  @AfterAll
  static void close() {
    if (octet != null) {
      octet.close();
    }
  }

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  private Path job(int threads, String algorithms) throws IOException {
    String json =
        """
        {
          "models": [
            {"name": "pnet", "model": "%1$s/mtcnn/pnet.onnx"},
            {"name": "rnet", "model": "%1$s/mtcnn/rnet.onnx"},
            {"name": "onet", "model": "%1$s/mtcnn/onet.onnx"}
          ],
          "data": {"loader": "test-pictures", "path": "%1$s/labelled", "subsetSize": 2},
          "engine": {"name": "mtcnn", "parameters": {"minFace": 40}},
          "algorithms": %2$s,
          "runtime": {"threads": %3$d, "cache": false},
          "output": {"directory": "out", "name": "faces"}
        }
        """
            .formatted(Faces.FOLDER.toAbsolutePath(), algorithms, threads);
    return Files.writeString(folder.resolve("job.json"), json);
  }

  private QuantizationReport quantize(int threads, String algorithms) throws IOException {
    return octet.quantize(
        Json.readJob(job(threads, algorithms)), Progress.NONE, new Cancellation());
  }

  private static final String ALL =
      "[{\"name\": \"DefaultQuantization\", \"parameters\": {\"biasCorrection\": false}}]";

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(out)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void allModelsAppearAtOnceAndTheSameForAnyNumberOfThreads() throws IOException {
    QuantizationReport report = quantize(1, ALL);
    assertThat(report.summary().files())
        .containsExactly(
            "faces_pnet.xml",
            "faces_pnet.bin",
            "faces_rnet.xml",
            "faces_rnet.bin",
            "faces_onet.xml",
            "faces_onet.bin");
    assertThat(report.summary().floatOperations()).isZero();
    Map<String, byte[]> one = files();
    assertThat(one).hasSize(8).containsKeys("faces.report.json", "faces.report.html");

    // one file that is there already: the others do not appear
    for (String name : one.keySet()) {
      if (!name.equals("faces_rnet.bin")) {
        Files.delete(out.resolve(name));
      }
    }
    assertThatThrownBy(() -> quantize(3, ALL))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("faces_rnet.bin");
    assertThat(files()).containsOnlyKeys("faces_rnet.bin");

    Files.delete(out.resolve("faces_rnet.bin"));
    quantize(3, ALL);
    Map<String, byte[]> three = files();
    report.summary().files().forEach(f -> assertThat(three.get(f)).as(f).isEqualTo(one.get(f)));

    compares();
  }

  private void compares() {
    ComparisonResult result =
        octet.compare(
            new ComparisonJob(
                models(Faces::model),
                models(n -> out.resolve("faces_" + n + ".xml")),
                new DataSpec(
                    "test-pictures", Faces.FOLDER.resolve("labelled"), Map.of(), null, null, 2),
                new PluginSpec("mtcnn", Map.of("minFace", 40)),
                null,
                true),
            Progress.NONE,
            new Cancellation());
    assertThat(result.outputs()).extracting(o -> o.name()).containsExactly("pnet/faces", "faces");
    assertThat(result.outputs()).allMatch(o -> o.sqnr() > 5);
    assertThat(result.layers()).extracting(LayerComparison::model).contains("pnet", "rnet", "onet");
  }

  private static List<ModelSpec> models(java.util.function.Function<String, Path> file) {
    return Faces.NETS.stream().map(n -> new ModelSpec(n, file.apply(n), null)).toList();
  }

  @Test
  void everyModelHasParametersAndIgnoredOperationsOfItsOwn() throws IOException {
    QuantizationReport report =
        quantize(
            2,
            """
            [
              {"name": "MinMaxQuantization", "models": ["rnet"],
               "parameters": {"preset": "mixed", "ignoredTypes": ["MatMul"]}},
              {"name": "MinMaxQuantization", "models": ["onet"]}
            ]
            """);
    assertThat(report.operations())
        .filteredOn(o -> o.reason().equals("quantized"))
        .extracting(OperationEntry::model)
        .containsOnly("rnet", "onet");
    assertThat(of(report, "rnet", "MatMul")).isNotEmpty().containsOnly("ignored-by-user");
    assertThat(of(report, "onet", "MatMul")).isNotEmpty().containsOnly("quantized");
    assertThat(Files.readString(out.resolve("faces_pnet.xml"))).doesNotContain("FakeQuantize");
  }

  private static List<String> of(QuantizationReport report, String model, String type) {
    return report.operations().stream()
        .filter(o -> o.model().equals(model) && o.type().equals(type))
        .map(OperationEntry::reason)
        .toList();
  }

  @Test
  void anAlgorithmForAModelThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () -> quantize(1, "[{\"name\": \"MinMaxQuantization\", \"models\": [\"qnet\"]}]"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("algorithms.models", "qnet", "pnet, rnet, onet");
    assertThat(out).doesNotExist();
  }
}
