package org.octet.engines.metrics.internal;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.octet.api.error.InputException;

/**
 * How often each class was taken for each other one. Grows with the classes that occur, up to 1024.
 * Not thread-safe.
 */
final class Confusion {
  private static final int MOST_CLASSES = 1024;

  private final String metric;
  private int size = 32;
  private long[] counts = new long[size * size];

  Confusion(String metric) {
    this.metric = metric;
  }

  /**
   * Counts one place.
   *
   * @throws InputException when one of them is no class index
   */
  void add(int truth, int guess) {
    int larger = Math.max(truth, guess);
    if (truth < 0 || guess < 0 || larger >= size) {
      grow(Math.min(truth, guess) < 0 ? Math.min(truth, guess) : larger);
    }
    counts[truth * size + guess]++;
  }

  private void grow(int index) {
    if (index < 0 || index >= MOST_CLASSES) {
      throw new InputException(
          ("metric '%s': %d in a mask is no class (0 to %d); let the data loader say which index"
                  + " does not count")
              .formatted(metric, index, MOST_CLASSES - 1));
    }
    int larger = Math.min(MOST_CLASSES, Math.max(2 * size, index + 1));
    long[] grown = new long[larger * larger];
    for (int row = 0; row < size; row++) {
      System.arraycopy(counts, row * size, grown, row * larger, size);
    }
    size = larger;
    counts = grown;
  }

  /** Places where a class is and was seen. */
  private double both(int index) {
    return index < size ? counts[index * size + index] : 0;
  }

  /** Places where a class is. */
  private double inTruth(int index) {
    return index < size ? Arrays.stream(counts, index * size, (index + 1) * size).sum() : 0;
  }

  /** Places where a class was seen. */
  private double inGuess(int index) {
    return index < size
        ? IntStream.range(0, size).mapToLong(t -> counts[t * size + index]).sum()
        : 0;
  }

  /** Intersection over union of a class; NaN where it neither is nor was seen. */
  double iou(int index) {
    return both(index) / (inTruth(index) + inGuess(index) - both(index));
  }

  /** Twice the intersection over the sum of both; NaN where it neither is nor was seen. */
  double dice(int index) {
    return 2 * both(index) / (inTruth(index) + inGuess(index));
  }

  /** Share of the places that were seen as what they are; NaN without any. */
  double accuracy() {
    double right = IntStream.range(0, size).mapToDouble(this::both).sum();
    return right / Arrays.stream(counts).sum();
  }

  /** Mean over the classes that occur in the truth and are asked for; NaN without any. */
  double mean(IntToDoubleFunction figure, IntPredicate asked) {
    return IntStream.range(0, size)
        .filter(i -> inTruth(i) > 0 && asked.test(i))
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }

  void clear() {
    Arrays.fill(counts, 0);
  }
}
