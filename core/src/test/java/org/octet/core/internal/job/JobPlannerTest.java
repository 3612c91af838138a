package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.DataSpec;
import org.octet.api.DropSpec;
import org.octet.api.GuardSpec;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.PluginSpec;
import org.octet.core.internal.registry.Registration;

class JobPlannerTest {
  @TempDir private Path folder;

  private final JobPlanner planner = new JobPlanner(FakePlugins.registry());
  private Path xml;

  @BeforeEach
  void model() throws IOException {
    xml = Files.writeString(folder.resolve("net.xml"), "<net/>");
    Files.writeString(folder.resolve("net.bin"), "weights");
  }

  private void complains(Consumer<JobPlanner> part, String... lines) {
    JobPlanner fresh = new JobPlanner(FakePlugins.registry());
    part.accept(fresh);
    assertThatThrownBy(fresh::plan)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(lines);
  }

  private static DataSpec data(Path path, Map<String, Object> parameters, String slice, Integer n) {
    return new DataSpec("image", path, parameters, slice, null, n);
  }

  @Test
  void fillsInAllDefaults() {
    List<ModelSpec> models = planner.models(List.of(ModelSpec.of(xml)), "model");
    assertThat(models).containsExactly(new ModelSpec("net", xml, folder.resolve("net.bin")));
    assertThat(planner.data(data(folder, Map.of("on-error", "skip"), null, null), 300))
        .isEqualTo(
            data(
                folder,
                Map.of("onError", "skip", "layout", "NCHW", "mean", List.of(0.0)),
                null,
                300));
    assertThat(planner.engine(null)).isEqualTo(PluginSpec.of("ie"));
    assertThat(planner.algorithms(List.of()))
        .containsExactly(new AlgorithmSpec("DefaultQuantization", Map.of("preset", "performance")));
    assertThat(planner.targetDevice(null)).isEqualTo("ANY");
    assertThat(planner.guard(null, false)).isEqualTo(new GuardSpec(true, 8.0, 50, false));
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(planner.runtime(null))
        .isEqualTo(new RuntimeSpec("openvino", "CPU", cores, cores, Map.of(), true));
    assertThat(planner.output(new OutputSpec(folder.resolve("out"), null, null), true))
        .isEqualTo(new OutputSpec(folder.resolve("out"), "net", false));
    Plan plan = planner.plan();
    assertThat(plan.algorithms())
        .singleElement()
        .satisfies(
            a -> assertThat(a.chosen().registration().name()).isEqualTo("MinMaxQuantization"));
    assertThat(plan.used())
        .extracting(Registration::name)
        .contains("image", "ie", "openvino", "DefaultQuantization", "MinMaxQuantization", "ANY");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void completingTwiceChangesNothing() {
    DataSpec once = planner.data(data(folder, Map.of("size", "8x4"), "0::2", 5), 300);
    assertThat(new JobPlanner(FakePlugins.registry()).data(once, 300)).isEqualTo(once);
  }

  @Test
  void allComplaintsComeAtOnce() {
    complains(
        p -> {
          p.models(List.of(ModelSpec.of(folder.resolve("none.onnx"))), "model");
          p.data(
              data(folder.resolve("nowhere"), Map.of("colour", "RGB", "mean", "a"), "1", 0), 300);
          p.targetDevice("CPUX");
          p.runtime(new RuntimeSpec(null, null, 0, 5000, Map.of()));
        },
        "9 problems:",
        "1. model=" + folder.resolve("none.onnx") + ": the file does not exist",
        "subset-size=0: must be at least 1",
        "slice=1: must be start:stop:step",
        "data=" + folder.resolve("nowhere") + ": there is no such file or folder",
        "data loader image: unknown key 'colour'",
        "mean=a: must be finite numbers separated by commas",
        "target-device: unknown target device 'CPUX'; there are ANY",
        "threads=0: must be from 1 to 1024",
        "load-threads=5000: must be from 1 to 1024");
  }

  @Test
  void badModels() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    Path text = Files.writeString(folder.resolve("notes.txt"), "x");
    complains(p -> p.models(List.of(ModelSpec.of(empty)), "model"), "the file is empty");
    complains(
        p -> p.models(List.of(ModelSpec.of(text)), "model"),
        "model=" + text + ": is not a model by its extension; accepted are");
    complains(
        p -> p.models(List.of(ModelSpec.of(folder)), "model"), "must be a file, not a folder");
    complains(
        p -> p.models(List.of(ModelSpec.of(folder.resolve("net.bin"))), "model"),
        "these are weights; give the .xml beside them");
    complains(p -> p.models(List.of(), "model"), "at least one model is needed");
    complains(
        p -> p.models(List.of(new ModelSpec(null, xml, folder.resolve("other.bin"))), "model"),
        "model.weights=" + folder.resolve("other.bin") + ": the file does not exist");
    complains(
        p -> p.models(List.of(new ModelSpec("../x", xml, null)), "model"),
        "model.name=../x: must be a file name");
    complains(
        p -> p.models(List.of(ModelSpec.of(xml), ModelSpec.of(xml)), "model"),
        "model[1].name=net: another model of the job has this name");
  }

