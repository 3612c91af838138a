package org.octet.dataloaders.image.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameter.FromModel;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.opencv.OpenCV;
import org.opencv.imgproc.Imgproc;

/** The data loader {@code image}: a folder of pictures. Immutable. */
public final class ImageLoaderProvider implements DataLoaderProvider {
  private static final int MAX_SIDE = 16_384;

  @Override
  public String name() {
    return "image";
  }

  @Override
  public String description() {
    return "A folder of pictures (JPEG, PNG, BMP, WebP, TIFF, PNM, JPEG 2000), with or without labels.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(Parameter.path("path", "folder of pictures, sub-folders included").mandatory());
    all.add(
        Parameter.size("size", null, "WIDTHxHEIGHT of the tensor; default: the model's input")
            .defaultsTo(FromModel.INPUT_SIZE));
    all.add(
        Parameter.choice(
            "resize",
            "stretch",
            List.of("stretch", "center-crop", "letterbox"),
            "stretch: scale both sides; center-crop: cut the middle, scaling only what is too small;"
                + " letterbox: scale to fit, rounded"
                + " down, and fill"));
    all.add(
        Parameter.integer(
            "shorter",
            null,
            1,
            MAX_SIDE,
            "scale the shorter side to this many pixels first, the longer one in proportion, rounded"
                + " down"));
    all.add(Parameter.integer("fill", 114, 0, 255, "grey level around a letterboxed picture"));
    all.add(
        Parameter.choice(
            "anchor", "center", List.of("center", "top-left"), "where a letterboxed picture lies"));
    all.add(
        Parameter.choice(
            "interpolation",
            "linear",
            List.of("linear", "area", "cubic"),
            "how pictures are scaled; area is the best for much smaller ones"));
    all.addAll(List.of(TensorWriter.parameters(Color.RGB)));
    all.add(
        Parameter.string(
            "labels",
            null,
            "CSV file of class indices, FILE or FILE:file-column:label-column, by default the first"
                + " and second column; FILE is looked for here, then in the data folder. Only the"
                + " pictures it names are used. Without it two or more sub-folders, in byte order,"
                + " are the classes"));
    all.add(
        Parameter.choice(
            "onError",
            "skip",
            List.of("skip", "fail"),
            "what to do with a picture that cannot be read"));
    return new ParameterSchema(all);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException also when the size is not known, or mean, scale or labels do not fit
   * @throws PluginException when OpenCV does not load on this machine
   */
  @Override
  public DataLoader open(Parameters p) {
    if (!p.has("size")) {
      throw new InputException(
          "data loader 'image': size is missing and cannot be taken from the model; give"
              + " size=WIDTHxHEIGHT, such as 224x224");
    }
    TensorWriter writer = TensorWriter.of(name(), p);
    Geometry geometry = geometry(p);
    PictureFiles files = PictureFiles.list(p.path("path"));
    boolean table = p.has("labels");
    Map<String, Integer> labels =
        table ? Labels.fromFile(p.string("labels"), files) : Labels.fromFolders(files);
    List<String> names =
        table ? files.names().stream().filter(labels::containsKey).toList() : files.names();
    OpenCV.load();
    return new ImageLoader(
        files, names, labels, geometry, writer, p.string("onError").equals("skip"));
  }

  private static Geometry geometry(Parameters p) {
    int[] size = p.size("size");
    if (size[0] > MAX_SIDE || size[1] > MAX_SIDE) {
      throw new InputException(
          "data loader 'image': size=%dx%d: at most %d each".formatted(size[0], size[1], MAX_SIDE));
    }
    return new Geometry(
        size[0],
        size[1],
        p.has("shorter") ? p.integer("shorter") : 0,
        Geometry.Resize.valueOf(p.string("resize").replace('-', '_').toUpperCase(Locale.ROOT)),
        p.string("anchor").equals("top-left"),
        p.integer("fill"),
        switch (p.string("interpolation")) {
          case "area" -> Imgproc.INTER_AREA;
          case "cubic" -> Imgproc.INTER_CUBIC;
          // the same bits on every processor
          default -> Imgproc.INTER_LINEAR_EXACT;
        });
  }
}
