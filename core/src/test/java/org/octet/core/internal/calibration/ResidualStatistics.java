package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** A small residual network, its statistics, and the raw tensors that they are checked against. */
abstract class ResidualStatistics {
  static final int SAMPLES = 7;
  static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  static final List<String> OBSERVED =
      List.of("image", "relu6", "conv2/add", "relu3", "sum", "relu5");
  static final RandomSamples LOADER = new RandomSamples(SAMPLES, Shape.of(1, 3, 33, 40));

  static InferenceRuntime runtime;
  static Model model;
  static List<Map<TensorId, Tensor>> truth;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
    model = GraphBuilder.residual(11);
    truth = new ArrayList<>();
    List<TensorId> tensors = OBSERVED.stream().skip(1).map(ResidualStatistics::tensor).toList();
    try (RawTensors raw = new RawTensors(runtime, model, tensors)) {
      for (int i = 0; i < SAMPLES; i++) {
        Map<TensorId, Tensor> sample = raw.of(LOADER.tensor(i));
        sample.put(tensor(OBSERVED.get(0)), LOADER.tensor(i));
        truth.add(sample);
      }
    }
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  static TensorId tensor(String operation) {
    return new TensorId("m", operation, 0);
  }

  static CollectedStatistics collect(Set<StatisticRequest> requests, int threads) {
    return StatisticsCollector.collect(
        OptimizedModel.of("m", model),
        requests,
        Samples.subset(LOADER, SAMPLES),
        ENGINE,
        TestRuntime.environment(runtime, threads));
  }

  static Set<StatisticRequest> everything() {
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    for (String name : OBSERVED) {
      for (Reducer reducer : List.of(Reducer.MIN, Reducer.MAX, Reducer.ABS_MAX, Reducer.MEAN)) {
        for (Aggregator aggregator : Aggregator.values()) {
          requests.add(StatisticRequest.perTensor(tensor(name), reducer, aggregator));
          requests.add(StatisticRequest.perChannel(tensor(name), reducer, aggregator, 1));
        }
      }
    }
    for (Reducer reducer : List.of(new Reducer.Quantile(0.9), new Reducer.AbsQuantile(0.99))) {
      requests.add(StatisticRequest.perTensor(tensor("sum"), reducer, Aggregator.MEAN));
      requests.add(StatisticRequest.perChannel(tensor("image"), reducer, Aggregator.MAX, 1));
      requests.add(StatisticRequest.perChannel(tensor("sum"), reducer, Aggregator.MEDIAN, 2));
    }
    return requests;
  }

  /** The values of one channel, or of the whole tensor. */
  static float[] values(Tensor tensor, int axis, int channel) {
    float[] all = tensor.toFloats();
    if (axis < 0) {
      return all;
    }
    int inner = 1;
    for (int a = axis + 1; a < tensor.shape().rank(); a++) {
      inner *= (int) tensor.shape().dim(a);
    }
    int channels = (int) tensor.shape().dim(axis);
    List<Float> own = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (i / inner % channels == channel) {
        own.add(all[i]);
      }
    }
    float[] copy = new float[own.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = own.get(i);
    }
    return copy;
  }

  static double reduce(Reducer reducer, float[] values, boolean zeroLow) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
      sum += values[i];
      squares += (double) values[i] * values[i];
      magnitudes[i] = Math.abs(values[i]);
    }
    if (reducer instanceof Reducer.Minimum) {
      return zeroLow ? 0 : min;
    }
    if (reducer instanceof Reducer.Maximum) {
      return max;
    }
    if (reducer instanceof Reducer.AbsMaximum) {
      return Math.max(Math.abs(min), Math.abs(max));
    }
    if (reducer instanceof Reducer.Quantile q) {
      return Quantiles.quantile(values.clone(), values.length, q.probability());
    }
    if (reducer instanceof Reducer.AbsQuantile q) {
      return Quantiles.quantile(magnitudes, values.length, q.probability());
    }
    return (reducer instanceof Reducer.MeanSquare ? squares : sum) / values.length;
  }

  static float[] expected(StatisticRequest request) {
    int axis = request.channelAxis().orElse(-1);
    Tensor first = truth.get(0).get(request.tensor());
    int channels = axis < 0 ? 1 : (int) first.shape().dim(axis);
    boolean zeroLow = request.tensor().operation().startsWith("relu");
    float[] expected = new float[channels];
    for (int c = 0; c < channels; c++) {
      float[] perSample = new float[SAMPLES];
      for (int s = 0; s < SAMPLES; s++) {
        Tensor tensor = truth.get(s).get(request.tensor());
        perSample[s] = (float) reduce(request.reducer(), values(tensor, axis, c), zeroLow);
      }
      expected[c] = Aggregation.aggregate(request.aggregator(), perSample);
    }
    return expected;
  }

  static double largest(TensorId tensor) {
    double largest = 0;
    for (Map<TensorId, Tensor> sample : truth) {
      for (float v : sample.get(tensor).toFloats()) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    return largest;
  }

  static Tensor rescaled(Tensor tensor, float[] factors, float[] shifts) {
    float[] values = tensor.toFloats();
    int inner = (int) (tensor.shape().dim(2) * tensor.shape().dim(3));
    for (int i = 0; i < values.length; i++) {
      int c = i / inner % factors.length;
      values[i] = (values[i] - shifts[c]) * factors[c];
    }
    return Tensor.of(tensor.shape(), values);
  }
}
