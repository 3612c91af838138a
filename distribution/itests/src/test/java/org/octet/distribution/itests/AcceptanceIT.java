package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real models: the accuracy that the float model has, and the least accuracy and
 * signal-to-quantization-noise ratio of the INT8 model (300 samples, preset performance).
 */
class AcceptanceIT {
  private static final Path DATA = Path.of(System.getProperty("octet.data"));
  private static final List<String> TORCH =
      List.of("-L", "mean=123.675,116.28,103.53", "-L", "scale=58.395,57.12,57.375");
  private static final double FLOAT_TOLERANCE = 0.002;

  private final Distribution octet = Distribution.built();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir Path output;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "resnet20_cifar10.onnx, torch, 0.788, 0.780, 26",
    "resnet8_mlperf_tiny.onnx, none, 0.708, 0.700, 27",
    "SampLeNet.xml, samplenet, 0.716, 0.704, 26"
  })
  void cifar10(String model, String preprocessing, double before, double after, double sqnr)
      throws IOException {
    List<String> data =
        join(
            List.of(
                "--loader", "cifar10", "--data", DATA.resolve("cifar10/test_500.bin").toString()),
            preprocessing(preprocessing));
    check(
        DATA.resolve("cifar10").resolve(model),
        join(data, List.of("-L", "slice=0::2")),
        join(data, List.of("-L", "slice=1::2")),
        new Expected(before, after, sqnr));
  }

  @Test
  void mnist() throws IOException {
    Path folder = DATA.resolve("mnist");
    List<String> data =
        List.of(
            "--loader", "mnist", "--data", folder.resolve("t10k-images-idx3-ubyte.gz").toString());
    check(
        folder.resolve("mnist.onnx"),
        join(data, List.of("-L", "slice=-300:")),
        join(data, List.of("-L", "slice=0:2000")),
        new Expected(0.984, 0.982, 32));
  }

  private static List<String> preprocessing(String name) {
    return switch (name) {
      case "torch" -> TORCH;
      case "samplenet" ->
          List.of("-L", "mean=125.307,122.961,113.8575", "-L", "scale=51.5865,50.847,51.255");
      default -> List.of();
    };
  }

  @ParameterizedTest(name = "{0}")
  @Tag("full")
  @CsvSource({
    "mobilenet_v2_1.0_224.onnx, 0.7783, 0.768, 21.5",
    "squeezenet1.1.onnx, 0.6833, 0.673, 30"
  })
  void imagenet(String model, double before, double after, double sqnr) throws IOException {
    Path folder = DATA.resolve("imagenet");
    List<String> how =
        join(
            List.of("--loader", "image", "-L", "resize=center-crop"),
            model.startsWith("mobilenet")
                ? List.of("-L", "mean=127.5", "-L", "scale=127.5")
                : TORCH);
    List<String> labels = List.of("-L", "labels=" + folder.resolve("val/labels.csv"));
    check(
        folder.resolve(model),
        join(how, List.of("--data", folder.resolve("samples").toString())),
        join(join(how, List.of("--data", folder.resolve("val").toString())), labels),
        new Expected(before, after, sqnr));
  }

  /** Rates as fractions, the ratio in dB. */
  private record Expected(double before, double after, double sqnr) {}

  private void check(
      Path model, List<String> calibration, List<String> validation, Expected expected)
      throws IOException {
    Assumptions.assumeTrue(
        Files.exists(model), () -> "skipped: no " + model + "; set -Doctet.data or OCTET_DATA");
    run(calibration, "quantize", "--model", model.toString(), "--output", output.toString());
    Path quantized =
        output.resolve(model.getFileName().toString().replaceFirst("\\.\\w+$", ".xml"));
    assertThat(accuracy(model, validation))
        .isBetween(expected.before() - FLOAT_TOLERANCE, expected.before() + FLOAT_TOLERANCE);
    assertThat(accuracy(quantized, validation)).isGreaterThanOrEqualTo(expected.after());
    String compared =
        run(validation, "compare", "--model", model.toString(), "--with", quantized.toString());
    assertThat(json.readTree(compared).at("/outputs/0/sqnr").asDouble())
        .isGreaterThanOrEqualTo(expected.sqnr());
  }

  private double accuracy(Path model, List<String> data) throws IOException {
    String result = run(data, "evaluate", "--metric", "accuracy", "--model", model.toString());
    return json.readTree(result).get("metrics").elements().next().asDouble();
  }

  private String run(List<String> data, String... command) {
    Distribution.Result run =
        octet.run(Arguments.of(join(data, List.of("--json", "--quiet")), command));
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static List<String> join(List<String> first, List<String> then) {
    return List.of(Arguments.of(then, first.toArray(String[]::new)));
  }
}
