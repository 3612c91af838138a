package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Window;

/**
 * What is measured of one model: tensors in topological order of their producers, each with its
 * place in a vector of floats that every inference fills.
 */
final class ModelPlan {
  private final List<Track> tracks = new ArrayList<>();
  private final List<RawTrack> raws = new ArrayList<>();
  private final List<TensorId> rawTensors = new ArrayList<>();
  private final Map<StatisticRequest, Track> trackOf = new HashMap<>();
  private final Map<StatisticRequest, RawTrack> rawOf = new HashMap<>();
  private int graphLength;
  private int runsOffset;

  private ModelPlan() {}

  /**
   * Plans the requests for one model.
   *
   * @throws UnsupportedModelException when a channel axis has no static extent
   */
  static ModelPlan of(Model model, Collection<StatisticRequest> requests) {
    ModelPlan plan = new ModelPlan();
    Planner planner = new Planner(model, requests);
    planner.tracks.values().forEach(plan.tracks::add);
    plan.tracks.sort(planner.executionOrder());
    for (Track track : plan.tracks) {
      plan.graphLength = track.place(plan.graphLength);
    }
    plan.runsOffset = plan.graphLength;
    planner.raws.forEach(plan::addRaw);
    plan.trackOf.putAll(planner.trackOf);
    return plan;
  }

  private void addRaw(StatisticRequest request, RawTrack unplaced) {
    RawTrack placed =
        new RawTrack(
            unplaced.tensor(),
            unplaced.axis(),
            unplaced.channels(),
            unplaced.reducer(),
            runsOffset);
    RawTrack same = raws.stream().filter(r -> sameMeasure(r, placed)).findFirst().orElse(null);
    if (same == null) {
      raws.add(placed);
      runsOffset += placed.length();
      if (!rawTensors.contains(placed.tensor())) {
        rawTensors.add(placed.tensor());
      }
    }
    rawOf.put(request, same == null ? placed : same);
  }

  private static boolean sameMeasure(RawTrack a, RawTrack b) {
    return a.tensor().equals(b.tensor()) && a.axis() == b.axis() && a.reducer().equals(b.reducer());
  }

  /** Tensors reduced in the graph, in topological order of their producers. */
  List<Track> tracks() {
    return tracks;
  }

  /** What is taken of raw tensors. */
  List<RawTrack> raws() {
    return raws;
  }

  /** Tensors that are observed whole, each once. */
  List<TensorId> rawTensors() {
    return rawTensors;
  }

  /** Values that come out of the graph. */
  int graphLength() {
    return graphLength;
  }

  /** Whether nothing is measured. */
  boolean isEmpty() {
    return runsOffset == 0;
  }

  /** Place of the last value: how many runs the others come from. */
  int runsOffset() {
    return runsOffset;
  }

  /** Values in all. */
  int length() {
    return runsOffset + 1;
  }

  /**
   * Visits the places of all means, quantiles, histograms and moments, which several runs average.
   */
  void forEachAverage(IntConsumer visitor) {
    for (Track track : tracks) {
      for (int c = 0; track.meanOffset() >= 0 && c < track.values(); c++) {
        visitor.accept(track.meanOffset() + c);
      }
    }
    for (int at = graphLength; at < runsOffset; at++) {
      visitor.accept(at);
    }
  }

  /** The track that answers a request, or null. */
  Track track(StatisticRequest request) {
    return trackOf.get(request);
  }

  /** What answers a request from a raw tensor, or null. */
  RawTrack raw(StatisticRequest request) {
    return rawOf.get(request);
  }

  /** Whether an aggregated per-channel value is the channel's, and the tensor's, exact answer. */
  static boolean commutes(StatisticRequest request) {
    Reducer reducer = request.reducer();
    return switch (request.aggregator()) {
      case MIN -> reducer instanceof Reducer.Minimum;
      case MAX -> reducer instanceof Reducer.Maximum || reducer instanceof Reducer.AbsMaximum;
      case MEAN -> isMean(reducer);
      default -> false;
    };
  }

  private static boolean isMean(Reducer reducer) {
    return reducer instanceof Reducer.Mean
        || reducer instanceof Reducer.WindowMean
        || reducer instanceof Reducer.MeanSquare;
  }

