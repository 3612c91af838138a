package org.octet.dataloaders.image.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.opencv.OpenCV;

/** The data loader {@code image}: a folder of pictures. Immutable. */
public final class ImageLoaderProvider implements DataLoaderProvider {
  @Override
  public String name() {
    return "image";
  }

  @Override
  public String description() {
    return "A folder of pictures (JPEG, PNG, BMP, WebP, TIFF, PNM, JPEG 2000), alone or with classes,"
        + " objects (COCO, YOLO, Pascal VOC, CSV), masks, or high-resolution partners.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.path(
                "path",
                "folder of pictures, sub-folders included, or a .txt file with a picture per line")
            .mandatory());
    all.addAll(Geometry.parameters());
    all.addAll(List.of(TensorWriter.parameters(Color.RGB)));
    all.add(Parameter.bool("exif", true, "turn pictures as the EXIF orientation in the file says"));
    all.addAll(AnnotationParameters.all());
    all.add(
        Parameter.choice(
            "onError",
            "skip",
            List.of("skip", "fail"),
            "what to do with a picture that cannot be read, or whose annotation cannot"));
    return new ParameterSchema(all);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException also when the size is not known, or mean, scale or annotations do not
   *     fit
   * @throws PluginException when OpenCV does not load on this machine
   */
  @Override
  public DataLoader open(Parameters p) {
    Geometry geometry = Geometry.of(name(), p);
    TensorWriter writer = TensorWriter.of(name(), p);
    PictureFiles files = PictureFiles.list(p.path("path"));
    OpenCV.load();
    return AnnotationKind.of(p) == AnnotationKind.PAIRS
        ? pairs(p, files, geometry, writer)
        : annotated(p, files, geometry, writer);
  }

  private static DataLoader annotated(
      Parameters p, PictureFiles files, Geometry geometry, TensorWriter writer) {
    Annotations annotations = new Annotations(p, files);
    Truth truth = annotations.truth();
    List<String> names = Selection.of(p).names(files, truth::knows);
    if (p.has("minShare")) {
      names =
          Selection.withShare(
              names, annotations.masks(), annotations.maskFile(), p.number("minShare"));
    }
    Optional<Annotation> absent =
        AnnotationKind.of(p).isBoxes() ? Optional.of(new Boxes(List.of())) : Optional.empty();
    return loader(
        p, files, names, new Recipe.Annotated(geometry, writer, truth, absent), new FileReader());
  }

  private static DataLoader pairs(
      Parameters p, PictureFiles files, Geometry geometry, TensorWriter writer) {
    if (!p.has("downscale")) {
      throw new InputException(
          "data loader 'image': annotations=pairs needs downscale=N: how many times as long the"
              + " sides are in high resolution");
    }
    int factor = p.integer("downscale");
    geometry.times(factor); // too large: said before anything is read
    FileReader reader = new FileReader();
    Optional<Companions> high = new Annotations(p, files).highResolution();
    if (high.isEmpty()) {
      return loader(p, files, files.names(), new Recipe.Scaled(geometry, writer, factor), reader);
    }
    Companions partners = high.get();
    List<String> names = Selection.of(p).names(files, name -> partners.of(name).isPresent());
    return loader(
        p,
        files,
        names,
        new Recipe.Paired(geometry, writer, factor, partners, reader, p.bool("exif")),
        reader);
  }

  private static DataLoader loader(
      Parameters p, PictureFiles files, List<String> names, Recipe recipe, FileReader reader) {
    boolean skip = p.string("onError").equals("skip");
    return new ImageLoader(files, names, recipe, p.bool("exif"), skip, reader);
  }
}
