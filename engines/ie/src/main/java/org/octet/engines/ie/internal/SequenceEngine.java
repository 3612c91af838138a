package org.octet.engines.ie.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A sample is a sequence: its tensors have an axis of steps in front, each step is one inference of
 * the job's only model, and the outputs are stacked along that axis. State goes from step to step
 * in the model's own variables, or from outputs to inputs. Stateless, so thread-safe.
 */
final class SequenceEngine implements Engine {
  private final List<String> feedback;

  /**
   * @param feedback pairs {@code OUTPUT:INPUT}; may be empty
   */
  SequenceEngine(List<String> feedback) {
    this.feedback = List.copyOf(feedback);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException when the job has several models, or the sample's tensors are not
   *     sequences of those that the model takes
   */
  @Override
  public Prediction run(Sample sample, Models models) {
    String model = OnlyModel.name(models);
    List<TensorInfo> fed = new ArrayList<>(models.inputs(model));
    List<Feedback> links = Feedback.resolve(feedback, model, fed, models.outputs(model));
    List<TensorInfo> states = links.stream().map(Feedback::input).toList();
    fed.removeAll(states);
    OnlyModel.check(sample, model, fed, states);
    Map<String, Steps> steps = steps(sample, fed);
    int count = length(sample, steps);
    Map<String, Tensor> state = start(sample, links);
    Map<String, Stack> stacks = new LinkedHashMap<>();
    for (int step = 0; step < count; step++) {
      Map<String, Tensor> inputs = new LinkedHashMap<>(state);
      int now = step;
      steps.forEach((name, s) -> inputs.put(name, s.at(now)));
      Map<String, Tensor> outputs = models.infer(model, inputs);
      links.forEach(l -> state.put(l.input().name(), outputs.get(l.output().name())));
      outputs.forEach(
          (name, tensor) ->
              stacks.computeIfAbsent(name, n -> new Stack(n, tensor, count)).add(now, tensor));
    }
    Map<String, Tensor> stacked = new LinkedHashMap<>();
    stacks.forEach((name, stack) -> stacked.put(name, stack.tensor()));
    dropStates(stacked, links);
    return new Prediction(stacked, models.decode(model, stacked, sample));
  }

  // state is no result, unless there is no other
  private static void dropStates(Map<String, Tensor> outputs, List<Feedback> links) {
    List<String> states = links.stream().map(l -> l.output().name()).toList();
    if (!states.containsAll(outputs.keySet())) {
      outputs.keySet().removeAll(states);
    }
  }

  private static Map<String, Steps> steps(Sample sample, List<TensorInfo> inputs) {
    Map<String, Steps> steps = new LinkedHashMap<>();
    for (TensorInfo input : inputs) {
      Tensor tensor = find(sample, input);
      steps.put(input.name(), Steps.of(sample.id(), input, tensor == null ? only(sample) : tensor));
    }
    return steps;
  }

  private static Tensor only(Sample sample) {
    return sample.data().get(Sample.ONLY_INPUT);
  }

  private static Tensor find(Sample sample, TensorInfo input) {
    return sample.data().entrySet().stream()
        .filter(e -> OnlyModel.named(input, e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  // a tensor of one step goes into every step
  private static int length(Sample sample, Map<String, Steps> steps) {
    int longest = steps.values().stream().mapToInt(Steps::count).max().orElse(1);
    steps.forEach(
        (name, s) -> {
          if (s.count() != longest && s.count() != 1) {
            throw new InputException(
                "sample '%s': input '%s' has %d steps, another input has %d: all must have as many, or one"
                    .formatted(sample.id(), name, s.count(), longest));
          }
        });
    return longest;
  }

  private static Map<String, Tensor> start(Sample sample, List<Feedback> links) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Feedback link : links) {
      Tensor given = find(sample, link.input());
      state.put(link.input().name(), given == null ? zeros(sample, link.input()) : given);
    }
    return state;
  }

  private static Tensor zeros(Sample sample, TensorInfo input) {
    Shape shape =
        input
            .shape()
            .toShape()
            .orElseThrow(
                () ->
                    new InputException(
                        "sample '%s': input '%s' is fed back and has the shape [%s], so that its first value cannot be made up: give it in the data, or give the model a fixed shape"
                            .formatted(sample.id(), input.name(), input.shape())));
    return Tensor.allocate(input.type(), shape);
  }
}
