package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
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

  /** A property says nothing about what the models do not have. */
  @Example
  void theModelsHaveAllThatTheFormatHas() {
    Features found = new Features();
    for (long seed = 0; seed < 300; seed++) {
      Model model = ComputingModels.model(seed);
      found.versions.add(model.irVersion());
      found.add(model, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
    }
    assertThat(found.versions).containsOnly(10, 11);
    assertThat(found.constants).hasSize(ElementType.values().length - 1);
    assertThat(found.types)
        .contains("TensorIterator", "Loop", "If", "TopK", "Split", "VariadicSplit");
    assertThat(found.depth).isEqualTo(2);
    assertThat(found.scalars && found.empties && found.sharedWithBody && found.dynamic).isTrue();
    assertThat(String.join("", found.names)).contains(",", "\\", "名", "𝄞");
  }

  private static final class Features {
    private final Set<Integer> versions = new TreeSet<>();
    private final Set<ElementType> constants = EnumSet.noneOf(ElementType.class);
    private final Set<String> types = new TreeSet<>();
    private final Set<String> names = new TreeSet<>();
    private int depth;
    private boolean scalars;
    private boolean empties;
    private boolean sharedWithBody;
    private boolean dynamic;

    void add(Model model, int level, Set<Tensor> outer) {
      depth = Math.max(depth, level);
      Set<Tensor> here = Collections.newSetFromMap(new IdentityHashMap<>());
      here.addAll(outer);
      model.ofType(OperationTypes.CONSTANT).forEach(op -> here.add(op.value()));
      for (Operation op : model.operations()) {
        types.add(op.type());
        op.outputs().forEach(o -> names.addAll(o.names()));
        if (op.isConstant()) {
          constants.add(op.value().type());
          scalars |= op.value().shape().rank() == 0;
          empties |= op.value().shape().elements() == 0;
          sharedWithBody |= outer.contains(op.value());
        }
        dynamic |= op.is(OperationTypes.PARAMETER) && op.output(0).shape().toShape().isEmpty();
        op.subGraphs().forEach(sub -> add(sub.body(), level + 1, here));
      }
    }
  }

  @Property(tries = 500, seed = "1")
  void readingWhatWasWrittenGivesTheSameModel(@ForAll long seed) {
    Model model = ComputingModels.model(seed);
    ModelInMemory written = IrWriter.toMemory(model);
    Model read = IrReader.read(written.xml(), written.weights(), "memory");
    assertThat(ModelDescription.of(read)).isEqualTo(ModelDescription.of(model));
    ModelInMemory again = IrWriter.toMemory(read);
    assertThat(again.xml()).isEqualTo(written.xml());
    assertThat(again.weights()).isEqualTo(written.weights());
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF, seed = "1")
  void openVinoComputesTheSameBits(@ForAll long seed) throws IOException {
    sameBits(seed);
  }

  @Tag("full")
  @Property(tries = 2000, shrinking = ShrinkingMode.OFF, seed = "1")
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
