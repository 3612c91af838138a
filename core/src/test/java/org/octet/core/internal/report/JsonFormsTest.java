package org.octet.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.ComparisonResult;
import org.octet.api.EvaluationResult;
import org.octet.api.PluginInfo;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

class JsonFormsTest {
  @TempDir private Path folder;

  @Test
  void keysKeepTheOrderOfTheRecordAndMapsAreSorted() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("z", 0.5);
    metrics.put("a", 1e-7);
    assertThat(JsonForms.write(new EvaluationResult(1, "m.xml", metrics, 3, List.of(), 0.25)))
        .isEqualTo(
            """
            {
              "schemaVersion": 1,
              "model": "m.xml",
              "metrics": {
                "a": 1.0E-7,
                "z": 0.5
              },
              "samples": 3,
              "skipped": [ ],
              "seconds": 0.25
            }
            """);
  }

  @Test
  void numbersThatAreNotFiniteAreNull() {
    ComparisonResult result =
        new ComparisonResult(
            1,
            List.of(
                new ComparisonResult.OutputComparison(
                    "y", null, Double.NaN, Double.POSITIVE_INFINITY)),
            List.of(),
            Map.of(),
            Map.of(),
            1,
            List.of());
    assertThat(JsonForms.write(result))
        .contains("\"sqnr\": null", "\"equalTop1\": null", "\"maxAbsoluteDifference\": null")
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void pluginListingsCanBeWritten() {
    ParameterSchema schema =
        ParameterSchema.of(
            Parameter.integer("topK", 1, 1, 100, "places"), Parameter.path("path", "folder"));
    PluginInfo info = new PluginInfo("metric", "accuracy", 0, "", "a.jar", "1", schema, List.of());
    assertThat(JsonForms.write(info))
        .contains("\"name\": \"topK\"", "\"max\": 100.0", "\"min\": null");
  }

  @Test
  void hashesAreThoseOfTheStandard() throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Hashes.sha256(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Path missing = folder.resolve("none");
    assertThatThrownBy(() -> Hashes.sha256(missing))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be read");
  }
}
