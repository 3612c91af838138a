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
            "what is known about the pictures: class: one class each; coco, yolo, voc, boxes:"
                + " objects; masks: a class per pixel; pairs: the picture in high resolution"),
        Parameter.string(
            "labels",
            null,
            "where annotations are, looked for here, then in the data folder. class: CSV file of"
                + " class indices, FILE or FILE:file-column:label-column, by default the first and"
                + " second column; without it two or more sub-folders, in byte order, are the"
                + " classes. coco: the 'instances' JSON file. yolo: folder of text files, by default"
                + " 'labels' in place of 'images'. voc: folder of XML files, by default"
                + " 'Annotations' in place of 'JPEGImages'. boxes: CSV file with the columns file,"
                + " left, top, width, height (or right, bottom) and perhaps class. masks: folder of"
                + " pictures. pairs: folder of high-resolution pictures; without it the data folder"
                + " has them, and the input is made by downscale"),
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
            0.0,
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