  private static final class Planner {
    private record Key(TensorId tensor, int axis, List<Window> windows, boolean squared) {
      boolean isPlain() {
        return windows.isEmpty() && !squared;
      }
    }

    private final Model model;
    private final Map<Key, Track> tracks = new LinkedHashMap<>();
    private final Map<StatisticRequest, Track> trackOf = new LinkedHashMap<>();
    private final Map<StatisticRequest, RawTrack> raws = new LinkedHashMap<>();

    Planner(Model model, Collection<StatisticRequest> requests) {
      this.model = model;
      // per-channel requests first: those for the whole tensor are derived from them
      requests.stream().filter(r -> r.channelAxis().isPresent()).forEach(this::add);
      requests.stream().filter(r -> r.channelAxis().isEmpty()).forEach(this::add);
    }

    private void add(StatisticRequest request) {
      Reducer reducer = request.reducer();
      if (reducer instanceof Reducer.Quantile
          || reducer instanceof Reducer.AbsQuantile
          || reducer instanceof Reducer.Histogram
          || reducer instanceof Reducer.SecondMoment) {
        addRaw(request);
      } else {
        addTrack(request);
      }
    }

    private void addRaw(StatisticRequest request) {
      int axis = request.channelAxis().orElse(Track.WHOLE);
      int channels = axis == Track.WHOLE ? 1 : channels(request.tensor(), axis);
      raws.put(request, new RawTrack(request.tensor(), axis, channels, request.reducer(), 0));
    }

    private void addTrack(StatisticRequest request) {
      Reducer reducer = request.reducer();
      List<Window> windows = reducer instanceof Reducer.WindowMean w ? w.windows() : List.of();
      boolean squared = reducer instanceof Reducer.MeanSquare;
      Track track = track(new Key(request.tensor(), axis(request), windows, squared));
      boolean magnitude = reducer instanceof Reducer.AbsMaximum;
      if (magnitude || reducer instanceof Reducer.Minimum) {
        track.wantMin();
      }
      if (magnitude || reducer instanceof Reducer.Maximum) {
        track.wantMax();
      }
      if (isMean(reducer)) {
        track.wantMean();
      }
      if (!commutes(request)) {
        track.keepSamples();
      }
      trackOf.put(request, track);
    }

    private int axis(StatisticRequest request) {
      OptionalInt asked = request.channelAxis();
      if (asked.isPresent()) {
        return asked.getAsInt();
      }
      return tracks.keySet().stream()
          .filter(k -> k.tensor().equals(request.tensor()) && k.isPlain())
          .map(Key::axis)
          .findFirst()
          .orElseGet(() -> defaultAxis(request.tensor().in(model).shape()));
    }

    private static int defaultAxis(PartialShape shape) {
      if (!shape.hasRank() || shape.rank() < 2) {
        return Track.WHOLE;
      }
      int axis = shape.rank() >= 4 ? 1 : shape.rank() - 1;
      return shape.dim(axis).isStatic() ? axis : Track.WHOLE;
    }

    private Track track(Key key) {
      return tracks.computeIfAbsent(
          key,
          k ->
              new Track(
                  k.tensor(),
                  k.axis(),
                  k.axis() == Track.WHOLE ? 1 : channels(k.tensor(), k.axis()),
                  OperationTraits.isNonNegative(k.tensor().in(model)),
                  k.windows(),
                  WindowMeans.coverage(k.windows(), k.tensor().in(model).shape()),
                  k.squared()));
    }

    private int channels(TensorId tensor, int axis) {
      PartialShape shape = tensor.in(model).shape();
      if (!shape.dim(axis).isStatic()) {
        throw new UnsupportedModelException(
            "model '%s': statistics per channel of '%s' need a fixed extent of axis %d, its shape is [%s]; give the model a fixed shape"
                .formatted(tensor.model(), tensor.operation(), axis, shape));
      }
      return Math.toIntExact(shape.dim(axis).min());
    }

    private Comparator<Track> executionOrder() {
      Map<String, Integer> position = new HashMap<>();
      for (Operation op : model.topologicalOrder()) {
        position.putIfAbsent(op.name(), position.size());
      }
      return Comparator.<Track>comparingInt(t -> position.get(t.tensor().operation()))
          .thenComparingInt(t -> t.tensor().output())
          .thenComparingInt(Track::axis)
          .thenComparing(Track::squared);
    }
  }
}
