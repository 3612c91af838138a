package org.octet.engines.metrics.internal;

import java.util.List;
import org.octet.api.data.Annotation.Box;

/**
 * Decides which boxes of one class in one picture are true, by COCO's rules: in falling order of
 * the score each box takes the free object with which it overlaps most, an object that has to be
 * found before one that need not; a box that takes such a one, or takes none and is outside the
 * range of sizes, does not count. The overlap with a difficult object, a crowd, is relative to the
 * box alone, and many boxes may take it. Stateless.
 */
final class CocoMatching {
  /** Boxes of a class in a picture that count at most. */
  static final int LIMIT = 100;

  static final int THRESHOLDS = 10;

  /** Areas in square pixels: all, small, medium, large; limits included. */
  private static final double[][] RANGES = {
    {0, 1e10}, {0, 32 * 32}, {32 * 32, 96 * 96}, {96 * 96, 1e10}
  };

  static final int RANGE_COUNT = RANGES.length;

  private CocoMatching() {}

  /** Bit of {@link Found} for a range of areas and a threshold. */
  static int criterion(int range, int threshold) {
    return range * THRESHOLDS + threshold;
  }

  private static double threshold(int index) {
    return Math.min(0.5 + index * ((0.95 - 0.5) / (THRESHOLDS - 1)), 1 - 1e-10);
  }

  /** Adds the boxes and objects of a picture to the tally of their class. */
  static void addTo(ClassTally tally, PictureBoxes picture) {
    List<Box> detected = picture.detected().subList(0, Math.min(LIMIT, picture.detected().size()));
    double[][] overlaps = overlaps(detected, picture);
    long[] hits = new long[detected.size()];
    long[] ignored = new long[detected.size()];
    for (int range = 0; range < RANGES.length; range++) {
      boolean[] optional = optional(picture, range);
      for (boolean o : optional) {
        if (!o) {
          tally.addObject(range);
        }
      }
      for (int t = 0; t < THRESHOLDS; t++) {
        long bit = 1L << criterion(range, t);
        boolean[] taken = new boolean[optional.length];
        for (int d = 0; d < hits.length; d++) {
          int object = best(overlaps[d], optional, taken, picture, threshold(t));
          if (object < 0) {
            ignored[d] |= outside(detected.get(d), range) ? bit : 0;
          } else {
            taken[object] = true;
            hits[d] |= bit;
            ignored[d] |= optional[object] ? bit : 0;
          }
        }
      }
    }
    for (int d = 0; d < hits.length; d++) {
      tally.add(new Found(detected.get(d).score(), d, hits[d], ignored[d]));
    }
  }

  /** The object that a box takes; negative: none. */
  private static int best(
      double[] overlaps,
      boolean[] optional,
      boolean[] taken,
      PictureBoxes picture,
      double threshold) {
    int best = -1;
    double most = threshold;
    for (int pass = 0; pass < 2 && best < 0; pass++) {
      for (int g = 0; g < overlaps.length; g++) {
        boolean free = !taken[g] || picture.difficult().get(g);
        if (optional[g] == (pass == 1) && free && overlaps[g] >= most) {
          most = overlaps[g];
          best = g;
        }
      }
    }
    return best;
  }

  private static boolean[] optional(PictureBoxes picture, int range) {
    boolean[] optional = new boolean[picture.truths().size()];
    for (int g = 0; g < optional.length; g++) {
      optional[g] = picture.difficult().get(g) || outside(picture.truths().get(g), range);
    }
    return optional;
  }

  private static boolean outside(Box box, int range) {
    return box.area() < RANGES[range][0] || box.area() > RANGES[range][1];
  }

  private static double[][] overlaps(List<Box> detected, PictureBoxes picture) {
    double[][] overlaps = new double[detected.size()][picture.truths().size()];
    for (int d = 0; d < overlaps.length; d++) {
      Box box = detected.get(d);
      for (int g = 0; g < overlaps[d].length; g++) {
        Box truth = picture.truths().get(g);
        overlaps[d][g] =
            picture.difficult().get(g)
                ? box.intersection(truth) / Math.max(box.area(), Double.MIN_NORMAL)
                : box.iou(truth);
      }
    }
    return overlaps;
  }
}
