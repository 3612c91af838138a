package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.ComparisonResult;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.BothConsumers;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.OrderedPredictions;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.layers.LayerErrors;

/** Compares the outputs of two models, or cascades, on the same samples. */
final class Comparisons {
  private Comparisons() {}

  /**
   * @param layers whether tensors inside the networks are compared, too
   */
  static ComparisonResult run(JobContext context, boolean layers) {
    context.progress().stage("load", 0, "");
    ModelLoader loader = context.modelLoader();
    List<LoadedModel> reference = loader.load(context.plan().reference());
    List<LoadedModel> candidate = loader.load(context.plan().models());
    ModelLoader.requireSameNumber(reference, candidate);
    Samples samples = context.samples(JobContext.first(reference));
    LayerErrors inside = layers ? layers(reference, candidate) : null;
    MetricSet before = MetricSet.of(context.plan().metrics());
    MetricSet after = MetricSet.of(context.plan().metrics());
    boolean measured = !context.plan().metrics().isEmpty();
    Map<String, OutputDistance> distances = new LinkedHashMap<>();
    try (CompiledModels first =
            inside == null
                ? CompiledModels.compile(context.environment(), ModelLoader.files(reference))
                : inside.compile(context.environment());
        CompiledModels second =
            CompiledModels.compile(
                context.environment(), ModelLoader.filesAs(reference, candidate))) {
      context.progress().stage("compare", samples.size(), "samples");
      OrderedPredictions outputs =
          new OrderedPredictions(
              measured ? context.onlyDecoder() : Optional.empty(),
              (id, annotation, predictions) -> {
                add(distances, id, predictions);
                if (measured) {
                  before.update(id, annotation, predictions.get(0));
                  after.update(id, annotation, predictions.get(1));
                }
              });
      SampleRunner runner =
          new SampleRunner(context.environment(), context.engine(), List.of(first, second));
      LayerErrors.Sums sums = inside == null ? null : inside.newSums();
      RunResult run =
          sums == null
              ? runner.run(samples, outputs)
              : runner.run(samples, new BothConsumers<>(outputs, sums));
      return new ComparisonResult(
          1,
          distances.values().stream().map(OutputDistance::result).toList(),
          sums == null ? List.of() : sums.result().worstFirst(),
          before.values(),
          after.values(),
          run.samples(),
          run.skipped());
    }
  }

  private static LayerErrors layers(List<LoadedModel> reference, List<LoadedModel> candidate) {
    Map<String, Model> renamed = new LinkedHashMap<>();
    for (int i = 0; i < reference.size(); i++) {
      renamed.put(reference.get(i).name(), candidate.get(i).model());
    }
    LayerErrors layers =
        new LayerErrors(ModelLoader.graphs(reference), new OptimizedModel(renamed));
    if (layers.isEmpty()) {
      throw new InputException(
          "no operation inside the models has the same name and shape in both: leave out --layers,"
              + " or compare a model with what Octet made of it");
    }
    return layers;
  }

  private static void add(
      Map<String, OutputDistance> distances, String id, List<Prediction> predictions) {
    Map<String, Tensor> reference = predictions.get(0).outputs();
    Map<String, Tensor> candidate = predictions.get(1).outputs();
    Map<String, Tensor> matched = match(reference, candidate);
    reference.forEach(
        (name, tensor) ->
            distances
                .computeIfAbsent(name, OutputDistance::new)
                .add(id, tensor, matched.get(name)));
  }

  /**
   * The candidate's outputs under the reference's names: by name if all are there, else by place.
   */
  private static Map<String, Tensor> match(
      Map<String, Tensor> reference, Map<String, Tensor> candidate) {
    if (candidate.keySet().containsAll(reference.keySet())) {
      return candidate;
    }
    if (candidate.size() != reference.size()) {
      throw new InputException(
          "the models do not correspond: the first has outputs %s, the second %s"
              .formatted(reference.keySet(), candidate.keySet()));
    }
    List<Tensor> inOrder = new ArrayList<>(candidate.values());
    Map<String, Tensor> matched = new LinkedHashMap<>();
    for (String name : reference.keySet()) {
      matched.put(name, inOrder.get(matched.size()));
    }
    return matched;
  }
}
