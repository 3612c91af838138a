package org.octet.core.internal.pipeline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.cache.KeyDigest;
import org.octet.core.internal.calibration.RequestList;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.FiniteCheck;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;

/**
 * Compares candidates with the float model on calibration samples. The float model's outputs are
 * kept from the first comparison on, within a bound of memory; what does not fit is computed again
 * beside the candidate. A candidate of the same bytes as an earlier one, on the same samples, is
 * not run again. Sums are taken in float64 per sample and then in sample order. Used by one thread.
 */
public final class Evaluator {
  private static final long REFERENCE_BYTES = 256L << 20;

  private final OptimizedModel floatModel;
  private final Samples samples;
  private final Engine engine;
  private final Environment environment;
  private final References references;
  private final Map<String, Result> results = new HashMap<>();

  /**
   * What came out of a comparison.
   *
   * @param sqnr per output of floating-point type in dB, in the engine's order; see {@link
   *     OutputError#sqnr}
   * @param samples samples compared
   */
  public record Result(Map<String, Double> sqnr, int samples) {}

  /**
   * @param floatModel the reference; must not change
   */
  public Evaluator(
      OptimizedModel floatModel, Samples samples, Engine engine, Environment environment) {
    this(floatModel, samples, engine, environment, REFERENCE_BYTES);
  }

  Evaluator(
      OptimizedModel floatModel,
      Samples samples,
      Engine engine,
      Environment environment,
      long referenceBytes) {
    this.references = new References(referenceBytes);
    this.floatModel = floatModel;
    this.samples = samples;
    this.engine = engine;
    this.environment = environment;
  }

  /**
   * Runs samples through the candidate and the float model.
   *
   * @param maxSamples samples at most, spread evenly
   * @throws OctetException when data, engine or runtime fail, or the float model's own outputs are
   *     not finite
   */
  public Result compare(OptimizedModel candidate, int maxSamples) {
    Samples chosen = samples.spread(maxSamples);
    Map<String, ModelInMemory> sources = ModelSources.of(candidate);
    return results.computeIfAbsent(key(sources, chosen), k -> compare(sources, chosen));
  }

  /**
   * Measures statistics of a model in a pass of its own.
   *
   * @param model the model; not changed
   * @param maxSamples samples at most, spread evenly
   * @throws OctetException when data, engine or runtime fail
   * @throws IllegalArgumentException when a request does not fit the model
   */
  public Statistics measure(
      OptimizedModel model, Collection<StatisticRequest> requests, int maxSamples) {
    RequestList checked = new RequestList(model);
    requests.forEach(checked::request);
    return StatisticsCollector.collect(
        model, checked.requests(), samples.spread(maxSamples), engine, environment);
  }

  private static String key(Map<String, ModelInMemory> sources, Samples chosen) {
    KeyDigest key = new KeyDigest();
    for (int index : chosen.indices()) {
      key.number(index);
    }
    sources.forEach(
        (name, model) -> key.text(name).bytes(ByteBuffer.wrap(model.xml())).bytes(model.weights()));
    return key.hex();
  }

  private Result compare(Map<String, ModelInMemory> sources, Samples chosen) {
    List<Integer> known = new ArrayList<>();
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      (references.get(chosen.index(i)) != null ? known : unknown).add(i);
    }
    environment.progress().stage("evaluate", chosen.size(), "samples");
    TreeMap<Integer, Map<String, OutputError>> errors = new TreeMap<>();
    List<RunResult> runs = new ArrayList<>();
    try (CompiledModels compiled = CompiledModels.compile(environment, sources)) {
      if (!known.isEmpty()) {
        runs.add(run(List.of(compiled), chosen, known, 0, errors));
      }
      if (!unknown.isEmpty()) {
        try (CompiledModels reference =
            CompiledModels.compile(environment, ModelSources.of(floatModel))) {
          runs.add(run(List.of(compiled, reference), chosen, unknown, known.size(), errors));
        }
      }
    }
    RunResult.requireSamples(errors.size(), runs.get(runs.size() - 1).skipped(), this);
    return sum(errors);
  }

  private RunResult run(
      List<CompiledModels> variants,
      Samples chosen,
      List<Integer> positions,
      int done,
      Map<Integer, Map<String, OutputError>> errors) {
    int[] indices = positions.stream().mapToInt(chosen::index).toArray();
    return new SampleRunner(environment, engine, variants)
        .after(done)
        .runAny(new Samples(chosen.loader(), indices), new Comparison(indices, positions, errors));
  }

  private static Result sum(TreeMap<Integer, Map<String, OutputError>> errors) {
    Map<String, OutputError> sums = new LinkedHashMap<>();
    errors
        .values()
        .forEach(
            sample -> sample.forEach((name, error) -> sums.merge(name, error, OutputError::plus)));
    Map<String, Double> sqnr = new LinkedHashMap<>();
    sums.forEach((name, error) -> sqnr.put(name, error.sqnr()));
    return new Result(sqnr, errors.size());
  }

  /** One sample's errors until their turn. */
  private static final class Slot {
    private final FiniteCheck finite = new FiniteCheck();
    private Map<String, OutputError> errors = Map.of();
  }

  private final class Comparison implements SampleConsumer<Slot> {
    private final int[] indices;
    private final List<Integer> positions;
    private final Map<Integer, Map<String, OutputError>> errors;

    Comparison(
        int[] indices, List<Integer> positions, Map<Integer, Map<String, OutputError>> errors) {
      this.indices = indices;
      this.positions = positions;
      this.errors = errors;
    }

    @Override
    public Slot newSlot() {
      return new Slot();
    }

    @Override
    public void predicted(Slot slot, int position, Sample sample, List<Prediction> predictions) {
      int index = indices[position];
      Map<String, Tensor> reference = references.get(index);
      if (reference == null) {
        reference = compared(predictions.get(1).outputs());
        checkFinite(slot, sample, reference);
        references.keep(index, reference);
      }
      Map<String, Tensor> output = predictions.get(0).outputs();
      Map<String, OutputError> compared = new LinkedHashMap<>();
      reference.forEach((name, expected) -> compared.put(name, error(expected, output.get(name))));
      slot.errors = compared;
    }

    private static OutputError error(Tensor expected, Tensor output) {
      if (output == null) {
        double energy = OutputError.of(expected, expected).signal();
        return new OutputError(energy, energy);
      }
      return OutputError.of(expected, output);
    }

    private static Map<String, Tensor> compared(Map<String, Tensor> outputs) {
      Map<String, Tensor> compared = new LinkedHashMap<>(outputs);
      compared.values().removeIf(tensor -> !OutputError.compares(tensor.type()));
      return compared;
    }

    private static void checkFinite(Slot slot, Sample sample, Map<String, Tensor> outputs) {
      outputs.forEach(
          (name, tensor) -> {
            if (slot.finite.firstNonFinite(tensor) >= 0) {
              throw new InputException(
                  "the float model's output '%s' is NaN or infinite for sample '%s'; check the data, and the loader's mean and scale"
                      .formatted(name, sample.id()));
            }
          });
    }

    @Override
    public void fold(Slot slot, int position, String sampleId) {
      errors.put(positions.get(position), slot.errors);
      slot.errors = Map.of();
    }
  }
}
