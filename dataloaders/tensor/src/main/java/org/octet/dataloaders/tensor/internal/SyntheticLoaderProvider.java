package org.octet.dataloaders.tensor.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameter.FromModel;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.dataloaders.tensor.internal.SyntheticLoader.Kind;

/**
 * The data loader {@code synthetic}: made-up samples, the same bytes on every machine; it takes no
 * path. Immutable.
 */
public final class SyntheticLoaderProvider implements DataLoaderProvider {
  private static final int MAX_COUNT = 1_000_000;
  private static final long MAX_ELEMENTS = 1 << 28;

  @Override
  public String name() {
    return "synthetic";
  }

  @Override
  public String description() {
    return "Made-up pictures or random tensors, for a first try without data; takes no path.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.choice(
            "kind",
            "picture",
            List.of("picture", "normal", "uniform"),
            "picture: coloured shapes before noise with the spectrum of photographs, 0 to 255;"
                + " normal: random numbers of mean 0 and deviation 1; uniform: from 0 to 1"),
        Parameter.integer("count", 300, 1, MAX_COUNT, "number of samples"),
        Parameter.integer("seed", 0, 0, Integer.MAX_VALUE, "seed of the random numbers"),
        Parameter.size("size", null, "WIDTHxHEIGHT of a picture; default: the model's input")
            .defaultsTo(FromModel.INPUT_SIZE),
        Parameter.integer("channels", 3, 1, 3, "channels of a picture: 1 or 3"),
        Parameter.choice("layout", "NCHW", List.of("NCHW", "NHWC"), "order of a picture's axes")
            .defaultsTo(FromModel.INPUT_LAYOUT),
        Parameter.numbers(
            "shape", null, "extents of a tensor, for normal and uniform, such as 1,1,64,64,64"),
        Parameter.numbers(
            "mean", "0", "subtracted from every value; of a picture one number or one per channel"),
        Parameter.numbers("scale", "1", "divides what is left, likewise; not 0"),
        Parameter.string(
            "input", Sample.ONLY_INPUT, "name of the model's input, if it has several"));
  }

  @Override
  public DataLoader open(Parameters p) {
    Kind kind = Kind.valueOf(p.string("kind").toUpperCase(Locale.ROOT));
    boolean planar = p.string("layout").equals("NCHW");
    int channels = p.integer("channels");
    if (channels == 2) {
      throw wrong("channels=2: must be 1 or 3");
    }
    Shape shape = kind == Kind.PICTURE ? pictureShape(p, planar, channels) : shape(p);
    float[] mean = floats(p, "mean", kind == Kind.PICTURE ? channels : 1);
    float[] scale = floats(p, "scale", kind == Kind.PICTURE ? channels : 1);
    for (float s : scale) {
      if (s == 0) {
        throw wrong("scale=0: must not be 0");
      }
    }
    return new SyntheticLoader(
        kind, p.integer("count"), p.integer("seed"), shape, planar, mean, scale, p.string("input"));
  }

  private static Shape pictureShape(Parameters p, boolean planar, int channels) {
    if (p.has("shape")) {
      throw wrong("shape is for kind=normal and kind=uniform; a picture has size and channels");
    }
    if (!p.has("size")) {
      throw wrong(
          "size is missing and cannot be taken from the model; give size=WIDTHxHEIGHT, or"
              + " kind=normal and shape");
    }
    int[] size = p.size("size");
    return limited(
        planar
            ? new double[] {1, channels, size[1], size[0]}
            : new double[] {1, size[1], size[0], channels});
  }

  private static Shape shape(Parameters p) {
    if (!p.has("shape")) {
      throw wrong("shape is missing; give the extents of the model's input, such as 1,49,10");
    }
    return limited(p.numbers("shape"));
  }

  private static Shape limited(double... extents) {
    double elements = 1;
    for (double d : extents) {
      elements *= d;
      if (d < 1 || d != Math.rint(d) || elements > MAX_ELEMENTS) {
        throw wrong(
            "extents %s: must be whole numbers from 1, together at most %d elements"
                .formatted(Arrays.toString(extents), MAX_ELEMENTS));
      }
    }
    return Shape.of(Arrays.stream(extents).mapToLong(d -> (long) d).toArray());
  }

  private static float[] floats(Parameters p, String key, int channels) {
    double[] numbers = p.numbers(key);
    if (numbers.length != 1 && numbers.length != channels) {
      throw wrong(
          "%s has %d numbers: give one%s"
              .formatted(key, numbers.length, channels == 1 ? "" : " or " + channels));
    }
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static InputException wrong(String text) {
    return new InputException("data loader 'synthetic': " + text);
  }
}
