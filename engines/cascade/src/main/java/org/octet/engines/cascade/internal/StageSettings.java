package org.octet.engines.cascade.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;

/**
 * What one stage does.
 *
 * @param model name of the model
 * @param margin by how much a box is enlarged on each side before it is cut out, in its sides
 * @param square whether the crop is a square around the box
 * @param padding value of crops outside of the picture
 * @param size width and height of what the model sees; empty: those of its input
 * @param factor the model's values are those of the loader, times this
 * @param offset and plus this; each one number, or one per channel
 * @param reverse whether the model wants the channels in reverse order
 * @param softmax whether the outputs of a classifier are logits
 * @param keepClass whether a box keeps the class that it had before
 * @param classes classes of this stage that go on; empty: all
 * @param minScore least score that goes on
 * @param overlap intersection over union above which the lesser of two boxes goes; 1: none does
 * @param limit boxes that go on, at most
 */
record StageSettings(
    String model,
    double margin,
    boolean square,
    float padding,
    Optional<int[]> size,
    double[] factor,
    double[] offset,
    boolean reverse,
    boolean softmax,
    boolean keepClass,
    Set<Integer> classes,
    double minScore,
    double overlap,
    int limit) {

  /** The description of all parameters of a stage. */
  static final Parameter[] PARAMETERS = {
    Parameter.string("model", null, "name of the model").mandatory(),
    Parameter.number(
        "margin", 0.0, 0, 10, "how much more is cut out on each side of a box, in its sides"),
    Parameter.bool("square", false, "whether a square is cut out, as long as the longer side"),
    Parameter.number("padding", 0.0, -1e6, 1e6, "value of what is cut out beyond the picture"),
    Parameter.size("size", null, "what the model sees; default: the size of its input"),
    Parameter.numbers(
        "factor", "1", "factor from the data loader's values to the model's, one or per channel"),
    Parameter.numbers("offset", "0", "what is added after the factor, one or per channel"),
    Parameter.bool("reverseChannels", false, "whether the model wants BGR where the data are RGB"),
    Parameter.choice(
        "activation",
        "softmax",
        List.of("softmax", "none"),
        "what makes probabilities of the first output of a classifier that has no decoder"),
    Parameter.bool(
        "keepClass", false, "whether boxes keep their class, so that this stage only chooses"),
    Parameter.numbers("classes", null, "classes of this stage that go on; default: all"),
    Parameter.number("minScore", 0.0, 0, 1, "least score that goes on"),
    Parameter.number(
        "overlap", 1.0, 0, 1, "intersection over union above which the lesser box of a class goes"),
    Parameter.integer("limit", 100, 1, 100000, "boxes that go on, at most; the best ones")
  };

  static StageSettings of(Parameters p, String where) {
    return new StageSettings(
        p.string("model"),
        p.number("margin"),
        p.bool("square"),
        (float) p.number("padding"),
        p.has("size") ? Optional.of(p.size("size")) : Optional.empty(),
        p.numbers("factor"),
        p.numbers("offset"),
        p.bool("reverseChannels"),
        p.string("activation").equals("softmax"),
        p.bool("keepClass"),
        p.has("classes") ? classes(p.numbers("classes"), where) : Set.of(),
        p.number("minScore"),
        p.number("overlap"),
        p.integer("limit"));
  }

  private static Set<Integer> classes(double[] numbers, String where) {
    if (Arrays.stream(numbers).anyMatch(c -> c < 0 || c != Math.rint(c))) {
      throw new InputException(
          "engine 'cascade': %s: classes=%s: must be whole numbers from 0"
              .formatted(where, Arrays.toString(numbers)));
    }
    return Arrays.stream(numbers).mapToObj(c -> (int) c).collect(Collectors.toUnmodifiableSet());
  }
}
