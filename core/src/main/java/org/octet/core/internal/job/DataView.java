package org.octet.core.internal.job;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;

/**
 * Some of a loader's samples in an order of their own: a slice, shuffled where asked for. Works
 * with every loader; closing it closes the loader. Thread-safe.
 */
public final class DataView implements DataLoader {
  private final DataLoader loader;
  private final int[] indices;

  private DataView(DataLoader loader, int[] indices) {
    this.loader = loader;
    this.indices = indices;
  }

  /**
   * A view of a loader.
   *
   * @param loader the loader, which the view owns from now on
   * @param slice {@code start:stop:step}; null: all
   * @param seed seed of a Fisher-Yates shuffle of the slice; null: the loader's order
   * @throws InputException when no sample is left
   */
  public static DataLoader of(DataLoader loader, String slice, Long seed) {
    int size = loader.size();
    int[] indices = (slice == null ? Slice.ALL : Slice.parse(slice)).indices(size);
    if (indices.length == 0) {
      throw new InputException(
          size == 0
              ? "the data has no samples"
              : "slice '%s' takes nothing of the %d samples; start and stop are from %d to %d"
                  .formatted(slice, size, -size, size));
    }
    if (seed != null) {
      shuffle(indices, new Random(seed));
    }
    return new DataView(loader, indices);
  }

  private static void shuffle(int[] indices, Random random) {
    for (int i = indices.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = indices[i];
      indices[i] = indices[j];
      indices[j] = swapped;
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Sample get(int index) {
    return loader.get(indices[index]);
  }

  @Override
  public List<String> notes() {
    return loader.notes();
  }

  @Override
  public Optional<String> fingerprint(int index) {
    return loader.fingerprint(indices[index]);
  }

  @Override
  public void close() {
    loader.close();
  }
}
