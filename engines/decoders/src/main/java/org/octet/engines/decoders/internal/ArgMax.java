package org.octet.engines.decoders.internal;

import java.util.Arrays;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * The class with the highest score; of equal ones the first. Maps of pictures are resized to the
 * original picture before, where the sample says how it was placed. A map of classes, that is of
 * integers without an axis for classes, is taken as it is, the nearest class for each pixel.
 * Immutable.
 */
final class ArgMax implements Decoder {
  static final String FORM = "[1,classes], [1,classes,H,W] or [1,classes,D,H,W]";

  private static final String NAME = "argmax";

  private final OutputChoice output;
  private final boolean classesLast;

  ArgMax(Parameters p) {
    classesLast = ScoreMaps.classesLast(p);
    String key = "output";
    String name = p.has(key) ? p.string(key) : null;
    output = new OutputChoice(NAME, key, name, FORM, t -> isClassMap(t) || isScores(t.shape()));
  }

  private boolean isScores(Shape shape) {
    return ScoreMaps.fits(shape) && ScoreMaps.classes(shape, classesLast) > 1;
  }

  private static boolean isClassMap(Tensor tensor) {
    Shape s = tensor.shape();
    return OutputChoice.isInteger(tensor)
        && (s.rank() == 3 || s.rank() == 4 && s.dim(1) == 1)
        && s.dim(0) == 1
        && s.elements() > 0;
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    Tensor tensor = output.in(outputs);
    if (isClassMap(tensor)) {
      return classMap(tensor, sample);
    }
    ScoreMaps maps = ScoreMaps.of(tensor, classesLast);
    if (maps.isVector()) {
      Best best = new Best(1);
      for (int c = 0; c < maps.classes(); c++) {
        best.offer(c, 0, maps.values(), c, 1);
      }
      return new ClassLabel(best.classes[0]);
    }
    return maps.isPicture() && sample.placement().isPresent()
        ? resized(maps, sample.placement().get())
        : plain(maps);
  }

  private static Annotation plain(ScoreMaps maps) {
    int size = maps.size();
    Best best = new Best(size);
    for (int c = 0; c < maps.classes(); c++) {
      best.offer(c, 0, maps.values(), c * size, size);
    }
    return Masks.of(best.classes, maps.classes(), maps.places());
  }

  private static Annotation resized(ScoreMaps maps, Placement placement) {
    MapResizer resizer = MapResizer.of(maps, placement);
    int width = resizer.width();
    Best best = new Best(Math.multiplyExact(width, resizer.height()));
    float[] workspace = resizer.workspace();
    for (int c = 0; c < maps.classes(); c++) {
      int plane = c;
      resizer.resize(
          maps.values(),
          c * maps.size(),
          workspace,
          (y, row) -> best.offer(plane, y * width, row, 0, width));
    }
    return Masks.of(best.classes, maps.classes(), resizer.height(), width);
  }

  private static Annotation classMap(Tensor tensor, Sample sample) {
    int[] classes = OutputChoice.integers(tensor);
    int height = Math.toIntExact(tensor.shape().dim(-2));
    int width = Math.toIntExact(tensor.shape().dim(-1));
    return sample
        .placement()
        .map(
            p ->
                Masks.of(
                    Masks.nearest(classes, width, height, p),
                    Integer.MAX_VALUE,
                    p.height(),
                    p.width()))
        .orElseGet(() -> Masks.of(classes, Integer.MAX_VALUE, height, width));
  }

  /** The best class so far, at every place. */
  private static final class Best {
    private final float[] scores;
    private final int[] classes;

    Best(int places) {
      scores = new float[places];
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
      classes = new int[places];
    }

    void offer(int candidate, int place, float[] values, int at, int count) {
      for (int i = 0; i < count; i++) {
        float value = values[at + i];
        if (value > scores[place + i]) {
          scores[place + i] = value;
          classes[place + i] = candidate;
        }
      }
    }
  }
}
