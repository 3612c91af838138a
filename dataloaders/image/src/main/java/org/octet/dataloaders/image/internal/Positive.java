package org.octet.dataloaders.image.internal;

import java.util.BitSet;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/**
 * The classes of masks that count as one, where only one thing matters. Immutable.
 *
 * @param classes they become 1 and all others 0; empty: classes stay as they are
 * @param ignoreIndex class that stays as it is; negative: none
 */
record Positive(BitSet classes, int ignoreIndex) {
  /**
   * The user's choice.
   *
   * @throws InputException when it is no class
   */
  static Positive of(Parameters p, int ignoreIndex) {
    BitSet classes = new BitSet();
    for (double c : p.has("positive") ? p.numbers("positive") : new double[0]) {
      boolean whole = c == Math.rint(c) && c >= 0 && c <= AnnotationParameters.MAX_CLASS;
      if (!whole || c == ignoreIndex) {
        throw new InputException(
            ("data loader 'image': positive=%s: must be classes from 0 to %d, other than"
                    + " ignore-index")
                .formatted(c, AnnotationParameters.MAX_CLASS));
      }
      classes.set((int) c);
    }
    if (classes.isEmpty() && p.has("minShare")) {
      throw new InputException(
          "data loader 'image': min-share=%s needs positive=CLASS".formatted(p.number("minShare")));
    }
    return new Positive(classes, ignoreIndex);
  }

  /** The share of these classes, from 0 to 1, of all pixels. */
  double share(byte[] pixels) {
    int count = 0;
    for (byte c : pixels) {
      count += classes.get(c & 0xFF) ? 1 : 0;
    }
    return (double) count / pixels.length;
  }

  /** Replaces every pixel's class. */
  void apply(byte[] pixels) {
    if (classes.isEmpty()) {
      return;
    }
    byte[] table = new byte[AnnotationParameters.MAX_CLASS + 1];
    for (int c = 0; c < table.length; c++) {
      table[c] = (byte) (c == ignoreIndex ? c : classes.get(c) ? 1 : 0);
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = table[pixels[i] & 0xFF];
    }
  }
}
