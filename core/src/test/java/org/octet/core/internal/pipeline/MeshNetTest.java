package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.algorithms.biascorrection.internal.FastBiasCorrectionProvider;
import org.octet.algorithms.minmax.internal.MinMaxQuantizationProvider;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;
import org.octet.core.internal.ir.CanonicalNames;
import org.octet.core.internal.ir.IrReader;

/**
 * A network of dilated convolutions of three axes and few channels, whose size is not fixed: what
 * is added to one bias disturbs all layers behind it, so that a correction may well do harm.
 */
class MeshNetTest {
  private static final int WHOLE = 128;
  private static final int SIDE = 48;
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());

  /** Six blocks of a head, three by each of two sides. */
  private record Blocks(byte[] file) implements DataLoader {
    @Override
    public int size() {
      return 6;
    }

    @Override
    public Sample get(int index) {
      int header = file.length - WHOLE * WHOLE * WHOLE;
      int z = index % 2 * (WHOLE - SIDE);
      int y = index / 2 * (WHOLE - SIDE) / 2;
      float[] values = new float[SIDE * SIDE * SIDE];
      for (int i = 0; i < values.length; i++) {
        int row = (z + i / SIDE / SIDE) * WHOLE + y + i / SIDE % SIDE;
        int column = (WHOLE - SIDE) / 2 + i % SIDE;
        values[i] = (file[header + row * WHOLE + column] & 0xff) / 255f;
      }
      Tensor tensor = Tensor.of(Shape.of(1, 1, SIDE, SIDE, SIDE), values);
      return Sample.of("block-" + index, tensor, Optional.empty());
    }
  }

  @Test
  void isNotHarmed(@TempDir Path folder) throws IOException {
    Path data = Path.of(System.getProperty("octet.data", ""), "volume3d");
    assumeTrue(Files.exists(data), "no volume3d under octet.data");
    try (InferenceRuntime runtime = TestRuntime.open()) {
      ModelFiles files = runtime.importModel(data.resolve("meshnet_gwm_5ch.onnx"), folder);
      Model model = IrReader.read(files.model(), files.weights());
      CanonicalNames.apply(model);
      DataLoader loader = new Blocks(Files.readAllBytes(data.resolve("t1_128_u8.npy")));
      double without = sqnr(runtime, model, loader, new MinMaxQuantizationProvider());
      double with =
          sqnr(
              runtime,
              model,
              loader,
              new MinMaxQuantizationProvider(),
              new FastBiasCorrectionProvider());
      // the choice and this comparison are made on the same samples
      assertThat(with).isGreaterThanOrEqualTo(without);
    }
  }

  private static double sqnr(
      InferenceRuntime runtime, Model model, DataLoader loader, AlgorithmProvider... providers) {
    List<NamedAlgorithm> algorithms = new ArrayList<>();
    for (AlgorithmProvider each : providers) {
      algorithms.add(
          new NamedAlgorithm(
              each.name(),
              each.create(each.parameters().check(Map.of(), "test", new ArrayList<>())),
              List.of()));
    }
    PipelineResult result =
        PipelineRunner.run(
            OptimizedModel.of("m", model.copy()),
            algorithms,
            Samples.subset(loader, 300),
            ENGINE,
            device(),
            Guard.of(null, false),
            TestRuntime.environment(runtime, 2),
            Optional.empty(),
            false);
    return result.sqnr().values().iterator().next();
  }

  private static TargetDevice device() {
    return ServiceLoader.load(TargetDeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals("ANY"))
        .findFirst()
        .orElseThrow()
        .device();
  }
}
