package org.octet.core.internal.execution;

import java.util.List;
import org.octet.api.data.DataLoader;
import org.octet.api.error.InputException;

/**
 * The samples of a run, in order.
 *
 * @param loader where they come from; stays the caller's
 * @param indices their indices in the loader
 */
public record Samples(DataLoader loader, int[] indices) {
  /** Copies the indices. */
  public Samples {
    indices = indices.clone();
  }

  /** A copy of the indices. */
  @Override
  public int[] indices() {
    return indices.clone();
  }

  /** Number of samples. */
  public int size() {
    return indices.length;
  }

  /** What the loader says about them. */
  public List<String> notes() {
    return Blame.on(Blame.loader(loader), loader::notes);
  }

  /** Index in the loader of the sample at {@code position}. */
  public int index(int position) {
    return indices[position];
  }

  /**
   * At most {@code max} samples spread evenly: of n samples those at floor(i * n / m).
   *
   * @throws IllegalArgumentException when {@code max} is below 1
   * @throws InputException when the loader has no sample
   */
  public static Samples subset(DataLoader loader, int max) {
    int n = Blame.on(Blame.loader(loader), loader::size);
    if (n <= 0) {
      throw new InputException("no readable sample: the data set is empty");
    }
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      all[i] = i;
    }
    return new Samples(loader, all).spread(max);
  }

  /**
   * At most {@code max} of these samples, spread evenly as {@link #subset} does.
   *
   * @throws IllegalArgumentException when {@code max} is below 1
   */
  public Samples spread(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("at least one sample is needed, not " + max);
    }
    int n = indices.length;
    if (n <= max) {
      return this;
    }
    int[] chosen = new int[max];
    for (int i = 0; i < max; i++) {
      chosen[i] = indices[(int) ((long) i * n / max)];
    }
    return new Samples(loader, chosen);
  }

  /**
   * At most {@code max} of these samples, spread evenly and as far as possible from those that
   * {@link #spread} takes: what is learnt on these is judged on those.
   *
   * @throws IllegalArgumentException when {@code max} is below 1
   */
  public Samples between(int max) {
    int n = indices.length;
    int[] chosen = spread(max).indices();
    for (int i = 0; i < chosen.length && n > max; i++) {
      chosen[i] = indices[(int) ((2L * i + 1) * n / (2L * max))];
    }
    return new Samples(loader, chosen);
  }

  /** These samples from {@code start} on, {@code count} of them. */
  Samples range(int start, int count) {
    int[] part = new int[count];
    System.arraycopy(indices, start, part, 0, count);
    return new Samples(loader, part);
  }
}
