package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Pipeline;
import org.octet.api.PipelineConfig;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.QuantizationReport;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.OctetException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.ir.IrReader;

/**
 * What users of POT ran into, each of it a wrong result in silence or a traceback: a clear error at
 * once, with POT's case as its name, or the right result.
 */
class PotUsersTest extends SmallNetTest {
  private static final int USER = 2;
  private static final int MODEL = 3;
  private static final int PLUGIN = 4;
  private static final int PICTURE = 3 * 32 * 32;

  @BeforeEach
  void picturesToo() throws IOException {
    Path folderOfPictures = Files.createDirectories(folder.resolve("pictures"));
    Files.createDirectories(folder.resolve("empty"));
    Random random = new Random(5);
    for (int i = 0; i < 6; i++) {
      BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < 32 * 32; at++) {
        picture.setRGB(at % 32, at / 32, random.nextInt(1 << 24));
      }
      ImageIO.write(picture, "png", folderOfPictures.resolve(i + ".png").toFile());
    }
  }

  /** A loader of some samples. */
  private record Loader(int size, IntFunction<Sample> samples) implements DataLoader {
    @Override
    public Sample get(int index) {
      return samples.apply(index);
    }
  }

  private static Tensor tensor(long... dims) {
    Random random = new Random(1);
    int count = 1;
    for (long d : dims) {
      count *= Math.toIntExact(d);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return Tensor.of(Shape.of(dims), values);
  }

  private static Sample sample(Tensor tensor) {
    return Sample.of("picture", tensor, Optional.empty());
  }

  private static Tensor holed(float hole) {
    float[] values = tensor(1, 3, 32, 32).toFloats();
    values[1000] = hole;
    return Tensor.of(Shape.of(1, 3, 32, 32), values);
  }

  private static DataLoader good(int size) {
    return new Loader(size, i -> sample(tensor(1, 3, 32, 32)));
  }

  /** The third of four samples is what the user gave. */
  private static DataLoader among(Supplier<Sample> bad) {
    return new Loader(4, i -> i == 2 ? bad.get() : sample(tensor(1, 3, 32, 32)));
  }

  private static Arguments data(String name, Supplier<Sample> bad, int code, String... words) {
    return Arguments.of(name, among(bad), Map.of(), code, List.of(words));
  }

  private static Arguments params(String name, Map<String, Object> params, String... words) {
    return Arguments.of(name, good(4), params, USER, List.of(words));
  }

  private static Stream<Arguments> programs() {
    return Stream.of(
        Arguments.of("empty loader", good(0), Map.of(), USER, List.of("the data set is empty")),
        data(
            "wrong spatial size",
            () -> sample(tensor(1, 3, 16, 16)),
            USER,
            "picture",
            "'data' takes f32[1,3,32,32]",
            "[1,3,16,16]",
            "32x32"),
        data(
            "batch of two",
            () -> sample(tensor(2, 3, 32, 32)),
            USER,
            "'data' takes",
            "are a batch of 2, the model takes one sample at a time"),
        data(
            "NHWC",
            () -> sample(tensor(1, 32, 32, 3)),
            USER,
            "picture",
            "channels first, the data have them last"),
        data("HWC", () -> sample(tensor(32, 32, 3)), USER, "picture", "f32[32,32,3]"),
        data(
            "flattened",
            () -> sample(tensor(1, PICTURE)),
            USER,
            "f32[1,3072]",
            "Octet never reshapes data"),
        data(
            "rank 5",
            () -> sample(tensor(1, 3, 32, 32, 1)),
            USER,
            "f32[1,3,32,32,1]",
            "Octet never reshapes data"),
        data(
            "bytes instead of normalised values",
            () -> sample(Tensor.allocate(ElementType.U8, Shape.of(1, 3, 32, 32))),
            USER,
            "'data' takes f32",
            "the data are u8"),
        data(
            "NaN in one picture", () -> sample(holed(Float.NaN)), USER, "picture", "'data'", "NaN"),
        data(
            "infinity in one picture",
            () -> sample(holed(Float.NEGATIVE_INFINITY)),
            USER,
            "picture",
            "-Infinity"),
        data("item is nothing", () -> null, PLUGIN, "gave no sample 2"),
        data(
            "wrong name of an input",
            () -> new Sample("picture", Map.of("wrong", tensor(1, 3, 32, 32)), Optional.empty()),
            USER,
            "wrong",
            "data"),
        params("misspelt key", Map.of("presett", "mixed"), "presett", "did you mean 'preset'?"),
        params(
            "unknown name in ignored scope",
            Map.of("ignoredNames", List.of("conv9")),
            "no 'conv9'",
            "'conv1'"),
        Arguments.of(
            "everything ignored",
            good(4),
            Map.of("ignoredPatterns", List.of(".*")),
            MODEL,
            List.of("nothing to quantize", "ignored-by-user")),
        params(
            "bad preset", Map.of("preset", "fast"), "preset=fast", "performance, mixed, accuracy"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void programsAreTold(
      String name, DataLoader loader, Map<String, Object> params, int code, List<String> words) {
    OctetException e =
        catchThrowableOfType(OctetException.class, () -> run(loader, params, "ANY", null));
    assertThat(e).as(name).isNotNull();
    assertThat(e.getMessage()).contains(words);
    assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(code);
  }

  private OptimizedModel run(
      DataLoader loader, Map<String, Object> params, String device, Engine engine) {
    OptimizedModel floats = octet.loadModel(List.of(ModelSpec.of(model)));
    PipelineConfig config =
        new PipelineConfig(
            List.of(new AlgorithmSpec("DefaultQuantization", params)),
            loader,
            engine,
            device,
            null,
            null,
            null);
    try (Pipeline pipeline = octet.createPipeline(config, Progress.NONE, new Cancellation())) {
      return pipeline.run(floats);
    }
  }

  private static List<FakeQuantize> quantizers(OptimizedModel models) {
    Model only = models.models().values().iterator().next();
    return only.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .map(FakeQuantize::of)
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  void picturesOfZerosAreNoted() {
    DataLoader zeros =
        new Loader(4, i -> sample(Tensor.allocate(ElementType.F32, Shape.of(1, 3, 32, 32))));
    OptimizedModel floats = octet.loadModel(List.of(ModelSpec.of(model)));
    PipelineConfig config = new PipelineConfig(List.of(), zeros, null, null, null, null, null);
    try (Pipeline pipeline = octet.createPipeline(config, Progress.NONE, new Cancellation())) {
      pipeline.run(floats);
      assertThat(pipeline.report().notes())
          .anyMatch(n -> n.startsWith("input 'data' is 0 in all samples"));
    }
  }

  @Test
  void targetDeviceIsAnyUnlessGivenAndNpuIsThere() {
    List<String> any = names(run(good(4), Map.of(), null, null));
    assertThat(any).isEqualTo(names(run(good(4), Map.of(), "ANY", null))).isNotEmpty();
    assertThat(names(run(good(4), Map.of(), "NPU", null))).isNotEmpty();
    OctetException e =
        catchThrowableOfType(OctetException.class, () -> run(good(4), Map.of(), "XPU", null));
    assertThat(e).hasMessageContaining("XPU").hasMessageContaining("CPU");
    assertThat(e.exitCode()).isEqualTo(USER);
  }

  private static List<String> names(OptimizedModel models) {
    return quantizers(models).stream().map(q -> q.operation().name()).toList();
  }

  @Test
  void fourBitsForActivationsHaveSixteenLevels() {
    Map<String, Object> four = Map.of("activationBits", 4, "biasCorrection", false);
    assertThat(quantizers(run(good(4), four, "CPU", null)))
        .isNotEmpty()
        .allMatch(q -> q.levels() == 16);
  }

  @Test
  void engineMayRunAModelSeveralTimesPerSample() {
    Engine twice =
        (sample, models) -> {
          models.infer("small", sample.data());
          return new Prediction(models.infer("small", sample.data()), Optional.empty());
        };
    assertThat(names(run(good(4), Map.of(), "ANY", twice)))
        .isEqualTo(names(run(good(4), Map.of(), "ANY", null)));
  }

  /** A configuration with the small network; what is given replaces or adds. */
  private PotJob read(Map<String, Object> params, Map<String, Object> over) {
    Map<String, Object> values = new HashMap<>();
    values.put("model", Map.of("model", model.toString()));
    values.put(
        "engine",
        Map.of("type", "simplified", "data_source", folder.resolve("pictures").toString()));
    values.put(
        "compression",
        Map.of("algorithms", List.of(Map.of("name", "DefaultQuantization", "params", params))));
    values.putAll(over);
    return octet.readPot(new PotConfig(null, values));
  }

  private static Arguments wrong(String name, Map<String, Object> params, String... words) {
    return Arguments.of(name, params, Map.of(), List.of(words));
  }

  private static Arguments wrong(
      String name, String section, Map<String, Object> value, String... words) {
    return Arguments.of(name, Map.of(), Map.of(section, value), List.of(words));
  }

  private static Arguments algorithm(String name, String algorithm, String... words) {
    return wrong(
        name,
        "compression",
        Map.of("algorithms", List.of(Map.of("name", algorithm, "params", Map.of()))),
        words);
  }

  private static Map<String, Object> estimator(String key, String value) {
    return Map.of("activations", Map.of("range_estimator", Map.of("max", Map.of(key, value))));
  }

  private static Stream<Arguments> configurations() {
    List<Object> quantization = List.of(Map.of("name", "DefaultQuantization"));
    return Stream.of(
        wrong(
            "folder that is missing",
            "engine",
            Map.of("type", "simplified", "data_source", "/no/such/folder"),
            "engine.data_source",
            "there is no such folder"),
        wrong("stat_subset_size 0", Map.of("stat_subset_size", 0), "must be at least 1"),
        wrong("stat_subset_size -1", Map.of("stat_subset_size", -1), "must be at least 1"),
        wrong("stat_subset_size text", Map.of("stat_subset_size", "300"), "must be a whole number"),
        wrong("stat_subset_size 3.5", Map.of("stat_subset_size", 3.5), "must be a whole number"),
        wrong(
            "stat_subset_sise",
            Map.of("stat_subset_sise", 300),
            "unknown key",
            "did you mean 'stat_subset_size'?"),
        wrong("bad preset", Map.of("preset", "fast"), "preset=\"fast\"", "performance"),
        wrong(
            "unknown type of estimator",
            estimator("type", "maxx"),
            "max.type=\"maxx\"",
            "did you mean 'max'?"),
        wrong("unknown aggregator", estimator("aggregator", "avg"), "aggregator=\"avg\"", "mean"),
        algorithm(
            "unknown algorithm", "DefaultQuantisation", "did you mean 'DefaultQuantization'?"),
        wrong(
            "unknown model_type",
            "compression",
            Map.of("model_type", "bert", "algorithms", quantization),
            "model_type=\"bert\"",
            "transformer"),
        wrong(
            "unknown target_device",
            "compression",
            Map.of("target_device", "XPU", "algorithms", quantization),
            "XPU",
            "CPU"),
        wrong(
            "targetdevice",
            "compression",
            Map.of("targetdevice", "CPU", "algorithms", quantization),
            "unknown key 'compression.targetdevice'",
            "did you mean 'target_device'?"),
        wrong("no algorithms", "compression", Map.of(), "algorithms", "at least one is needed"),
        wrong(
            "missing xml",
            "model",
            Map.of("model", "/no/such.xml"),
            "model.model",
            "there is no such file"),
        wrong(
            "layer-wise tuning",
            Map.of("use_layerwise_tuning", true),
            "use_layerwise_tuning",
            "--effort best"),
        algorithm(
            "AccuracyAware without metric",
            "AccuracyAwareQuantization",
            "needs annotations and metrics"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void configurationsAreTold(
      String name, Map<String, Object> params, Map<String, Object> over, List<String> words) {
    OctetException e = catchThrowableOfType(OctetException.class, () -> read(params, over));
    assertThat(e).as(name).isNotNull();
    assertThat(e.getMessage()).contains(words).startsWith("command line: ");
    assertThat(e.exitCode()).isEqualTo(USER);
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void filesOfConfigurationsAreTold(String name, String text, List<String> words)
      throws IOException {
    Path file = folder.resolve(name);
    if (text != null) {
      Files.writeString(file, text);
    }
    OctetException e =
        catchThrowableOfType(OctetException.class, () -> octet.readPot(PotConfig.of(file)));
    assertThat(e.getMessage()).contains(words);
    assertThat(e.exitCode()).isEqualTo(USER);
  }

  private static Stream<Arguments> damaged() {
    return Stream.of(
        Arguments.of("cfg.txt", "{}", List.of("Unknown file extension", ".json, .yaml")),
        Arguments.of("missing.json", null, List.of("missing.json", "does not exist")),
        Arguments.of(
            "bad.json", "{\"model\": {\n\"model\" 1}}", List.of("bad.json:2:", "not valid")));
  }

  private QuantizationReport quantized(PotJob pot) {
    Job job = pot.job();
    return quantize(
        Job.builder()
            .model(job.models().get(0).model())
            .data(job.data().loader(), job.data().path())
            .output(out)
            .build());
  }

  @Test
  void emptyFolderIsNamed() {
    Map<String, Object> empty =
        Map.of("type", "simplified", "data_source", folder.resolve("empty").toString());
    PotJob pot = read(Map.of(), Map.of("engine", empty));
    OctetException e = catchThrowableOfType(OctetException.class, () -> quantized(pot));
    assertThat(e).hasMessageContaining(folder.resolve("empty").toString());
    assertThat(e.exitCode()).isEqualTo(USER);
  }

  @Test
  void documentedKeysDeviceAndWeightsMayBeLeftOutOrGiven() {
    PotJob pot = read(Map.of("stat_batch_size", 4), Map.of());
    assertThat(pot.warnings()).anyMatch(w -> w.contains("stat_batch_size"));
    assertThat(pot.job().runtime().device()).isIn(null, "CPU");
    assertThat(pot.job().models().get(0).weights()).isNull();
    assertThat(quantized(pot).summary().quantizedOperations()).isPositive();
  }

  @Test
  void onePictureThatCannotBeReadIsLeftOut() throws IOException {
    Path broken = folder.resolve("pictures").resolve("3.png");
    byte[] bytes = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
    Files.writeString(folder.resolve("pictures").resolve("notes.txt"), "not a picture");
    QuantizationReport report = quantized(read(Map.of(), Map.of()));
    assertThat(report.summary().samples()).isEqualTo(5);
    assertThat(report.skipped()).extracting("id").containsExactly("3.png");
  }

  private OctetException refusedModel(Path file) {
    return catchThrowableOfType(
        OctetException.class,
        () -> quantize(Job.builder().model(file).data("cifar10", pictures).output(out).build()));
  }

  @Test
  void damagedModelsAreTold() throws IOException {
    Files.delete(folder.resolve("small.bin"));
    assertThat(refusedModel(model)).hasMessageContaining("small.bin");
    Path broken =
        Files.writeString(folder.resolve("broken.xml"), "<net name=\"a\" version=\"11\">");
    Files.write(folder.resolve("broken.bin"), new byte[100]);
    assertThat(refusedModel(broken)).hasMessageContaining("broken.xml");
    Files.copy(model, folder.resolve("short.xml"));
    Files.write(folder.resolve("short.bin"), new byte[100]);
    assertThat(refusedModel(folder.resolve("short.xml"))).hasMessageContaining("too short");
    assertThat(refusedModel(folder.resolve("short.xml")).exitCode()).isEqualTo(USER);
  }

  /** POT leaves such channels about seven of 127 steps. */
  @Test
  void channelsBesideOneWithMuchLargerWeightsKeepTheirSteps() {
    OptimizedModel floats = octet.loadModel(List.of(ModelSpec.of(model)));
    Operation weights = floats.model("small").operation("conv2/weights").orElseThrow();
    float[] values = weights.value().toFloats();
    int channel = values.length / 16;
    for (int i = 0; i < channel; i++) {
      values[i] *= 1000;
    }
    weights.setValue(Tensor.of(weights.value().shape(), values));
    PipelineConfig config =
        new PipelineConfig(
            List.of(new AlgorithmSpec("MinMaxQuantization", Map.of())),
            good(4),
            null,
            null,
            null,
            null,
            null);
    try (Pipeline pipeline = octet.createPipeline(config, Progress.NONE, new Cancellation())) {
      OptimizedModel quantized = pipeline.run(floats);
      octet.compressModelWeights(quantized);
      ByteBuffer codes =
          quantized.model("small").ofType(OperationTypes.CONSTANT).stream()
              .map(Operation::value)
              .filter(v -> v.type() == ElementType.I8 && v.shape().equals(weights.value().shape()))
              .findFirst()
              .orElseThrow()
              .bytes();
      for (int c = 0; c < 16; c++) {
        int largest = 0;
        for (int i = 0; i < channel; i++) {
          largest = Math.max(largest, Math.abs(codes.get(c * channel + i)));
        }
        assertThat(largest).as("channel %d", c).isEqualTo(127);
      }
    }
  }

  @Test
  void irOfVersionTenIsQuantized() throws IOException {
    String text = Files.readString(model).replace("version=\"11\"", "version=\"10\"");
    Path ten = Files.writeString(folder.resolve("ten.xml"), text);
    Files.copy(folder.resolve("small.bin"), folder.resolve("ten.bin"));
    quantize(Job.builder().model(ten).data("cifar10", pictures).output(out).build());
    Model written = IrReader.read(out.resolve("ten.xml"), out.resolve("ten.bin"));
    assertThat(written.ofType(OperationTypes.FAKE_QUANTIZE)).isNotEmpty();
    assertThat(Files.readString(out.resolve("ten.xml"))).contains("version=\"10\"");
  }
}
