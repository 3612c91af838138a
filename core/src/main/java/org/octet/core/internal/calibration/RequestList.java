package org.octet.core.internal.calibration;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.octet.api.model.Dimension;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;

/** Takes and checks the requests of all algorithms; equal ones are kept once. Not thread-safe. */
public final class RequestList implements StatisticRequests {
  private final OptimizedModel model;
  private final Set<StatisticRequest> requests = new LinkedHashSet<>();

  /**
   * @param model the float model that will be measured
   */
  public RequestList(OptimizedModel model) {
    this.model = model;
  }

  @Override
  public void request(StatisticRequest request) {
    Output tensor = find(request);
    if (request.channelAxis().isPresent()) {
      int axis = request.channelAxis().getAsInt();
      PartialShape shape = tensor.shape();
      if (axis < 0 || !shape.hasRank() || axis >= shape.rank()) {
        throw new IllegalArgumentException(
            "%s of shape [%s] has no axis %d".formatted(request.tensor(), shape, axis));
      }
    }
    if (request.reducer() instanceof Reducer.WindowMean w && !fits(w, request, tensor.shape())) {
      throw new IllegalArgumentException(
          "%s of shape [%s] has no means in %d windows; they need channels on axis 1 and one window for each further axis, all of fixed extent"
              .formatted(request.tensor(), tensor.shape(), w.windows().size()));
    }
    if (request.reducer() instanceof Reducer.Histogram h
        && (request.channelAxis().isPresent() || h.bins() < 1 || !(h.low() < h.high()))) {
      throw new IllegalArgumentException(
          "%s of %s: a histogram needs a range and bins, and is of a whole tensor"
              .formatted(h, request.tensor()));
    }
    if (request.reducer() instanceof Reducer.SecondMoment m && !fits(m, request, tensor.shape())) {
      throw new IllegalArgumentException(
          "%s of shape [%s] has no second moments of %d groups in %d windows"
              .formatted(request.tensor(), tensor.shape(), m.groups(), m.windows().size()));
    }
    requests.add(request);
  }

  private static boolean fits(
      Reducer.SecondMoment moments, StatisticRequest request, PartialShape shape) {
    boolean fits = request.channelAxis().isPresent() && moments.positions() > 0;
    if (!fits || !shape.dim(request.channelAxis().getAsInt()).isStatic()) {
      return false;
    }
    long channels = shape.dim(request.channelAxis().getAsInt()).min();
    boolean divides = moments.groups() > 0 && channels % moments.groups() == 0;
    return moments.windows().isEmpty()
        ? moments.groups() == 1
        : divides
            && request.channelAxis().getAsInt() == 1
            && shape.rank() == moments.windows().size() + 2;
  }

  private static boolean fits(
      Reducer.WindowMean windows, StatisticRequest request, PartialShape shape) {
    return request.channelAxis().orElse(-1) == 1
        && shape.toShape().isPresent()
        && shape.rank() == windows.windows().size() + 2
        && shape.rank() > 2
        && shape.dim(0).equals(Dimension.of(1));
  }

  private Output find(StatisticRequest request) {
    Operation op =
        model
            .model(request.tensor().model())
            .operation(request.tensor().operation())
            .orElseThrow(() -> new IllegalArgumentException("no tensor " + request.tensor()));
    int index = request.tensor().output();
    if (index < 0 || index >= op.outputs().size()) {
      throw new IllegalArgumentException(op + " has no output " + index);
    }
    return op.output(index);
  }

  /** The requests in the order they came, a read-only view. */
  public Set<StatisticRequest> requests() {
    return Collections.unmodifiableSet(requests);
  }
}
