package org.octet.dataloaders.image.internal;

import java.util.List;
import org.octet.api.plugin.Parameter;

/** The parameters of annotations. */
final class AnnotationParameters {
  /** The largest class index in a mask. */
  static final int MAX_CLASS = 255;

  private AnnotationParameters() {}

  /** All of them, in the order of the help text. */
  static List<Parameter> all() {
    return List.of(
        Parameter.choice(
            "annotations",
            "class",
            AnnotationKind.NAMES,
            "what is known about the pictures, and so what labels gives. class: one class each, by a"
                + " CSV file. coco: objects, by an 'instances' JSON file. yolo, voc: objects, by a"
                + " text or XML file per picture. boxes: objects, by a CSV file with the columns file,"
                + " left, top, width, height (or right, bottom) and perhaps class. masks: a class per"
                + " pixel, by a picture per picture. pairs: the picture in high resolution"),
        Parameter.string(
            "labels",
            null,
            "the file or folder of the annotations, looked for here, then in the data folder. For"
                + " class FILE or FILE:file-column:label-column, by default the first and second"
                + " column; without it two or more sub-folders, in byte order, are the classes."
                + " Default for yolo: 'labels' in place of 'images'; for voc: 'Annotations' in place"
                + " of 'JPEGImages'; for pairs: the data folder has the high resolution, and the"
                + " input is scaled down from it"),
        Parameter.path(
            "classes",
            "file with the name of a class per line, class 0 first; voc needs it, coco without it"
                + " counts the categories in the order of their ids"),
        Parameter.choice(
            "missing",
            null,
            List.of("skip", "empty", "fail"),
            "pictures without an annotation: skip: are no samples; empty: have no object, or nothing"
                + " is known about them; fail: end with an error. Default: fail for yolo and voc,"
                + " empty for sub-folders, otherwise skip"),
        Parameter.integer(
            "ignoreIndex",
            MAX_CLASS,
            -1,
            MAX_CLASS,
            "class in masks that does not count; -1: none"),
        Parameter.path(
            "colors",
            "for masks in colour: CSV file red,green,blue,name with a line per class, class 0 first;"
                + " the name 'ignore' is for colours that do not count. Without it masks hold class"
                + " indices, as grey levels or palette entries"),
        Parameter.numbers(
            "positive", null, "classes in masks that become 1, all others 0; default: no change"),
        Parameter.number(
            "minShare",
            null,
            0,
            1,
            "only pictures whose mask has at least this share of pixels in positive classes"),
        Parameter.integer(
            "downscale",
            null,
            1,
            16,
            "pairs: how many times as long the sides of the high-resolution picture are"));
  }
}
