package org.octet.dataloaders.image.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/** Where annotations come from. */
enum AnnotationKind {
  CLASS,
  COCO,
  YOLO,
  VOC,
  BOXES,
  MASKS,
  PAIRS;

  /** Names for a parameter's choices. */
  static final List<String> NAMES = Arrays.stream(values()).map(AnnotationKind::toString).toList();

  /** The one that the user wants. */
  static AnnotationKind of(Parameters p) {
    return values()[NAMES.indexOf(p.string("annotations"))];
  }

  /** Whether they are objects in boxes. */
  boolean isBoxes() {
    return this == COCO || this == YOLO || this == VOC || this == BOXES;
  }

  /** What the user wants for pictures without an annotation. */
  String missing(Parameters p) {
    if (p.has("missing")) {
      return p.string("missing");
    }
    return switch (this) {
      // where every picture should have a file of its own, one without is an oversight
      case YOLO, VOC -> "fail";
      case CLASS -> p.has("labels") ? "skip" : "empty";
      case PAIRS, COCO, BOXES, MASKS -> "skip";
    };
  }

  /**
   * The file or folder that the user must give.
   *
   * @throws InputException when it is not given
   */
  String labels(Parameters p) {
    if (!p.has("labels")) {
      throw new InputException(
          "data loader 'image': annotations=%s needs labels=%s"
              .formatted(this, this == MASKS ? "FOLDER" : "FILE"));
    }
    return p.string("labels");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
