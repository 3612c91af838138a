package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;

/**
 * Real data sets as their models want them. The checksums are those of the same tensors made with
 * Pillow 13 and NumPy.
 */
class ReferenceTasksTest {
  private static final String PILLOW = "interpolation=linear-antialias";

  private static DataLoader open(String data, String... parameters) {
    return Pictures.openImages(Pictures.data(data), parameters);
  }

  private static String file(String key, String name) {
    return key + "=" + Pictures.data(name);
  }

  private static long checksum(DataLoader loader, int count, Function<Sample, ByteBuffer> bytes) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < count; i++) {
      try (Sample s = loader.get(i)) {
        crc.update(bytes.apply(s));
      }
    }
    return crc.getValue();
  }

  private static long tensors(DataLoader loader) {
    return checksum(loader, loader.size(), s -> s.data().get(Sample.ONLY_INPUT).bytes());
  }

  private static <T extends Annotation> T[] annotations(
      DataLoader loader, Function<Integer, T[]> array, Class<T> type) {
    return IntStream.range(0, loader.size())
        .mapToObj(
            i -> {
              try (Sample s = loader.get(i)) {
                return type.cast(s.annotation().orElseThrow());
              }
            })
        .toArray(array::apply);
  }

  @Test
  void detectionWithYoloLabels() {
    try (DataLoader loader =
        open(
            "detection/coco_val",
            "size=416x416",
            "resize=letterbox",
            "anchor=top-left",
            "color=BGR",
            PILLOW,
            "annotations=yolo",
            file("classes", "detection/coco80.names"))) {
      assertThat(loader.size()).isEqualTo(64);
      assertThat(tensors(loader)).isEqualTo(0x3139a34fL);
      Boxes[] boxes = annotations(loader, Boxes[]::new, Boxes.class);
      assertThat(Arrays.stream(boxes).mapToInt(b -> b.boxes().size()).sum()).isEqualTo(461);
    }
  }

  @Test
  void oneClassPerPictureFromATable() {
    try (DataLoader loader =
        open(
            "detection/coco_val/images",
            "size=96x96",
            "scale=255",
            PILLOW,
            file("labels", "detection/visual_wake_words/labels.csv") + ":file:person")) {
      assertThat(loader.size()).isEqualTo(62);
      assertThat(tensors(loader)).isEqualTo(0x325db413L);
      assertThat(annotations(loader, ClassLabel[]::new, ClassLabel.class))
          .startsWith(new ClassLabel(1), new ClassLabel(0));
    }
  }

  @Test
  void facesWithATableOfBoxes() {
    String[] common = {"size=320x240", "mean=127", "scale=128", PILLOW};
    String[] labelled = Arrays.copyOf(common, 6);
    labelled[4] = "annotations=boxes";
    labelled[5] = "labels=boxes.csv";
    try (DataLoader loader = open("faces/labelled", labelled);
        DataLoader calibration = open("faces/unlabelled", common)) {
      assertThat(tensors(loader)).isEqualTo(0x91aa68a4L);
      assertThat(tensors(calibration)).isEqualTo(0xcdfd94d2L);
      Boxes[] boxes = annotations(loader, Boxes[]::new, Boxes.class);
      assertThat(boxes).hasSize(4);
      assertThat(Arrays.stream(boxes).mapToInt(b -> b.boxes().size()).sum()).isEqualTo(18);
    }
  }

  @Test
  void segmentationWithMasks() {
    String labels = file("labels", "segmentation/coco_val_voc21");
    try (DataLoader all =
            open("detection/coco_val/images", "size=257x257", PILLOW, "annotations=masks", labels);
        DataLoader people =
            open(
                "detection/coco_val/images",
                "size=256x256",
                "scale=255",
                PILLOW,
                "annotations=masks",
                labels,
                "positive=15",
                "min-share=0.1")) {
      assertThat(all.size()).isEqualTo(50);
      assertThat(tensors(all)).isEqualTo(0x30ad2eadL);
      assertThat(checksum(all, 50, s -> ((Mask) s.annotation().orElseThrow()).classes().bytes()))
          .isEqualTo(0xd40ef6fbL);
      assertThat(people.size()).isEqualTo(13);
      assertThat(tensors(people)).isEqualTo(0x60489983L);
    }
  }

  @Test
  void superResolution() {
    try (DataLoader loader =
        open(
            "detection/coco_val/images",
            "size=224x224",
            "resize=crop",
            "anchor=top-left",
            "interpolation=cubic-antialias",
            "color=Y",
            "scale=255",
            "annotations=pairs",
            "downscale=3")) {
      assertThat(checksum(loader, 20, s -> s.data().get(Sample.ONLY_INPUT).bytes()))
          .isEqualTo(0xdc4e4a13L);
      assertThat(
              checksum(loader, 20, s -> ((Target) s.annotation().orElseThrow()).tensor().bytes()))
          .isEqualTo(0x286b7072L);
    }
  }
}
