package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.octet.api.EvaluationJob;
import org.octet.api.Job;
import org.octet.api.OutputSpec;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.plugin.PluginSpec;

/** What data sets, adapters and metrics of the Accuracy Checker become. */
class PotAccuracyCheckerTest extends SmallNetTest {
  private static final String HEAD =
      """
      model: {model: "%1$s/small.xml", weights: "%1$s/small.bin"}
      compression: {algorithms: [{name: DefaultQuantization, params: {stat_subset_size: 2}}]}
      engine:
        launchers: [{framework: openvino, adapter: %2$s}]
        datasets:
          - data_source: "%1$s"
            annotation_conversion: {%3$s}
            preprocessing: [%4$s]
            metrics: [%5$s]
      """;

  private Map<String, String> names;

  @BeforeEach
  void annotations() throws IOException {
    Files.writeString(folder.resolve("instances.json"), "{}");
    Files.createDirectories(folder.resolve("masks"));
    Files.writeString(folder.resolve("digits"), "idx");
  }

  private EvaluationJob read(String adapter, String conversion, String steps, String metrics)
      throws IOException {
    String text =
        HEAD.formatted(folder, adapter, conversion.replace("@", folder + "/"), steps, metrics);
    Path file = Files.writeString(folder.resolve("pot.yaml"), text);
    PotJob pot = octet.readPot(PotConfig.of(file));
    Job job = pot.job();
    octet.complete(
        new Job(
            job.schemaVersion(),
            job.models(),
            job.data(),
            job.engine(),
            job.algorithms(),
            job.targetDevice(),
            job.guard(),
            pot.evaluation().metrics(),
            new OutputSpec(out, null, null),
            job.runtime(),
            job.timings()));
    assertThat(pot.evaluation().models()).isEqualTo(job.models());
    names = pot.metricNames();
    return pot.evaluation();
  }

  @Test
  void detection() throws IOException {
    EvaluationJob full =
        read(
            "ssd",
            "converter: mscoco_detection, annotation_file: \"@instances.json\","
                + " use_full_label_map: true",
            "{type: crop, central_fraction: 0.5}, {type: resize, size: 300}",
            "{type: coco_precision}, {type: map, name: voc, overlap_threshold: 0.4, integral: 11point}");
    assertThat(full.data().parameters())
        .containsEntry("annotations", "coco")
        .containsEntry("labels", folder.resolve("instances.json").toString())
        .containsEntry("centralFraction", 0.5)
        .containsEntry("size", "300x300");
    assertThat(full.metrics())
        .containsExactly(
            PluginSpec.of("coco-map"), new PluginSpec("pascal-map", Map.of("iou", 0.4)));
    assertThat(names).isEqualTo(Map.of("coco-map", "coco_precision", "pascal-map@11", "voc"));
    PluginSpec decoder = full.models().get(0).decoder();
    assertThat(decoder.name()).isEqualTo("ssd");
    assertThat(List.<Object>copyOf((List<?>) decoder.parameters().get("classIds")))
        .hasSize(80)
        .startsWith(1, 2)
        .endsWith(89, 90);
    EvaluationJob background =
        read(
            "{type: ssd}",
            "converter: mscoco_detection, annotation_file: \"@instances.json\","
                + " has_background: true",
            "{type: auto_resize}",
            "{type: coco_precision}");
    assertThat(background.models().get(0).decoder())
        .isEqualTo(new PluginSpec("ssd", Map.of("background", 0)));
  }

  @Test
  void segmentation() throws IOException {
    EvaluationJob job =
        read(
            "segmentation",
            "converter: common_semantic_segmentation, images_dir: \"@\", masks_dir: \"@masks\"",
            "{type: bgr_to_gray}",
            "{type: mean_iou, use_argmax: true}");
    assertThat(job.data().path()).isEqualTo(folder);
    assertThat(job.data().parameters())
        .containsEntry("annotations", "masks")
        .containsEntry("labels", folder.resolve("masks").toString())
        .containsEntry("color", "GRAY");
    assertThat(job.metrics()).containsExactly(PluginSpec.of("iou"));
    assertThat(job.models().get(0).decoder()).isEqualTo(PluginSpec.of("argmax"));
  }

