package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.DataSpec;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.error.InputException;
import org.octet.api.plugin.PluginSpec;

class JobJsonTest {
  @TempDir private Path folder;

  private Job read(String json) {
    return JobJson.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "job.json", folder);
  }

  private void refused(String json, String message) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(InputException.class).hasMessage(message);
  }

  private Job full() {
    return new Job(
        1,
        List.of(new ModelSpec("net", folder.resolve("net.xml"), folder.resolve("net.bin"))),
        new DataSpec(
            "image",
            folder.resolve("pictures"),
            Map.of("size", "224x224", "mean", List.of(1.5, 2.0), "depth", 3, "flip", true),
            "0::2",
            5L,
            100),
        new PluginSpec("ie", Map.of("a", "b")),
        List.of(new AlgorithmSpec("DefaultQuantization", Map.of("preset", "mixed"))),
        "CPU",
        new GuardSpec(true, 12.5, 50),
        List.of(new PluginSpec("accuracy", Map.of("topK", 5))),
        new OutputSpec(folder.resolve("out"), "name", true),
        new RuntimeSpec("openvino", "CPU", 2, 3, Map.of("k", "v"), false),
        true);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Job job = full();
    String json = JobJson.write(job);
    assertThat(read(json)).isEqualTo(job);
    assertThat(JobJson.write(read(json))).isEqualTo(json);
    assertThat(json).contains("\"subsetSize\": 100").doesNotContain("file:").endsWith("}\n");
  }

  @Test
  void missingKeysAreNullOrEmpty() {
    Job job = read("{\"models\": [{\"model\": \"m.onnx\"}]}");
    assertThat(job.models()).containsExactly(ModelSpec.of(folder.resolve("m.onnx")));
    assertThat(job.data()).isNull();
    assertThat(job.algorithms()).isEmpty();
  }

  @Test
  void relativePathsStartAtTheFile() throws Exception {
    Path file =
        Files.writeString(folder.resolve("job.json"), "{\"output\":{\"directory\":\"../o\"}}");
    assertThat(JobJson.read(file).output().directory()).isEqualTo(folder.resolve("../o"));
    String absolute = folder.resolve("abs").toString();
    assertThat(read("{\"output\":{\"directory\":\"" + absolute + "\"}}").output().directory())
        .isEqualTo(Path.of(absolute));
  }

  @Test
  void unknownKeysAreRefusedWithPlaceAndSuggestion() {
    refused(
        "{\n  \"target-device\": \"CPU\"\n}",
        "job.json:2:3: unknown key 'target-device' (did you mean 'targetDevice'?); allowed are"
            + " schemaVersion, models, data, engine, algorithms, targetDevice, guard, metrics,"
            + " output, runtime, timings");
    assertThatThrownBy(() -> read("{\"data\": {\"subsetsize\": 1}}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("unknown key 'data.subsetsize' (did you mean 'subsetSize'?)");
  }

  @Test
  void wrongTypesAreRefusedWithPlace() {
    refused(
        "{\"data\": {\"subsetSize\": \"many\"}}",
        "job.json:1:11: data.subsetSize: must be a whole number of at most 2147483647");
    refused(
        "{\"data\": {\"subsetSize\": 1.5}}",
        "job.json:1:11: data.subsetSize: must be a whole number of at most 2147483647");
    refused("{\"models\": {}}", "job.json:1:2: models: must be a list [...]");
    refused("{\"models\": [7]}", "job.json:1:13: models[0]: must be an object {...}");
    refused("{\"timings\": \"yes\"}", "job.json:1:2: timings: must be true or false");
    refused("{\"targetDevice\": 5}", "job.json:1:2: targetDevice: must be a text in quotes");
    refused(
        "{\"output\": {\"directory\": 5}}",
        "job.json:1:13: output.directory: must be a path in quotes");
    refused("[]", "job.json:1:1: must be an object {...}");
    assertThatThrownBy(() -> read("{\"models\": [null]}"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("must not contain null");
  }

  @Test
  void otherTextsAreRefused() {
    for (String text :
        List.of("", "null", "{", "{\"timings\": true, \"timings\": false}", "{} {}")) {
      assertThatThrownBy(() -> read(text))
          .as(text)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("job.json");
    }
  }

  @Test
  void otherVersionsAreRefused() {
    refused(
        "{\"schemaVersion\": 2}", "job.json: schemaVersion: 2 is not known; this Octet reads 1");
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> JobJson.read(missing))
        .isInstanceOf(InputException.class)
        .hasMessage("job file '" + missing + "' does not exist");
  }
}
