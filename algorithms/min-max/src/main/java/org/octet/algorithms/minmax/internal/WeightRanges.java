package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.octet.algorithms.minmax.internal.SaturationRule.Reserve;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.Output;
import org.octet.api.plugin.Parameters;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/**
 * How the range of a constant weight follows from its elements.
 *
 * @param rules whose arithmetic
 * @param quantiles whether quantiles stand for the ends where the user does not say
 * @param min the lower end; of asymmetric ranges only
 * @param max the upper end
 */
record WeightRanges(Estimator rules, boolean quantiles, RangeEnd min, RangeEnd max) {
  /** One bit in reserve. */
  private static final float HALF = 2f;

  /** The largest weight becomes code 64: {@code 255 * (64 + 64)} is below 32767. */
  private static final float RESERVED = 127f / 64;

  static WeightRanges of(Parameters p, Estimator rules) {
    RangePreset preset =
        RangePreset.valueOf(p.string("weightRangePreset").toUpperCase(Locale.ROOT));
    return new WeightRanges(
        rules,
        preset.quantiles(),
        RangeEnd.of(p, "weightMin", false),
        RangeEnd.of(p, "weightMax", true));
  }

  /**
   * The ranges of a weight's quantizer.
   *
   * @param data of its elements
   * @param codes of what codes stand for: the same, unless the weight is rescaled
   */
  record Pair(FakeQuantize.Range data, FakeQuantize.Range codes) {}

  /**
   * The ranges of a weight.
   *
   * @param reader an input that reads it; it is constant and of static shape
   * @param quantizer which axes are kept, and the number of levels
   * @param reserve which channels use only half of the codes
   * @param scale how what it is multiplied with is rescaled
   * @throws UnsupportedModelException when an element is not finite
   */
  Pair of(Input reader, WeightQuantizer quantizer, Reserve reserve, Optional<Rescaling> scale) {
    Output weight = reader.source();
    Shape shape = weight.shape().toShape().orElseThrow();
    float[] values = Floats.read(OperationTraits.constantBehind(weight).orElseThrow().value());
    requireFinite(values, weight);
    boolean half = weight.type() == ElementType.F16;
    if (scale.isEmpty()) {
      FakeQuantize.Range range = of(new Elements(values, shape, half), quantizer, reserve);
      return new Pair(range, range);
    }
    WeightScaling scaling = WeightScaling.of(reader, scale.get());
    Elements scaled = new Elements(scaling.scaled(values), shape, half);
    FakeQuantize.Range range = of(scaled, quantizer, reserve);
    return new Pair(scaling.unscaled(range), range);
  }

  /**
   * What ranges follow from.
   *
   * @param half whether ranges are stored in half precision
   */
  private record Elements(float[] values, Shape shape, boolean half) {}

  private FakeQuantize.Range of(Elements elements, WeightQuantizer quantizer, Reserve reserve) {
    Shape kept = keep(elements.shape(), quantizer.channelAxes());
    ChannelReduction weight = new ChannelReduction(elements.values(), elements.shape(), kept);
    Extremes ends = ends(weight, quantizer.config());
    Ranges.Bounds bounds = bounds(weight, ends, quantizer.config(), reserve, elements.half());
    return new FakeQuantize.Range(kept, bounds.low(), bounds.high());
  }

  private Ranges.Bounds bounds(
      ChannelReduction weight,
      Extremes ends,
      QuantizerConfig config,
      Reserve reserve,
      boolean half) {
    float least = rules.leastWeightBound(Ranges.largest(ends.max()), half);
    if (reserve != Reserve.SATURATING_CHANNELS || config.mode() == Mode.ASYMMETRIC) {
      return bounds(ends, config, least, reserve != Reserve.NONE);
    }
    Ranges.Bounds full = bounds(ends, config, least, false);
    return full.times(RESERVED, weight.saturates(full.high(), config.levels()));
  }

  private Ranges.Bounds bounds(
      Extremes ends, QuantizerConfig config, float least, boolean reserve) {
    if (rules.clipsBounds()) {
      return unclipped(ends, config, least, reserve).clipped(min.clip(), max.clip());
    }
    return unclipped(ends.clipped(min.clip(), max.clip()), config, least, reserve);
  }

  private Extremes ends(ChannelReduction weight, QuantizerConfig config) {
    Reducer upper = max.reducer().orElse(maxReducer(config.mode()));
    float[] high = weight.reduce(upper);
    if (config.mode() == Mode.SYMMETRIC) {
      return new Extremes(high, high);
    }
    return new Extremes(weight.reduce(min.reducer().orElse(minReducer())), high);
  }

  private Ranges.Bounds unclipped(
      Extremes ends, QuantizerConfig config, float least, boolean reserve) {
    long levels = config.levels();
    if (config.mode() == Mode.ASYMMETRIC) {
      Ranges.Bounds bounds = Ranges.asymmetric(ends.min(), ends.max(), levels, rules);
      return reserve ? bounds.times(HALF) : bounds;
    }
    if (reserve && rules == Estimator.OCTET) {
      return Ranges.halfRange(ends.max(), levels, least);
    }
    Ranges.Bounds bounds = Ranges.symmetric(true, ends.max(), levels, config.narrowRange(), least);
    return reserve ? bounds.times(HALF) : bounds;
  }

  private Reducer minReducer() {
    return quantiles ? new Reducer.Quantile(min.probability()) : Reducer.MIN;
  }

  private Reducer maxReducer(Mode mode) {
    if (mode == Mode.SYMMETRIC) {
      return quantiles ? new Reducer.AbsQuantile(max.probability()) : Reducer.ABS_MAX;
    }
    return quantiles ? new Reducer.Quantile(max.probability()) : Reducer.MAX;
  }

  private static Shape keep(Shape shape, List<Integer> axes) {
    if (axes.isEmpty()) {
      return Shape.of();
    }
    long[] dims = new long[shape.rank()];
    Arrays.setAll(dims, axis -> axes.contains(axis) ? shape.dim(axis) : 1);
    return Shape.of(dims);
  }

  private static void requireFinite(float[] values, Output weight) {
    float differences = 0;
    for (float value : values) {
      differences += value - value; // NaN from the first one on that is not finite
    }
    for (int i = 0; Float.isNaN(differences) && i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new UnsupportedModelException(
            "weight '%s' has the value %s; repair the model"
                .formatted(weight.operation().name(), values[i]));
      }
    }
  }
}