  @Test
  void boxesOfYoloAndPascalVoc() throws IOException {
    Files.createDirectories(folder.resolve("boxes"));
    String voc = "converter: voc_detection, annotations_dir: \"@boxes\"";
    EvaluationJob yolox =
        read(
            "{type: yolox, num_classes: 80, threshold: 0.1}",
            voc,
            "{type: resize, size: 416}",
            "{type: coco_orig_precision}, {type: recall, name: found, overlap_threshold: 0.4}");
    assertThat(yolox.models().get(0).decoder())
        .isEqualTo(new PluginSpec("yolox", Map.of("scoreThreshold", 0.1)));
    assertThat(yolox.data().parameters())
        .containsEntry("annotations", "voc")
        .containsEntry("labels", folder.resolve("boxes").toString());
    assertThat(yolox.metrics())
        .containsExactly(
            PluginSpec.of("coco-map"), new PluginSpec("detections", Map.of("iou", 0.4)));
    assertThat(names)
        .isEqualTo(Map.of("coco-map", "coco_orig_precision", "detections@recall", "found"));
    EvaluationJob v8 =
        read(
            "{type: yolo_v8_detection, conf_threshold: 0.25}",
            voc,
            "{type: auto_resize}",
            "{type: map}");
    assertThat(v8.models().get(0).decoder())
        .isEqualTo(new PluginSpec("yolo", Map.of("scoreThreshold", 0.25)));
    assertThatThrownBy(
            () ->
                read(
                    "yolox",
                    voc + ", imageset_file: \"@labels\"",
                    "{type: auto_resize}",
                    "{type: map}"))
        .hasMessageContaining("imageset_file")
        .hasMessageContaining(".txt file with a picture per line");
  }

  @Test
  void largePicturesAndMasksOfOneClass() throws IOException {
    Files.createDirectories(folder.resolve("large"));
    EvaluationJob job =
        read(
            "super_resolution",
            "converter: super_resolution_dir_based, lr_dir: \"@masks\", hr_dir: \"@large\"",
            "{type: auto_resize}",
            "{type: psnr, scale_border: 0}");
    assertThat(job.data().path()).isEqualTo(folder.resolve("masks"));
    assertThat(job.data().parameters())
        .containsEntry("annotations", "pairs")
        .containsEntry("labels", folder.resolve("large").toString());
    assertThat(job.metrics()).containsExactly(PluginSpec.of("psnr"));
    assertThat(job.models().get(0).decoder()).isNull();
    EvaluationJob one =
        read(
            "{type: segmentation_one_class, threshold: 0.4}",
            "converter: common_semantic_segmentation, masks_dir: \"@masks\"",
            "{type: auto_resize}",
            "{type: mean_iou}, {type: segmentation_accuracy}");
    assertThat(one.models().get(0).decoder())
        .isEqualTo(new PluginSpec("threshold", Map.of("threshold", 0.4)));
    assertThat(one.metrics()).containsExactly(PluginSpec.of("iou"));
    assertThat(names)
        .isEqualTo(Map.of("iou", "mean_iou", "pixel-accuracy", "segmentation_accuracy"));
  }

  @Test
  void digits() throws IOException {
    EvaluationJob job =
        read(
            "classification",
            "converter: mnist, images_file: \"@digits\", labels_file: \"@labels\"",
            "{type: normalization, std: 255}",
            "{type: accuracy}");
    assertThat(job.data().loader()).isEqualTo("mnist");
    assertThat(job.data().path()).isEqualTo(folder.resolve("digits"));
    assertThat(job.data().parameters()).isEqualTo(Map.of("scale", List.of(255.0)));
    assertThat(job.models().get(0).decoder()).isNull();
  }
}
