package org.octet.core.internal.pipeline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.octet.api.SkippedSample;
import org.octet.api.engine.Engine;
import org.octet.api.error.OctetException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.calibration.RequestList;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.CompiledVariants;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.Sources;

/**
 * Compares candidates with the float model on calibration samples. Each sample goes through all
 * candidates, as far as they fit into memory together. The float model's outputs are kept from the
 * first comparison on, within a bound of memory; what does not fit is computed again beside the
 * candidates. A candidate of the same bytes as an earlier one, on the same samples, is not run
 * again. Sums are taken in float64 per sample and then in sample order. Used by one thread.
 */
public final class Evaluator {
  private static final long REFERENCE_BYTES = 256L << 20;

  /** Candidates that are kept compiled at the same time, however many threads there are. */
  private static final int MOST_TOGETHER = 3;

  /** What they and the float model may take together, by {@link Footprint}. */
  private static final double BYTES_TOGETHER = 256 << 20;

  private final OptimizedModel floatModel;
  private final Samples samples;
  private final Engine engine;
  private final Environment environment;
  private final References references;
  private final int most;
  private final Map<String, Decisions> decisions;
  private Supplier<Sources> reference;
  private boolean allDecide;
  private final Map<String, Result> results = new HashMap<>();

  /**
   * What came out of a comparison.
   *
   * @param sqnr per output of floating-point type in dB, in the engine's order; see {@link
   *     OutputError#sqnr}
   * @param agreement share of equal decisions from 0 to 1, of those outputs that decide
   * @param errors standard errors of both, by output
   * @param samples samples compared
   */
  public record Result(
      Map<String, Double> sqnr, Map<String, Double> agreement, Errors errors, int samples) {
    /** Standard errors over the samples; see {@link StandardError}. */
    record Errors(Map<String, Double> sqnr, Map<String, Double> agreement) {}

    /** The lowest ratio of all outputs in dB; NaN where there is none. */
    double worst() {
      return sqnr.values().stream().mapToDouble(d -> d).min().orElse(Double.NaN);
    }
  }

  /**
   * @param floatModel the reference; must not change
   */
  public Evaluator(
      OptimizedModel floatModel, Samples samples, Engine engine, Environment environment) {
    this(floatModel, samples, engine, environment, REFERENCE_BYTES, BYTES_TOGETHER);
  }

  Evaluator(
      OptimizedModel floatModel,
      Samples samples,
      Engine engine,
      Environment environment,
      long referenceBytes,
      double bytesTogether) {
    this.references = new References(referenceBytes);
    this.decisions = Decisions.of(floatModel);
    this.reference = () -> Sources.of(floatModel);
    this.floatModel = floatModel;
    this.samples = samples;
    this.engine = engine;
    this.environment = environment;
    double fit = bytesTogether / Footprint.bytes(floatModel, environment.threads());
    // more than are compiled at the same time gain little, and each takes memory
    int wanted = Math.min(MOST_TOGETHER, Math.max(2, environment.threads()));
    most = Math.max(1, (int) Math.min(wanted, fit - 1));
  }

  /**
   * Keeps the outputs of the float model that comparisons of so many samples need, while it is run
   * for something else.
   *
   * @param run the samples that it is run on
   */
  SampleConsumer<?> listener(Samples run, int maxSamples) {
    Set<Integer> wanted =
        Arrays.stream(samples.spread(maxSamples).indices())
            .boxed()
            .collect(Collectors.toUnmodifiableSet());
    return new ReferencePass(references, run, wanted);
  }

  /** Candidates that are run at the same time at most. */
  int together() {
    return most;
  }

  /**
   * From now on the float model is run as these graphs, where it must be run: as those that a
   * {@link #listener} heard, so that it does not matter to the last bit which samples were heard.
   */
  void reference(Supplier<Sources> graphs) {
    reference = graphs;
  }

  /** From now on the agreement of every output counts, not only that of probabilities. */
  void allOutputsDecide() {
    allDecide = true;
  }

  /**
   * Runs samples through a candidate and the float model; see {@link #compareAll}.
   *
   * @param maxSamples samples at most, spread evenly
   */
  public Result compare(OptimizedModel candidate, int maxSamples) {
    return compareAll(List.of(candidate), maxSamples).get(0);
  }

  /**
   * Runs samples through candidates and the float model. The results are the same as one by one.
   *
   * @param maxSamples samples at most, spread evenly
   * @return one result per candidate, in their order
   * @throws OctetException when data, engine or runtime fail, or the float model's own outputs are
   *     not finite
   */
  public List<Result> compareAll(List<OptimizedModel> candidates, int maxSamples) {
    Samples chosen = samples.spread(maxSamples);
    List<String> keys = new ArrayList<>();
    Map<String, Sources> group = new LinkedHashMap<>();
    for (OptimizedModel candidate : candidates) {
      Sources sources = Sources.of(candidate);
      String key = key(sources, chosen);
      keys.add(key);
      if (!results.containsKey(key)) {
        group.put(key, sources);
      }
      if (group.size() == most) {
        compare(group, chosen);
      }
    }
    if (!group.isEmpty()) {
      compare(group, chosen);
    }
    return keys.stream().map(results::get).toList();
  }

