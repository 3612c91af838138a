package org.octet.api.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.algorithm.Progress;
import org.octet.api.algorithm.Reason;
import org.octet.api.algorithm.Reasons;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;

/**
 * What a test offers to an algorithm in place of core, and what the algorithm said. What was not
 * given is an error when it is asked for. For one thread.
 */
public final class TestContext implements AlgorithmContext {
  private final Cancellation cancellation = new Cancellation();
  private final List<OptimizedModel> evaluated = new ArrayList<>();
  private final Map<String, Reason> reasons = new LinkedHashMap<>();
  private final Map<String, String> details = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private Supplier<TargetDevice> device =
      () -> {
        throw new AssertionError("the test gives no device");
      };
  private BiFunction<OptimizedModel, Integer, Evaluation> evaluation =
      (model, samples) -> {
        throw new AssertionError("the test evaluates nothing");
      };
  private Measurement measurement =
      (model, requests, samples) -> {
        throw new AssertionError("the test measures nothing");
      };

  /** Measures a model as it is now; see {@link AlgorithmContext#measure}. */
  public interface Measurement {
    /** The statistics of at most so many samples. */
    Statistics measure(OptimizedModel model, Collection<StatisticRequest> requests, int maxSamples);
  }

  /** Gives a device. */
  public TestContext device(TargetDevice given) {
    device = () -> given;
    return this;
  }

  /** Gives what comparisons say, by the model and the samples at most. */
  public TestContext evaluating(BiFunction<OptimizedModel, Integer, Evaluation> given) {
    evaluation = given;
    return this;
  }

  /** Gives what measurements say. */
  public TestContext measuring(Measurement given) {
    measurement = given;
    return this;
  }

  /** The models that were compared, in order. */
  public List<OptimizedModel> evaluated() {
    return evaluated;
  }

  /** The last reason by the name of the operation, in the order of the first. */
  public Map<String, Reason> reasonsByName() {
    return reasons;
  }

  /** The detail of the last reason by the name of the operation. */
  public Map<String, String> detailsByName() {
    return details;
  }

  /** The remarks for the report, in order. */
  public List<String> notes() {
    return notes;
  }

  @Override
  public TargetDevice device() {
    return device.get();
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public Reasons reasons() {
    return (String model, Operation operation, Reason reason, String detail) -> {
      reasons.put(operation.name(), reason);
      details.put(operation.name(), detail);
    };
  }

  @Override
  public Evaluation evaluate(OptimizedModel model, int maxSamples) {
    evaluated.add(model);
    return evaluation.apply(model, maxSamples);
  }

  @Override
  public List<Evaluation> evaluate(List<OptimizedModel> models, int maxSamples) {
    return models.stream().map(each -> evaluate(each, maxSamples)).toList();
  }

  @Override
  public Statistics measure(
      OptimizedModel model, Collection<StatisticRequest> requests, int maxSamples) {
    return measurement.measure(model, requests, maxSamples);
  }

  @Override
  public void note(String text) {
    notes.add(text);
  }
}
