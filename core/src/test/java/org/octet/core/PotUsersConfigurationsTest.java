package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.Job;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.QuantizationReport;
import org.octet.api.error.OctetException;

/**
 * What users of POT ran into with configurations and folders of pictures, each of it a traceback or
 * nothing at all: a clear error at once, with POT's case as its name, or the right result.
 */
class PotUsersConfigurationsTest extends SmallNetTest {
  private static final int USER = 2;

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
}
