package org.octet.dataloaders.image.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameter.FromModel;
import org.octet.api.plugin.Parameters;

/**
 * How a picture of any size becomes one of {@code width x height}. Immutable.
 *
 * @param width of the result, in pixels; does not matter for {@link Resize#NONE}
 * @param height of the result, in pixels; does not matter for {@link Resize#NONE}
 * @param shorter length to which the shorter side is scaled first, in pixels; 0: not
 * @param resize what happens then
 * @param topLeft whether a letterboxed picture lies at the top left and {@link Resize#CROP} keeps
 *     that corner, instead of the middle
 * @param fill grey level around a letterboxed picture, 0 to 255
 * @param interpolation how pictures are scaled
 * @param central share of both sides that is kept around the middle before anything else, above 0;
 *     1: all
 */
record Geometry(
    int width,
    int height,
    int shorter,
    Resize resize,
    boolean topLeft,
    int fill,
    Interpolation interpolation,
    double central) {
  private static final int MAX_SIDE = 16_384;

  /** What to do with a picture of another shape. */
  enum Resize {
    /** Scale both sides, each by its own factor. */
    STRETCH,
    /** Cut the middle; a picture smaller than that is scaled up first, keeping its shape. */
    CENTER_CROP,
    /** Cut the largest part of the wanted shape, and scale it. */
    CROP,
    /** Scale so that it fits, keeping its shape, and fill the rest. */
    LETTERBOX,
    /** Leave it as large as it is. */
    NONE;

    static final List<String> NAMES =
        Arrays.stream(values())
            .map(r -> r.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
  }

  /** The parameters that {@link #of} reads. */
  static List<Parameter> parameters() {
    return List.of(
        Parameter.size(
                "size", null, "WIDTHxHEIGHT of the tensor, up to %d each".formatted(MAX_SIDE))
            .defaultsTo(FromModel.INPUT_SIZE),
        Parameter.choice(
            "resize",
            "stretch",
            Resize.NAMES,
            "stretch: scale both sides; center-crop: cut the middle, scaling only what is too small;"
                + " crop: cut the largest part of the tensor's shape, then scale it; letterbox:"
                + " scale to fit, rounded down, and fill; none: tensors as large as the pictures"),
        Parameter.number(
            "centralFraction",
            1.0,
            0.01,
            1,
            "keep this share of both sides, around the middle, before anything else"),
        Parameter.integer(
            "shorter",
            null,
            1,
            MAX_SIDE,
            "scale the shorter side to this many pixels first, the longer one in proportion, rounded"
                + " down"),
        Parameter.integer("fill", 114, 0, 255, "grey level around a letterboxed picture"),
        Parameter.choice(
            "anchor",
            "center",
            List.of("center", "top-left"),
            "where a letterboxed picture lies, and which part resize=crop keeps"),
        Parameter.choice(
            "interpolation",
            "linear",
            Interpolation.NAMES,
            "how pictures are scaled: linear, area (the mean, for much smaller ones) and cubic are"
                + " OpenCV's; with -antialias every pixel counts when a picture shrinks, to the bit"
                + " what Pillow's BILINEAR and BICUBIC give"));
  }

  /**
   * The geometry of the user's parameters.
   *
   * @throws InputException when the size is not known or too large
   */
  static Geometry of(String loader, Parameters p) {
    Resize resize = Resize.values()[Resize.NAMES.indexOf(p.string("resize"))];
    if (resize != Resize.NONE && !p.has("size")) {
      throw new InputException(
          ("data loader '%s': size is missing and cannot be taken from the model; give"
                  + " size=WIDTHxHEIGHT, such as 224x224, or resize=none")
              .formatted(loader));
    }
    int[] size = p.has("size") ? p.size("size") : new int[] {1, 1};
    if (size[0] > MAX_SIDE || size[1] > MAX_SIDE) {
      throw new InputException(
          "data loader '%s': size=%dx%d: at most %d each"
              .formatted(loader, size[0], size[1], MAX_SIDE));
    }
    return new Geometry(
        size[0],
        size[1],
        p.has("shorter") ? p.integer("shorter") : 0,
        resize,
        p.string("anchor").equals("top-left"),
        p.integer("fill"),
        Interpolation.of(p.string("interpolation")),
        p.number("centralFraction"));
  }

  /**
   * This geometry with both sides of the result so many times as long.
   *
   * @throws InputException when that is too large
   */
  Geometry times(int factor) {
    if (resize != Resize.NONE && (long) Math.max(width, height) * factor > MAX_SIDE) {
      throw new InputException(
          "data loader 'image': size=%dx%d times downscale=%d: at most %d each"
              .formatted(width, height, factor, MAX_SIDE));
    }
    return new Geometry(
        width * factor,
        height * factor,
        shorter * factor,
        resize,
        topLeft,
        fill,
        interpolation,
        central);
  }

  /** Gives a picture the wanted size. */
  void fit(Picture picture) {
    if (central < 1) {
      cutCentral(picture);
    }
    if (shorter != 0) {
      scaleShorter(picture);
    }
    switch (resize) {
      case STRETCH -> scale(picture, width, height);
      case CENTER_CROP -> centerCrop(picture);
      case CROP -> crop(picture);
      case LETTERBOX -> letterbox(picture);
      case NONE -> {}
    }
  }

  /** Lengths are rounded down, as in POT. */
  private void cutCentral(Picture p) {
    int w = (int) Math.max(1, p.width() * central);
    int h = (int) Math.max(1, p.height() * central);
    p.cut((p.width() - w) / 2, (p.height() - h) / 2, w, h);
  }

  /** The longer side is rounded down, as in torchvision. */
  private void scaleShorter(Picture p) {
    if (p.width() <= p.height()) {
      scale(p, shorter, proportional(p.height(), shorter, p.width()));
    } else {
      scale(p, proportional(p.width(), shorter, p.height()), shorter);
    }
  }

  private void centerCrop(Picture p) {
    if (p.width() < width || p.height() < height) {
      cover(p);
    }
    p.cut((p.width() - width) / 2, (p.height() - height) / 2, width, height);
  }

  /** Scales so that neither side is shorter than the result's and one is as long. */
  private void cover(Picture p) {
    if ((long) width * p.height() >= (long) height * p.width()) {
      scale(p, width, Math.max(height, proportional(p.height(), width, p.width())));
    } else {
      scale(p, Math.max(width, proportional(p.width(), height, p.height())), height);
    }
  }

  private void crop(Picture p) {
    boolean narrow = (long) width * p.height() >= (long) height * p.width();
    int w = narrow ? p.width() : proportional(p.height(), width, height);
    int h = narrow ? proportional(p.width(), height, width) : p.height();
    p.cut(topLeft ? 0 : (p.width() - w) / 2, topLeft ? 0 : (p.height() - h) / 2, w, h);
    scale(p, width, height);
  }

  private void letterbox(Picture p) {
    boolean byWidth = (long) width * p.height() <= (long) height * p.width();
    int w = byWidth ? width : proportional(p.width(), height, p.height());
    int h = byWidth ? proportional(p.height(), width, p.width()) : height;
    scale(p, w, h);
    p.pad(topLeft ? 0 : (width - w) / 2, topLeft ? 0 : (height - h) / 2, width, height, fill);
  }

  /** {@code floor(length * numerator / denominator)}, at least 1. */
  private static int proportional(int length, int numerator, int denominator) {
    return (int) Math.max(1, (long) length * numerator / denominator);
  }

  private void scale(Picture p, int w, int h) {
    p.scale(w, h, interpolation);
  }
}
