package org.octet.api.statistics;

import java.util.OptionalInt;
import org.octet.api.model.TensorId;

/**
 * Something to be measured on the float model. Equal requests are measured once.
 *
 * @param tensor the tensor
 * @param reducer what is taken per sample
 * @param aggregator how samples become one value
 * @param channelAxis the axis that is kept, at least 0; empty: one value for the whole tensor
 */
public record StatisticRequest(
    TensorId tensor, Reducer reducer, Aggregator aggregator, OptionalInt channelAxis) {
  /** One value for the whole tensor. */
  public static StatisticRequest perTensor(
      TensorId tensor, Reducer reducer, Aggregator aggregator) {
    return new StatisticRequest(tensor, reducer, aggregator, OptionalInt.empty());
  }

  /** One value per channel. */
  public static StatisticRequest perChannel(
      TensorId tensor, Reducer reducer, Aggregator aggregator, int axis) {
    return new StatisticRequest(tensor, reducer, aggregator, OptionalInt.of(axis));
  }
}