  @Test
  void missingWeightsAreNamed() throws IOException {
    Files.delete(folder.resolve("net.bin"));
    complains(
        p -> p.models(List.of(ModelSpec.of(xml)), "model"),
        "model.weights="
            + folder.resolve("net.bin")
            + ": the file does not exist; it belongs beside");
  }

  @Test
  void badPlugins() {
    complains(
        p -> p.data(new DataSpec("imag", folder, Map.of(), null, null, null), 300),
        "data.loader: unknown data loader 'imag' (did you mean 'image'?); there are image");
    complains(p -> p.data(null, 300), "data.loader: a data loader is needed");
    complains(p -> p.data(data(null, Map.of(), null, null), 300), "'path' is missing");
    complains(p -> p.engine(PluginSpec.of("mtcnn")), "unknown engine 'mtcnn'; there are ie");
    complains(
        p -> p.algorithms(List.of(new AlgorithmSpec("DefaultQuantisation", Map.of()))),
        "did you mean 'DefaultQuantization'?");
    complains(
        p ->
            p.algorithms(
                List.of(new AlgorithmSpec("DefaultQuantization", Map.of("preset", "perfomance")))),
        "algorithm DefaultQuantization: preset=perfomance: must be one of performance, mixed (did"
            + " you mean 'performance'?)");
    complains(p -> p.metrics(List.of(), true), "metrics: at least one metric is needed");
    complains(p -> p.metrics(List.of(PluginSpec.of("f1")), false), "unknown metric 'f1'");
    complains(
        p -> p.runtime(new RuntimeSpec("openvin", null, null, null, Map.of())),
        "did you mean 'openvino'?");
    complains(
        p ->
            p.guard(
                new GuardSpec(
                    true, Double.NaN, 0, false, 1.5, new DropSpec(-1.0, null, null, null, 0)),
                false),
        "guard.minSqnr=NaN",
        "guard.samples=0",
        "guard.minAgreement=1.5",
        "guard.drop.maximal=-1.0",
        "guard.drop.maxEvaluations=0",
        "guard.drop: needs a metric");
  }

  @Test
  void algorithmMadeOfItselfIsThePluginsFault() {
    assertThatThrownBy(() -> planner.algorithms(List.of(new AlgorithmSpec("Endless", Map.of()))))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("is made of itself");
  }

  private void outputComplains(OutputSpec output, String... lines) {
    JobPlanner fresh = new JobPlanner(FakePlugins.registry());
    fresh.models(List.of(ModelSpec.of(xml)), "model");
    fresh.output(output, true);
    assertThatThrownBy(fresh::plan)
        .isInstanceOf(OutputException.class)
        .hasMessageContainingAll(lines);
  }

  @Test
  void badOutputs() throws IOException {
    outputComplains(
        new OutputSpec(xml, null, null), "output=" + xml + ": cannot be made", "is not a folder");
    outputComplains(new OutputSpec(xml.resolve("below"), null, null), "is not a folder");
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("net.xml"), "old");
    Files.writeString(out.resolve("net.report.json"), "old");
    outputComplains(
        new OutputSpec(out, null, null), "net.xml, net.report.json are there already", "--force");
    planner.models(List.of(ModelSpec.of(xml)), "model");
    planner.output(new OutputSpec(out, null, true), true);
    assertThat(planner.plan().output().force()).isTrue();
    complains(p -> p.output(null, true), "output: a folder for the results is needed");
    complains(
        p -> p.output(new OutputSpec(out, "a/b", null), true),
        "output.name=a/b: must be a file name");
  }

  @Test
  void inputsAreNeverOverwritten() {
    complains(
        p -> {
          p.models(List.of(ModelSpec.of(xml)), "model");
          p.output(new OutputSpec(folder, null, true), true);
        },
        "output=" + xml + ": is an input of the job");
  }
}
