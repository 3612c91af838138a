package org.octet.api.testing;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Takes an algorithm's requests and answers them, and no others, with values that a test gives. For
 * one thread.
 */
public final class RequestedStatistics implements StatisticRequests, Statistics {
  private final OptimizedModel models;
  private final Function<StatisticRequest, Float> values;
  private final int samples;
  private final Map<StatisticRequest, Integer> lengths = new LinkedHashMap<>();

  /**
   * @param models what is measured
   * @param samples how many samples are said to be measured
   * @param values the value of a request; the answer has it once, or for each channel
   */
  public RequestedStatistics(
      OptimizedModel models, int samples, Function<StatisticRequest, Float> values) {
    this.models = models;
    this.samples = samples;
    this.values = values;
  }

  /** Values from -1 to 2 with the mean 0.5, of 100 samples. */
  public static RequestedStatistics plausible(OptimizedModel models) {
    return new RequestedStatistics(models, 100, RequestedStatistics::plausible);
  }

  private static float plausible(StatisticRequest request) {
    Reducer reducer = request.reducer();
    if (reducer instanceof Reducer.Minimum) {
      return -1;
    }
    if (reducer instanceof Reducer.Quantile q) {
      return (float) (3 * q.probability() - 1);
    }
    if (reducer instanceof Reducer.AbsQuantile q) {
      return (float) (2 * q.probability());
    }
    return reducer instanceof Reducer.Maximum || reducer instanceof Reducer.AbsMaximum ? 2 : 0.5f;
  }

  /** The requests in order, a read-only view. */
  public Set<StatisticRequest> requests() {
    return Collections.unmodifiableSet(lengths.keySet());
  }

  @Override
  public void request(StatisticRequest request) {
    Output tensor = request.tensor().in(models.model(request.tensor().model()));
    int channels =
        request.channelAxis().isPresent()
            ? (int) tensor.shape().dim(request.channelAxis().getAsInt()).min()
            : 1;
    lengths.put(request, length(request.reducer(), channels));
  }

  private static int length(Reducer reducer, int channels) {
    if (reducer instanceof Reducer.WindowMean windows) {
      return windows.offsets() * channels;
    }
    if (reducer instanceof Reducer.SecondMoment moments) {
      int k = channels / moments.groups() * moments.offsets();
      return moments.groups() * k * k;
    }
    return channels;
  }

  @Override
  public float[] get(StatisticRequest request) {
    Integer length = lengths.get(request);
    if (length == null) {
      throw new IllegalArgumentException("not requested: " + request);
    }
    float[] answer = new float[length];
    if (request.reducer() instanceof Reducer.SecondMoment moments) {
      diagonal(answer, moments.groups(), values.apply(request));
    } else {
      Arrays.fill(answer, values.apply(request));
    }
    return answer;
  }

  /** Independent inputs: a matrix that can be inverted. */
  private static void diagonal(float[] moments, int groups, float value) {
    int k = (int) Math.round(Math.sqrt((double) moments.length / groups));
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < k; i++) {
        moments[(g * k + i) * k + i] = value;
      }
    }
  }

  @Override
  public int samples() {
    return samples;
  }
}