  /**
   * Measures statistics of a model in a pass of its own.
   *
   * @param model the model; not changed
   * @param maxSamples samples at most, spread evenly between those that are compared
   * @throws OctetException when data, engine or runtime fail
   * @throws IllegalArgumentException when a request does not fit the model
   */
  public Statistics measure(
      OptimizedModel model, Collection<StatisticRequest> requests, int maxSamples) {
    RequestList checked = new RequestList(model);
    requests.forEach(checked::request);
    return StatisticsCollector.collect(
        model, checked.requests(), samples.between(maxSamples), engine, environment);
  }

  private static String key(Sources candidate, Samples chosen) {
    StringBuilder key = new StringBuilder(Arrays.toString(chosen.indices()));
    candidate
        .models()
        .forEach(
            (name, source) -> {
              ModelInMemory model = (ModelInMemory) source;
              key.append(name).append(checksum(ByteBuffer.wrap(model.xml())));
              key.append(checksum(model.weights()));
            });
    return key.toString();
  }

  // candidates are no attackers: two checksums of 32 bits, many times quicker than a digest
  private static String checksum(ByteBuffer bytes) {
    Checksum[] both = {new CRC32(), new CRC32C()};
    for (Checksum each : both) {
      each.update(bytes.duplicate());
    }
    return ":%d:%08x%08x".formatted(bytes.remaining(), both[0].getValue(), both[1].getValue());
  }

  /** Compares what is in a group and empties it. */
  private void compare(Map<String, Sources> group, Samples chosen) {
    List<Integer> known = new ArrayList<>();
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      if (!references.skips(chosen.index(i))) {
        (references.get(chosen.index(i)) != null ? known : unknown).add(i);
      }
    }
    environment.progress().stage("evaluate", chosen.size(), "samples");
    List<Sources> variants = new ArrayList<>(group.values());
    if (!unknown.isEmpty()) {
      variants.add(reference.get());
    }
    TreeMap<Integer, List<Map<String, OutputComparison.Compared>>> errors = new TreeMap<>();
    List<RunResult> runs = new ArrayList<>();
    try (CompiledVariants compiled = CompiledVariants.compile(environment, variants)) {
      if (!known.isEmpty()) {
        List<CompiledModels> candidates = compiled.all().subList(0, group.size());
        runs.add(run(candidates, group.size(), chosen, known, 0, errors));
      }
      if (!unknown.isEmpty()) {
        runs.add(run(compiled.all(), group.size(), chosen, unknown, known.size(), errors));
      }
    }
    List<SkippedSample> skipped = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1).skipped();
    RunResult.requireSamples(errors.size(), skipped, this);
    int candidate = 0;
    for (String key : group.keySet()) {
      int at = candidate++;
      results.put(key, sum(errors.values().stream().map(each -> each.get(at)).toList()));
    }
    group.clear();
  }

  private RunResult run(
      List<CompiledModels> variants,
      int candidates,
      Samples chosen,
      List<Integer> positions,
      int done,
      Map<Integer, List<Map<String, OutputComparison.Compared>>> errors) {
    int[] indices = positions.stream().mapToInt(chosen::index).toArray();
    OutputComparison comparison =
        new OutputComparison(
            references,
            indices,
            candidates,
            this::decisions,
            (position, each) -> errors.put(positions.get(position), each));
    return new SampleRunner(environment, engine, variants)
        .after(done)
        .runAny(new Samples(chosen.loader(), indices), comparison);
  }

  private static Result sum(List<Map<String, OutputComparison.Compared>> errors) {
    Map<String, List<OutputComparison.Compared>> outputs = new LinkedHashMap<>();
    errors.forEach(
        sample ->
            sample.forEach(
                (name, each) -> outputs.computeIfAbsent(name, n -> new ArrayList<>()).add(each)));
    Map<String, Double> sqnr = new LinkedHashMap<>();
    Map<String, Double> agreement = new LinkedHashMap<>();
    Result.Errors standard = new Result.Errors(new LinkedHashMap<>(), new LinkedHashMap<>());
    outputs.forEach(
        (name, each) -> {
          OutputComparison.Compared sum =
              each.stream().reduce(OutputComparison.Compared::plus).orElseThrow();
          sqnr.put(name, sum.error().sqnr());
          standard.sqnr().put(name, StandardError.sqnr(errors(each)));
          if (sum.agreement().all() > 0) {
            agreement.put(name, sum.agreement().share());
            standard.agreement().put(name, StandardError.share(agreements(each)));
          }
        });
    return new Result(sqnr, agreement, standard, errors.size());
  }

  private static List<OutputError> errors(List<OutputComparison.Compared> samples) {
    return samples.stream().map(OutputComparison.Compared::error).toList();
  }

  private static List<Decisions.Agreement> agreements(List<OutputComparison.Compared> samples) {
    return samples.stream().map(OutputComparison.Compared::agreement).toList();
  }

  private Optional<Decisions> decisions(String output, Tensor tensor) {
    Decisions known = decisions.get(output);
    return known == null && allDecide
        ? Optional.of(Decisions.byShape(tensor))
        : Optional.ofNullable(known);
  }
}
