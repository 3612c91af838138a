package org.octet.api.statistics;

/** What is taken of a tensor per sample, over all axes but the kept one. The set is closed. */
public sealed interface Reducer {
  /** The least value. */
  record Minimum() implements Reducer {}

  /** The largest value. */
  record Maximum() implements Reducer {}

  /** The largest magnitude. */
  record AbsMaximum() implements Reducer {}

  /** The arithmetic mean. */
  record Mean() implements Reducer {}

  /**
   * A quantile of the values (linear interpolation, as NumPy's default).
   *
   * @param probability from 0 to 1
   */
  record Quantile(double probability) implements Reducer {}

  /**
   * A quantile of the magnitudes.
   *
   * @param probability from 0 to 1
   */
  record AbsQuantile(double probability) implements Reducer {}

  /** See {@link Minimum}. */
  Reducer MIN = new Minimum();

  /** See {@link Maximum}. */
  Reducer MAX = new Maximum();

  /** See {@link AbsMaximum}. */
  Reducer ABS_MAX = new AbsMaximum();

  /** See {@link Mean}. */
  Reducer MEAN = new Mean();
}
