package org.octet.core.internal.layers;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.LayerComparison;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelSource;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.Sources;

/**
 * How far tensors inside networks are apart. Both networks run in one graph, so that one pass over
 * the samples measures every tensor, and only sums leave it. The flow of an engine that runs
 * several models follows the first networks' outputs.
 */
public final class LayerErrors {
  /** Stands for noise without any signal, in dB. */
  private static final double LOWEST = -200;

  private final Map<String, TwinModel> twins = new LinkedHashMap<>();
  private final Map<String, ModelSource> sources = new LinkedHashMap<>();
  private final Map<String, Integer> hidden = new LinkedHashMap<>();

  /**
   * What was measured.
   *
   * @param layers in the first networks' order; tensors whose values are not finite are left out
   * @param clipped by model, the share of clipped values by quantizer, from 0 to 1
   * @param samples samples measured
   */
  public record Result(
      List<LayerComparison> layers, Map<String, Map<String, Double>> clipped, int samples) {
    /** The layers, lowest ratio first. */
    public List<LayerComparison> worstFirst() {
      Comparator<LayerComparison> byRatio =
          Comparator.comparing(
              LayerComparison::sqnr, Comparator.nullsLast(Comparator.naturalOrder()));
      return layers.stream().sorted(byRatio).toList();
    }
  }

  /**
   * @param reference the first networks; not changed
   * @param candidate the second ones, of the same names and inputs; not changed
   */
  public LayerErrors(OptimizedModel reference, OptimizedModel candidate) {
    reference
        .models()
        .forEach(
            (name, model) -> {
              TwinModel twin = TwinModel.of(model, candidate.model(name)).orElse(null);
              Model run = twin == null ? model : twin.model();
              sources.put(name, ModelSources.of(run));
              if (twin != null) {
                twins.put(name, twin);
                hidden.put(name, 1);
              }
            });
  }

  /** Whether there is anything to measure. */
  public boolean isEmpty() {
    return twins.isEmpty();
  }

  /** Compiles the networks; the caller closes them. The first networks' outputs are visible. */
  public CompiledModels compile(Environment environment) {
    return CompiledModels.compile(environment, new Sources(sources, hidden, true));
  }

  /** Runs samples and measures. */
  public Result measure(Samples samples, Engine engine, Environment environment) {
    try (CompiledModels compiled = compile(environment)) {
      Sums sums = newSums();
      new SampleRunner(environment, engine, List.of(compiled)).run(samples, sums);
      return sums.result();
    }
  }

  /** A consumer that sums what {@link #compile compiled} networks give. */
  public Sums newSums() {
    return new Sums();
  }

  /** One sample's sums, by model. */
  public static final class Slot {
    private final Map<String, double[]> sums = new LinkedHashMap<>();
    private final Map<String, Integer> runs = new LinkedHashMap<>();
  }

  /** Sums squared norms and shares over samples, in their order. */
  public final class Sums implements SampleConsumer<Slot> {
    private final Map<String, double[]> totals = new LinkedHashMap<>();
    private final Map<String, Integer> runs = new LinkedHashMap<>();
    private int samples;

    private Sums() {}

    @Override
    public Slot newSlot() {
      return new Slot();
    }

    @Override
    public void reset(Slot slot) {
      slot.sums.clear();
      slot.runs.clear();
    }

    @Override
    public void observed(Slot slot, Sample sample, String model, List<Tensor> tensors) {
      TwinModel twin = twins.get(model);
      if (twin == null || tensors.isEmpty()) {
        return;
      }
      double[] sums = slot.sums.computeIfAbsent(model, m -> new double[twin.length()]);
      FloatBuffer values = tensors.get(0).floats();
      int norms = 2 * twin.pairs().size();
      for (int i = 0; i < sums.length; i++) {
        double value = values.get(i);
        sums[i] += i < norms ? value * value : value;
      }
      slot.runs.merge(model, 1, Integer::sum);
    }

    @Override
    public void fold(Slot slot, int position, String sampleId) {
      slot.sums.forEach((model, sums) -> totals.merge(model, sums.clone(), Sums::add));
      slot.runs.forEach((model, n) -> runs.merge(model, n, Integer::sum));
      samples++;
    }

    private static double[] add(double[] to, double[] values) {
      for (int i = 0; i < to.length; i++) {
        to[i] += values[i];
      }
      return to;
    }

    /** What was measured so far. */
    public Result result() {
      List<LayerComparison> layers = new ArrayList<>();
      Map<String, Map<String, Double>> clipped = new LinkedHashMap<>();
      totals.forEach(
          (model, sums) -> {
            TwinModel twin = twins.get(model);
            for (int i = 0; i < twin.pairs().size(); i++) {
              double signal = sums[2 * i];
              double noise = sums[2 * i + 1];
              if (Double.isFinite(signal) && Double.isFinite(noise)) {
                layers.add(layer(model, twin.pairs().get(i), signal, noise));
              }
            }
            Map<String, Double> shares = new LinkedHashMap<>();
            for (int i = 0; i < twin.quantizers().size(); i++) {
              double sum = sums[2 * twin.pairs().size() + i];
              shares.put(twin.quantizers().get(i), sum / runs.get(model));
            }
            clipped.put(model, shares);
          });
      return new Result(layers, clipped, samples);
    }

    private static LayerComparison layer(
        String model, TwinModel.Pair pair, double signal, double noise) {
      Double ratio = noise == 0 ? null : (Double) Math.max(LOWEST, 10 * Math.log10(signal / noise));
      return new LayerComparison(model, pair.name(), pair.type(), pair.output(), ratio);
    }
  }
}
