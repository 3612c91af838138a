package org.octet.dataloaders.image.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.octet.api.error.InputException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Finds and reads the annotations that the user's parameters ask for. */
final class Annotations {
  private static final Set<String> MASK_EXTENSIONS =
      Set.of("png", "bmp", "tif", "tiff", "pgm", "ppm");

  private final Parameters p;
  private final PictureFiles files;
  private final AnnotationKind kind;

  /**
   * @param files the pictures
   */
  Annotations(Parameters p, PictureFiles files) {
    this.p = p;
    this.files = files;
    this.kind = AnnotationKind.of(p);
    onlyFor(AnnotationKind.MASKS, "positive");
    onlyFor(AnnotationKind.MASKS, "minShare");
    onlyFor(AnnotationKind.MASKS, "colors");
    onlyFor(AnnotationKind.PAIRS, "downscale");
  }

  private void onlyFor(AnnotationKind only, String key) {
    if (kind != only && p.has(key)) {
      throw new InputException(
          "data loader 'image': %s is for annotations=%s, not %s"
              .formatted(ParameterSchema.kebab(key), only, kind));
    }
  }

  /**
   * What is known about the pictures, for any kind but pairs.
   *
   * @throws InputException when annotations are missing or damaged
   */
  Truth truth() {
    return switch (kind) {
      case CLASS -> new Truth.Classes(classLabels());
      case COCO -> new Truth.Known(CocoJson.read(file(), files, classes()));
      case BOXES -> new Truth.Known(BoxTable.read(file(), files, classes()));
      case YOLO ->
          new Truth.Beside(
              companions("images", "labels", "txt"),
              new YoloText(classes().map(ClassNames::size).orElse(Integer.MAX_VALUE)));
      case VOC ->
          new Truth.Beside(
              companions("JPEGImages", "Annotations", "xml"),
              new VocXml(classes().orElseThrow(Annotations::vocWithoutClasses)));
      case MASKS -> new Truth.Beside(masks(), maskFile());
      case PAIRS -> throw new IllegalStateException("a pair is made of two pictures");
    };
  }

  private static InputException vocWithoutClasses() {
    return new InputException(
        "data loader 'image': annotations=voc names classes: give classes=FILE with a name per line,"
            + " class 0 first");
  }

  private Map<String, Integer> classLabels() {
    return p.has("labels") ? Labels.fromFile(p.string("labels"), files) : Labels.fromFolders(files);
  }

  private Optional<ClassNames> classes() {
    return p.has("classes") ? Optional.of(ClassNames.read(p.path("classes"))) : Optional.empty();
  }

  private Path file() {
    return LabelPath.file(kind.labels(p), files.root());
  }

  private Companions folder(Set<String> extensions) {
    return Companions.inFolder(
        LabelPath.folder(kind.labels(p), files.root()), extensions, files.names());
  }

  private Companions companions(String pictures, String labels, String extension) {
    return p.has("labels")
        ? folder(Set.of(extension))
        : Companions.beside(files.root(), pictures, labels, extension);
  }

  /** The masks by picture. */
  Companions masks() {
    return folder(MASK_EXTENSIONS);
  }

  /** How masks are read. */
  MaskFile maskFile() {
    Optional<ColorTable> colors =
        p.has("colors") ? Optional.of(ColorTable.read(p.path("colors"))) : Optional.empty();
    int ignore = p.integer("ignoreIndex");
    return new MaskFile(new FileReader(), ignore, Positive.of(p, ignore), colors);
  }

  /** The high-resolution pictures in a folder of their own, if the user gives one. */
  Optional<Companions> highResolution() {
    return p.has("labels") ? Optional.of(folder(PictureFiles.EXTENSIONS)) : Optional.empty();
  }
}
