package org.octet.engines.metrics.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;

/**
 * The boxes of one class in one picture.
 *
 * @param detected by falling score; equal ones in their order
 * @param truths true objects
 * @param difficult for each true object whether it need not be found
 */
record PictureBoxes(List<Box> detected, List<Box> truths, BitSet difficult) {
  private PictureBoxes() {
    this(new ArrayList<>(), new ArrayList<>(), new BitSet());
  }

  /** The boxes of a picture by class. */
  static Map<Integer, PictureBoxes> byClass(Boxes detected, Boxes truth) {
    Map<Integer, PictureBoxes> classes = new TreeMap<>();
    for (Box box : detected.boxes()) {
      of(classes, box).detected().add(box);
    }
    BitSet difficult = truth.difficult();
    for (int i = 0; i < truth.boxes().size(); i++) {
      Box box = truth.boxes().get(i);
      PictureBoxes own = of(classes, box);
      own.difficult().set(own.truths().size(), difficult.get(i));
      own.truths().add(box);
    }
    for (PictureBoxes own : classes.values()) {
      own.detected().sort(Comparator.comparingDouble(Box::score).reversed());
    }
    return classes;
  }

  private static PictureBoxes of(Map<Integer, PictureBoxes> classes, Box box) {
    return classes.computeIfAbsent(box.classIndex(), c -> new PictureBoxes());
  }
}
