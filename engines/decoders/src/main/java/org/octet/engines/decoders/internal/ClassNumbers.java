package org.octet.engines.decoders.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;

/**
 * From the classes that a detector counts, background included, to those of the data. Immutable.
 */
final class ClassNumbers {
  /** What stands for no class of the data. */
  static final int NONE = -1;

  private final int background;
  private final Map<Integer, Integer> indexOfId;

  ClassNumbers(Parameters p, String decoder) {
    background = p.integer("background");
    indexOfId = p.has("classIds") ? indices(p.numbers("classIds"), decoder) : Map.of();
  }

  private static Map<Integer, Integer> indices(double[] ids, String decoder) {
    Map<Integer, Integer> indices = new HashMap<>();
    for (double id : ids) {
      if (id != (int) id || id < 0 || indices.put((int) id, indices.size()) != null) {
        throw new InputException(
            "decoder '%s': class-ids=%s must be different whole numbers from 0"
                .formatted(decoder, Arrays.toString(ids)));
      }
    }
    return indices;
  }

  static Parameter background() {
    return Parameter.integer(
        "background",
        0,
        -1,
        1_000_000,
        "class of the model that means no object: later ones move down by one; -1: there is none");
  }

  static Parameter classIds() {
    return Parameter.numbers(
        "classIds",
        null,
        "classes of the model that are class 0, 1, 2... of the data, such as the 80 of COCO's 90"
            + " numbers that are used; others are left out, and background is not looked at");
  }

  /** The class of the data; {@link #NONE} where a box is not of any. */
  int indexOf(int id) {
    if (!indexOfId.isEmpty()) {
      return indexOfId.getOrDefault(id, NONE);
    }
    if (id == background || id < 0) {
      return NONE;
    }
    return background >= 0 && id > background ? id - 1 : id;
  }
}
