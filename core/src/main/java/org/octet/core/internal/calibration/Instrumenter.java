package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.octet.api.model.Dimension;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Adds reductions to a copy of a model. Runtimes execute depth first from the Results, so all
 * reductions go, tensor by tensor in topological order, into one Concat whose Result comes before
 * the model's own: each reduction then reads its tensor while it is still in the cache.
 */
final class Instrumenter {
  private static final int WINDOW = 8;
  private static final int LARGEST_WINDOW = 32;
  // up to this extent one pooling is faster than two steps; means take two, long sums lose digits
  private static final int WHOLE_MAXIMUM = 56;
  private static final int SMALL_MAP = 16;
  private static final int FEW_CHANNELS = 8;

  /**
   * A model that measures itself.
   *
   * @param model the instrumented copy
   * @param hidden number of its leading outputs that carry statistics: the vector, if any tensor is
   *     reduced, then the raw tensors
   */
  record Instrumented(Model model, int hidden) {}

  private final Model model;
  private final ModelPlan plan;
  private final String prefix;

  private Instrumenter(Model model, ModelPlan plan) {
    this.model = model;
    this.plan = plan;
    this.prefix = model.uniqueName("octet.statistics");
  }

  /** An instrumented copy; the original is not changed. */
  static Instrumented instrument(Model original, ModelPlan plan) {
    return new Instrumenter(original.copy(), plan).run();
  }

  private Instrumented run() {
    List<Operation> results = model.results();
    List<Output> sources = results.stream().map(r -> r.input(0).source()).toList();
    results.forEach(model::remove);
    int hidden = 0;
    if (plan.graphLength() > 0) {
      result(prefix + "/result", concat());
      hidden++;
    }
    for (int i = 0; i < plan.rawTensors().size(); i++) {
      result(prefix + "/raw_" + i, raw(plan.rawTensors().get(i).in(model), "raw_" + i));
      hidden++;
    }
    for (int i = 0; i < results.size(); i++) {
      model.add(results.get(i));
      results.get(i).input(0).connect(sources.get(i));
    }
    return new Instrumented(model, hidden);
  }

  private Output concat() {
    List<Output> parts = new ArrayList<>();
    for (int i = 0; i < plan.tracks().size(); i++) {
      measure(plan.tracks().get(i), prefix + "/" + i, parts);
    }
    Operation concat = operation("Concat", prefix).with("axis", "1");
    parts.forEach(concat::addInput);
    return concat.addOutput(ElementType.F32, PartialShape.of(1, plan.graphLength(), 1, 1));
  }

  private void measure(Track track, String name, List<Output> parts) {
    if (!track.measuresMax() && !track.measuresMin() && !track.measuresMean()) {
      return;
    }
    Output tensor = asFloat(track.tensor().in(model), name.substring(prefix.length() + 1));
    if (track.squared()) {
      tensor = square(tensor, name + "/square");
    }
    if (track.measuresMax()) {
      Output pooled = poolable(track, tensor) ? maxPool(tensor, name + "/max_pool") : tensor;
      parts.add(flat(reduce("ReduceMax", pooled, track, name + "/max"), track, name + "/max"));
    }
    if (track.measuresMin()) {
      parts.add(flat(reduce("ReduceMin", tensor, track, name + "/min"), track, name + "/min"));
    }
    if (!track.windows().isEmpty()) {
      Output means = WindowMeans.add(model, tensor, name + "/windows", track.windows());
      parts.add(flat(means, track, name + "/windows"));
    } else if (track.measuresMean()) {
      Output pooled = poolable(track, tensor) ? averagePool(tensor, name + "/avg_pool") : tensor;
      parts.add(flat(reduce("ReduceMean", pooled, track, name + "/mean"), track, name + "/mean"));
    }
  }

  private Output square(Output tensor, String name) {
    Operation square = operation("Multiply", name).with("auto_broadcast", "numpy");
    square.addInput(tensor).addInput(tensor);
    return square.addOutput(ElementType.F32, tensor.shape());
  }

  // the kept axis of a static [1,C,H,W] map; on a Parameter the pooling would cost a reordering
  private static boolean poolable(Track track, Output tensor) {
    PartialShape shape = tensor.shape();
    return shape.toShape().isPresent()
        && shape.rank() == 4
        && track.axis() == 1
        && extent(shape, 0) == 1
        && extent(shape, 1) >= FEW_CHANNELS
        && extent(shape, 2) * extent(shape, 3) > SMALL_MAP
        && !tensor.operation().is(OperationTypes.PARAMETER);
  }

  private Output maxPool(Output tensor, String name) {
    long h = extent(tensor.shape(), 2);
    long w = extent(tensor.shape(), 3);
    long kh = h <= WHOLE_MAXIMUM ? h : WINDOW;
    long kw = w <= WHOLE_MAXIMUM ? w : WINDOW;
    Operation pool = pool("MaxPool", tensor, name, kh, kw);
    pool.with("pads_end", Math.floorMod(-h, kh) + "," + Math.floorMod(-w, kw));
    return pooled(pool, tensor, (h + kh - 1) / kh, (w + kw - 1) / kw);
  }

