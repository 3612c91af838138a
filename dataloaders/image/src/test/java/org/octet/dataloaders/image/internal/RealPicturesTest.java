package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Shape;

/** The pictures that accuracy is measured on. */
class RealPicturesTest {
  private static final String[] IMAGENET = {
    "size=224x224", "resize=center-crop", "mean=123.675,116.28,103.53", "scale=58.395,57.12,57.375"
  };

  private static long checksum(Sample s) {
    CRC32 crc = new CRC32();
    crc.update(s.data().get(Sample.ONLY_INPUT).bytes());
    return crc.getValue();
  }

  private static List<Long> checksums(DataLoader loader, int first, int step) {
    List<Long> sums = new ArrayList<>();
    for (int i = first; i < loader.size(); i += step) {
      try (Sample s = loader.get(i)) {
        sums.add(checksum(s));
      }
    }
    return sums;
  }

  @Test
  void everyValidationPictureDecodesTheSameOnAnyThread() throws Exception {
    Path val = Pictures.data("imagenet/val");
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (DataLoader loader = Pictures.openImages(val, IMAGENET)) {
      assertThat(loader.size()).isEqualTo(600);
      List<Long> alone = checksums(loader, 0, 1);
      List<Future<List<Long>>> parts = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        int first = t;
        parts.add(threads.submit(() -> checksums(loader, first, 3)));
      }
      for (int i = 0; i < alone.size(); i++) {
        assertThat(parts.get(i % 3).get().get(i / 3)).isEqualTo(alone.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The pixel (50, 100), as read by Pillow and normalized by NumPy. */
  @Test
  void valuesAreThoseOfTheReference() {
    Path val = Pictures.data("imagenet/val");
    try (DataLoader loader = Pictures.openImages(val, IMAGENET);
        Sample s = loader.get(0)) {
      assertThat(s.id()).isEqualTo("ILSVRC2012_val_00000347.JPEG");
      var values = s.data().get(Sample.ONLY_INPUT).floats();
      float[] reference = {0.570682466f, -0.162464961f, -0.096383363f};
      for (int c = 0; c < 3; c++) {
        assertThat(Math.abs(values.get(c * 224 * 224 + 224 * 100 + 50) - reference[c]))
            .isLessThanOrEqualTo(5e-7f);
      }
    }
  }

  @Test
  void labelsOfTheTable() {
    Path val = Pictures.data("imagenet/val");
    try (DataLoader loader =
        Pictures.openImages(val, "size=224x224", "labels=labels.csv:file:class_index")) {
      Map<String, Integer> labels = new HashMap<>();
      for (int i = 0; i < 20; i++) {
        try (Sample s = loader.get(i)) {
          labels.put(s.id(), ((ClassLabel) s.annotation().orElseThrow()).index());
        }
      }
      assertThat(loader.size()).isEqualTo(600);
      assertThat(labels)
          .containsEntry("ILSVRC2012_val_00000347.JPEG", 472)
          .containsEntry("ILSVRC2012_val_00000355.JPEG", 260);
    }
  }

  @Test
  void detectionPicturesOfAllShapes() {
    Path coco = Pictures.data("detection/coco_val");
    try (DataLoader loader =
        Pictures.openImages(
            coco, "size=416x416", "resize=letterbox", "anchor=top-left", "color=BGR")) {
      assertThat(loader.size()).isEqualTo(64);
      for (int i = 0; i < loader.size(); i++) {
        try (Sample s = loader.get(i)) {
          assertThat(s.annotation()).isEmpty();
          assertThat(s.data().get(Sample.ONLY_INPUT).shape()).isEqualTo(Shape.of(1, 3, 416, 416));
        }
      }
    }
  }
}
