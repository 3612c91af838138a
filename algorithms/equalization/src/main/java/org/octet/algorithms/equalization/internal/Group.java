package org.octet.algorithms.equalization.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Floats;

/**
 * A tensor that is quantized as it is and the layers that read it, for which its channels are
 * rescaled together.
 *
 * @param kind whose inputs
 * @param tensor the tensor
 * @param axis its channel axis
 * @param layers names of the operations that multiply it with a weight
 */
record Group(Kind kind, TensorId tensor, int axis, List<String> layers) {
  /** The mean square of a channel of a map, as a share of the square of its largest value. */
  private static final float POWER = 1f / 16;

  /** Finds all groups of a model, in topological order. */
  static List<Group> of(String modelName, Model model, Kind kind) {
    Map<TensorId, Group> groups = new LinkedHashMap<>();
    for (Operation op : model.topologicalOrder()) {
      OptionalInt port = kind.takes(op) ? OperationTraits.weightPort(op) : OptionalInt.empty();
      if (port.isEmpty() || !fits(op, port.getAsInt(), kind)) {
        continue;
      }
      Output data = op.input(1 - port.getAsInt()).source();
      int axis = OperationTraits.inputChannelAxis(op, 1 - port.getAsInt());
      Group group =
          groups.computeIfAbsent(
              TensorId.of(modelName, data), t -> new Group(kind, t, axis, new ArrayList<>()));
      // what reads other channels of it cannot be rescaled with them
      if (group.axis == axis) {
        group.layers.add(op.name());
      }
    }
    return List.copyOf(groups.values());
  }

  private static boolean fits(Operation op, int port, Kind kind) {
    Output data = op.input(1 - port).source();
    Output weight = op.input(port).source();
    return data.shape().hasRank()
        && data.shape().rank() >= 2
        && Floats.supports(data.type())
        && data.shape().dim(OperationTraits.inputChannelAxis(op, 1 - port)).isStatic()
        && OperationTraits.constantBehind(data).isEmpty()
        && !isQuantizedEarlier(data.operation())
        && weight.shape().toShape().isPresent()
        && (kind == Kind.CONVOLUTIONS || weight.shape().rank() == 2);
  }

  /** Whether quantizers lie before it, where channels may not be told apart. */
  private static boolean isQuantizedEarlier(Operation producer) {
    return OperationTraits.movesValues(producer) || producer.is("MaxPool", "Concat");
  }

  private StatisticRequest minimum(Aggregator aggregator) {
    return StatisticRequest.perChannel(tensor, Reducer.MIN, aggregator, axis);
  }

  private StatisticRequest maximum(Aggregator aggregator) {
    return StatisticRequest.perChannel(tensor, Reducer.MAX, aggregator, axis);
  }

  private StatisticRequest power() {
    return StatisticRequest.perChannel(tensor, Reducer.MEAN_SQUARE, Aggregator.MEAN, axis);
  }

  /** Asks for what {@link #channels} reads. */
  void request(StatisticRequests requests) {
    requests.request(minimum(Aggregator.MIN));
    requests.request(maximum(Aggregator.MAX));
    requests.request(minimum(Aggregator.MEAN));
    requests.request(maximum(Aggregator.MEAN));
    if (kind == Kind.MATRIX_PRODUCTS) {
      requests.request(power());
    }
  }

  /** What was measured. */
  Channels channels(Statistics statistics) {
    float[] low = statistics.get(minimum(Aggregator.MEAN));
    float[] high = statistics.get(maximum(Aggregator.MEAN));
    float[] magnitudes = new float[low.length];
    float[] guess = new float[low.length];
    for (int c = 0; c < magnitudes.length; c++) {
      magnitudes[c] = Math.max(Math.abs(low[c]), Math.abs(high[c]));
      guess[c] = magnitudes[c] * magnitudes[c] * POWER;
    }
    return new Channels(
        statistics.get(minimum(Aggregator.MIN)),
        statistics.get(maximum(Aggregator.MAX)),
        magnitudes,
        // squares of maps cost a pass over each
        kind == Kind.MATRIX_PRODUCTS ? statistics.get(power()) : guess);
  }

  /** The weights of its layers. */
  List<Weight> weights(Model model) {
    return layers.stream().map(name -> Weight.of(model.operation(name).orElseThrow())).toList();
  }
}
