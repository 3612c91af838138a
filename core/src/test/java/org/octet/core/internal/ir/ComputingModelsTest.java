package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.octet.api.model.Model;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** OpenVINO computes the same bits with a random model before and after Octet read and wrote it. */
class ComputingModelsTest {
  private static InferenceRuntime runtime;

  @BeforeContainer
  static void open() {
    runtime = OpenVino.open();
  }

  @AfterContainer
  static void close() {
    runtime.close();
  }

  @Property(tries = 500)
  void readingWhatWasWrittenGivesTheSameModel(@ForAll long seed) {
    Model model = ComputingModels.model(seed);
    ModelInMemory written = IrWriter.toMemory(model);
    Model read = IrReader.read(written.xml(), written.weights(), "memory");
    assertThat(ModelDescription.of(read)).isEqualTo(ModelDescription.of(model));
    ModelInMemory again = IrWriter.toMemory(read);
    assertThat(again.xml()).isEqualTo(written.xml());
    assertThat(again.weights()).isEqualTo(written.weights());
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void openVinoComputesTheSameBits(@ForAll long seed) throws IOException {
    sameBits(seed);
  }

  @Tag("full")
  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void openVinoComputesTheSameBitsOfManyModels(@ForAll long seed) throws IOException {
    sameBits(seed);
  }

  /** Octet's spelling, OpenVINO's spelling of it, and Octet's spelling of that. */
  private static void sameBits(long seed) throws IOException {
    Path folder = Files.createTempDirectory("octet-computing");
    try {
      Model model = ComputingModels.model(seed);
      Path xml = folder.resolve("a.xml");
      ModelFiles octets = IrWriter.toFiles(model, xml, folder.resolve("a.bin"));
      Results expected = run(octets);
      assertThat(run(IrWriter.toMemory(IrReader.read(xml, null)))).isEqualTo(expected);

      ModelFiles openVinos =
          runtime.importModel(xml, Files.createDirectory(folder.resolve("openvino")));
      Results theirs = run(openVinos);
      Model read = IrReader.read(openVinos.model(), openVinos.weights());
      assertThat(run(IrWriter.toMemory(read))).isEqualTo(theirs);
      assertThat(theirs.outputs()).isEqualTo(expected.outputs());
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private record Results(List<TensorInfo> ports, List<ByteBuffer> outputs) {}

  private static Results run(ModelSource source) {
    try (CompiledModel model = runtime.compile(source, CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      Random random = new Random(7);
      for (int i = 0; i < model.inputs().size(); i++) {
        request.setInput(i, input(random));
      }
      request.infer();
      List<TensorInfo> ports = new ArrayList<>(model.inputs());
      ports.addAll(model.outputs());
      List<ByteBuffer> outputs = new ArrayList<>();
      for (int i = 0; i < model.outputs().size(); i++) {
        outputs.add(request.output(i).copy().bytes());
      }
      return new Results(ports, outputs);
    }
  }

  private static Tensor input(Random random) {
    Tensor tensor = Tensor.allocate(ElementType.F32, ComputingModels.INPUT);
    for (int i = 0; i < tensor.shape().elements(); i++) {
      tensor.floats().put(i, random.nextFloat() * 4 - 2);
    }
    return tensor;
  }
}
