package org.octet.core.faces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.engine.Engine;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.OrderedPredictions;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** The engine {@code mtcnn} with the real networks. */
class MtcnnTest {
  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    Faces.assumeThere();
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  private static Map<String, Boxes> find(Engine engine, Map<String, ModelFiles> models)
      throws IOException {
    Environment environment = TestRuntime.environment(runtime, 2);
    Faces.Pictures pictures = Faces.Pictures.in("labelled");
    Map<String, Boxes> found = new LinkedHashMap<>();
    try (CompiledModels compiled = CompiledModels.compile(environment, models)) {
      new SampleRunner(environment, engine, java.util.List.of(compiled))
          .run(
              Samples.subset(pictures, pictures.size()),
              new OrderedPredictions(
                  (id, truth, p) -> found.put(id, (Boxes) p.get(0).decoded().orElseThrow())));
    }
    return found;
  }

  @Test
  void findsEveryFaceAndNothingElse() throws IOException {
    Map<String, ModelFiles> models = Faces.byName(n -> new ModelFiles(Faces.model(n), null));
    long start = System.nanoTime();
    Map<String, Boxes> found = find(Faces.engine("mtcnn", Map.of()), models);
    System.out.println("TIME " + (System.nanoTime() - start) * 1e-9 + " " + found);
    // the data's README, measured with ONNX Runtime
    assertThat(Faces.count(found)).isEqualTo(new Faces.Count(18, 0));
  }
}
