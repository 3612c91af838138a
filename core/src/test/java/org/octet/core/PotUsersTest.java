package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Pipeline;
import org.octet.api.PipelineConfig;
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
 * What programs of POT's users ran into with data and models, each of it a wrong result in silence
 * or a traceback: a clear error at once, with POT's case as its name, or the right result.
 */
class PotUsersTest extends SmallNetTest {
  private static final int USER = 2;
  private static final int MODEL = 3;
  private static final int PLUGIN = 4;
  private static final int PICTURE = 3 * 32 * 32;

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
