package org.octet.engines.openvino.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.model.Dimension;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.ExecutedLayer;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** The runtime with real models; skipped where the folder {@code octet.data} is missing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealModelsTest {
  private static final Path DATA = Path.of(System.getProperty("octet.data"));

  @BeforeAll
  static void needsData() {
    assumeTrue(Files.isDirectory(DATA), "no folder " + DATA + " (octet.data)");
  }

  static List<Path> models() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "no folder " + DATA + " (octet.data)");
    try (Stream<Path> files = Files.walk(DATA)) {
      return files.filter(f -> f.toString().matches(".*\\.(onnx|xml)")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void importedModelsGiveTheSameBytesForAnyNumberOfRequests(Path source, @TempDir Path folder) {
    try (OvRuntime runtime = new OvRuntime(Natives.load())) {
      ModelFiles imported = runtime.importModel(source, folder);
      List<ByteBuffer> expected = outputs(runtime, new ModelFiles(source, null), 1);
      assertThat(expected).isNotEmpty();
      assertThat(outputs(runtime, imported, 1)).isEqualTo(expected);
      assertThat(outputs(runtime, imported, 2)).isEqualTo(expected);
    }
  }

  private static List<ByteBuffer> outputs(OvRuntime runtime, ModelSource source, int requests) {
    List<ByteBuffer> outputs = new ArrayList<>();
    try (CompiledModel model = runtime.compile(source, CompileOptions.of("CPU", requests));
        InferRequest request = model.createRequest()) {
      assertThat(model.executedGraph())
          .filteredOn(l -> l.type().matches("Convolution|FullyConnected|MatMul"))
          .isNotEmpty()
          .extracting(ExecutedLayer::precision)
          .containsOnly("f32");
      for (int i = 0; i < model.inputs().size(); i++) {
        request.setInput(i, random(model.inputs().get(i)));
      }
      request.infer();
      for (int i = 0; i < model.outputs().size(); i++) {
        outputs.add(request.output(i).copy().bytes());
      }
    }
    return outputs;
  }

  /**
   * Seeded values; whole numbers are small, as they may be indices. Axes of unknown extent get 1,
   * those of pictures 32: OpenVINO 2026.2.1 crashes, from Python too, when a picture is smaller
   * than the kernel of a convolution of dynamic shape.
   */
  private static Tensor random(TensorInfo input) {
    long[] dims = new long[input.shape().rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      Dimension d = input.shape().dim(axis);
      dims[axis] =
          d.isStatic() ? d.min() : Math.max(dims.length == 4 && axis > 0 ? 32 : 1, d.min());
    }
    Tensor tensor = Tensor.allocate(input.type(), Shape.of(dims));
    if (input.type() == ElementType.F32) {
      Random random = new Random(7);
      for (int i = 0; i < tensor.shape().elements(); i++) {
        tensor.floats().put(i, random.nextFloat());
      }
    } else if (input.type() == ElementType.I64) {
      for (int i = 0; i < tensor.shape().elements(); i++) {
        tensor.bytes().asLongBuffer().put(i, i);
      }
    }
    return tensor;
  }

  @Test
  void recognizesDigitsAsPublished() throws IOException {
    int right = 0;
    try (OvRuntime runtime = new OvRuntime(Natives.load());
        CompiledModel model =
            runtime.compile(
                new ModelFiles(DATA.resolve("mnist/mnist.onnx"), null),
                CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest();
        DataInputStream pictures = gunzip("mnist/t10k-images-idx3-ubyte.gz", 16);
        DataInputStream labels = gunzip("mnist/t10k-labels-idx1-ubyte.gz", 8)) {
      Tensor input = Tensor.allocate(ElementType.F32, Shape.of(1, 1, 28, 28));
      request.setInput(0, input);
      for (int n = 0; n < 2000; n++) {
        for (int i = 0; i < 784; i++) {
          input.floats().put(i, pictures.readUnsignedByte());
        }
        request.infer();
        right += argMax(request.output(0).toFloats()) == labels.readUnsignedByte() ? 1 : 0;
      }
    }
    // the data's README: 98.4 % on the first 2000, measured with ONNX Runtime
    assertThat(right).isEqualTo(1968);
  }

  private static DataInputStream gunzip(String file, int header) throws IOException {
    DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(DATA.resolve(file))));
    in.skipNBytes(header);
    return in;
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