  // equal windows only: the mean of their means is then the mean
  private Output averagePool(Output tensor, String name) {
    long h = extent(tensor.shape(), 2);
    long w = extent(tensor.shape(), 3);
    long kh = window(h);
    long kw = window(w);
    if (kh < 0 || kw < 0) {
      return tensor;
    }
    Operation pool = pool("AvgPool", tensor, name, kh, kw);
    pool.with("pads_end", "0,0").with("exclude-pad", "true");
    return pooled(pool, tensor, h / kh, w / kw);
  }

  private Operation pool(String type, Output tensor, String name, long kh, long kw) {
    return operation(type, name)
        .with("strides", kh + "," + kw)
        .with("pads_begin", "0,0")
        .with("kernel", kh + "," + kw)
        .with("rounding_type", "floor")
        .with("auto_pad", "explicit")
        .addInput(tensor);
  }

  private static Output pooled(Operation pool, Output tensor, long h, long w) {
    return pool.addOutput(ElementType.F32, PartialShape.of(1, extent(tensor.shape(), 1), h, w));
  }

  /** The divisor from 2 to {@value #LARGEST_WINDOW} nearest {@value #WINDOW}; -1: there is none. */
  private static long window(long extent) {
    return IntStream.rangeClosed(2, LARGEST_WINDOW)
        .filter(d -> extent % d == 0)
        .boxed()
        .min((a, b) -> Integer.compare(Math.abs(a - WINDOW), Math.abs(b - WINDOW)))
        .orElse(-1);
  }

  private Output reduce(String type, Output tensor, Track track, String name) {
    PartialShape shape = tensor.shape();
    boolean pooledToOne = shape.equals(PartialShape.of(1, track.channels(), 1, 1));
    if (pooledToOne && track.axis() == 1) {
      return tensor;
    }
    if (!shape.hasRank() || shape.rank() == 0) {
      Output flat = reshape(tensor, name + "/flat", new long[] {1, -1}, PartialShape.of(1, -1));
      return reduce(type, flat, new long[] {1}, name);
    }
    return reduce(type, tensor, axes(shape, track.axis()), name);
  }

  // an axis 0 of extent 1 is left out unless nothing else is left: kernels for it are slower
  private static long[] axes(PartialShape shape, int kept) {
    boolean single = shape.dim(0).equals(Dimension.of(1));
    long[] axes =
        IntStream.range(0, shape.rank())
            .filter(axis -> axis != kept && !(axis == 0 && single))
            .asLongStream()
            .toArray();
    if (axes.length > 0 || shape.rank() == 1) {
      return axes.length > 0 ? axes : new long[0];
    }
    return new long[] {0};
  }

  private Output reduce(String type, Output tensor, long[] axes, String name) {
    if (axes.length == 0) {
      return tensor;
    }
    Operation reduce = operation(type, name).with("keep_dims", "true");
    reduce.addInput(tensor);
    reduce.addInput(constant(name + "/axes", axes));
    List<Dimension> dims = new ArrayList<>(tensor.shape().dimensions());
    for (long axis : axes) {
      dims.set((int) axis, Dimension.of(1));
    }
    return reduce.addOutput(ElementType.F32, PartialShape.of(dims));
  }

  // [1,C,1,1] like the reduced maps themselves, which so need no reshaping and no reordering
  private Output flat(Output reduced, Track track, String name) {
    long[] shape = {1, track.values(), 1, 1};
    PartialShape wanted = PartialShape.of(shape);
    return reduced.shape().equals(wanted)
        ? reduced
        : reshape(reduced, name + "/column", shape, wanted);
  }

  private Output reshape(Output tensor, String name, long[] pattern, PartialShape shape) {
    Operation reshape = operation(OperationTypes.RESHAPE, name).with("special_zero", "false");
    reshape.addInput(tensor);
    reshape.addInput(constant(name + "/shape", pattern));
    return reshape.addOutput(ElementType.F32, shape);
  }

  // an output that is the input's own memory would be the caller's tensor, not a result
  private Output raw(Output tensor, String name) {
    Output values = asFloat(tensor, name);
    if (!values.operation().is(OperationTypes.PARAMETER)) {
      return values;
    }
    Operation same = operation("Maximum", prefix + "/" + name + "/copy");
    Output least =
        model
            .add(
                Operation.constant(same.name() + "/least", Tensor.of(Shape.of(), -Float.MAX_VALUE)))
            .output(0);
    same.with("auto_broadcast", "numpy").addInput(values).addInput(least);
    return same.addOutput(ElementType.F32, values.shape());
  }

  private Output asFloat(Output tensor, String name) {
    if (tensor.type() == ElementType.F32) {
      return tensor;
    }
    Operation convert = operation(OperationTypes.CONVERT, prefix + "/" + name + "/to_f32");
    convert.with("destination_type", ElementType.F32.irName()).addInput(tensor);
    return convert.addOutput(ElementType.F32, tensor.shape());
  }

  private Output constant(String name, long[] values) {
    return model
        .add(Operation.constant(name, Tensor.ofLongs(Shape.of(values.length), values)))
        .output(0);
  }

  private void result(String name, Output tensor) {
    operation(OperationTypes.RESULT, name).addInput(tensor);
  }

  private Operation operation(String type, String name) {
    return model.add(new Operation(type, "opset1", name));
  }

  private static long extent(PartialShape shape, int axis) {
    return shape.dim(axis).min();
  }
}
