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
      return new ClassLabel(best(maps)[0]);
    }
    return maps.isPicture() && sample.placement().isPresent()
        ? resized(maps, sample.placement().get())
        : plain(maps);
  }

  private static Annotation plain(ScoreMaps maps) {
    return Masks.of(best(maps), maps.classes(), maps.places());
  }

  /** The best class at every place. */
  private static int[] best(ScoreMaps maps) {
    float[] values = maps.values();
    int[] classes = new int[maps.size()];
    float[] scores = new float[classes.length];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < maps.classes(); c++) {
      int plane = c * classes.length;
      for (int i = 0; i < classes.length; i++) {
        if (values[plane + i] > scores[i]) {
          scores[i] = values[plane + i];
          classes[i] = c;
        }
      }
    }
    return classes;
  }

  private static Annotation resized(ScoreMaps maps, Placement placement) {
    MapResizer resizer = MapResizer.of(maps, placement);
    int width = resizer.width();
    int[] classes = new int[Math.multiplyExact(width, resizer.height())];
    double[] scores = new double[classes.length];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    double[] workspace = resizer.workspace();
    for (int c = 0; c < maps.classes(); c++) {
      int candidate = c;
      resizer.resize(
          maps.values(),
          c * maps.size(),
          workspace,
          (y, row) -> offer(candidate, row, y * width, scores, classes));
    }
    return Masks.of(classes, maps.classes(), resizer.height(), width);
  }

  private static void offer(int candidate, double[] row, int at, double[] scores, int[] classes) {
    for (int x = 0; x < row.length; x++) {
      if (row[x] > scores[at + x]) {
        scores[at + x] = row[x];
        classes[at + x] = candidate;
      }
    }
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
}
