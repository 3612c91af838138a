package org.octet.engines.decoders.internal;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * Yes or no from one channel of the output. Maps of pictures are resized to the original picture
 * before the comparison, where the sample says how it was placed. Immutable.
 */
final class Threshold implements Decoder {
  static final String FORM = "[1,classes], [1,classes,H,W] or [1,classes,D,H,W]";
  static final String NONE = "none";
  static final String SIGMOID = "sigmoid";
  static final String SOFTMAX = "softmax";

  private static final String NAME = "threshold";

  private final OutputChoice output;
  private final boolean classesLast;
  private final int channel;
  private final String activation;
  private final double threshold;
  private final int yes;

  Threshold(Parameters p) {
    output = OutputChoice.of(p, NAME, "output", FORM, ScoreMaps::fits);
    classesLast = ScoreMaps.classesLast(p);
    channel = p.integer("channel");
    activation = p.string("activation");
    threshold = p.number("threshold");
    yes = p.integer("classIndex");
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    Tensor tensor = output.in(outputs);
    ScoreMaps maps = ScoreMaps.of(tensor, classesLast);
    if (channel >= maps.classes()) {
      throw new InputException(
          "decoder 'threshold': channel=%d, but the output %s has %d channels (0 to %d)"
              .formatted(channel, tensor, maps.classes(), maps.classes() - 1));
    }
    float[] values = activated(maps);
    if (values.length == 1) {
      return maps.classes() == 1 ? new Score(values[0]) : new ClassLabel(answer(values[0]));
    }
    ScoreMaps one = new ScoreMaps(values, 1, maps.places());
    return maps.isPicture() && sample.placement().isPresent()
        ? resized(one, sample.placement().get())
        : Masks.of(answers(values), yes + 1, maps.places());
  }

  private Annotation resized(ScoreMaps map, Placement placement) {
    MapResizer resizer = MapResizer.of(map, placement);
    int width = resizer.width();
    int[] classes = new int[Math.multiplyExact(width, resizer.height())];
    resizer.resize(
        map.values(),
        0,
        resizer.workspace(),
        (y, row) -> {
          for (int x = 0; x < width; x++) {
            classes[y * width + x] = answer(row[x]);
          }
        });
    return Masks.of(classes, yes + 1, resizer.height(), width);
  }

  private int answer(double value) {
    return value > threshold ? yes : 0;
  }

  private int[] answers(float[] values) {
    int[] classes = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = answer(values[i]);
    }
    return classes;
  }

  /** The channel's plane. */
  private float[] activated(ScoreMaps maps) {
    float[] plane = new float[maps.size()];
    for (int i = 0; i < plane.length; i++) {
      float value = maps.values()[channel * plane.length + i];
      plane[i] =
          switch (activation) {
            case SIGMOID -> (float) (1 / (1 + Math.exp(-value)));
            case SOFTMAX -> (float) (1 / othersAgainst(value, maps, i));
            default -> value;
          };
    }
    return plane;
  }

  /** Sum of exp(other - value) over all classes: one over the softmax of the value. */
  private static double othersAgainst(float value, ScoreMaps maps, int place) {
    double sum = 0;
    for (int c = 0; c < maps.classes(); c++) {
      sum += Math.exp((double) maps.values()[c * maps.size() + place] - value);
    }
    return sum;
  }
}
