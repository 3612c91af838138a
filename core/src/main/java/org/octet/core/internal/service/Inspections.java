package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.InspectionJob;
import org.octet.api.InspectionResult;
import org.octet.api.InspectionResult.Port;
import org.octet.api.InspectionResult.Weights;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.device.Finding;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.job.Chosen;
import org.octet.core.internal.layers.MultiplyAdds;
import org.octet.core.internal.pipeline.Explanation;

/** Says what is in a model, and what algorithms would do with it. */
final class Inspections {
  private Inspections() {}

  /** Looks into the plan's model, as the job says. */
  static InspectionResult run(JobContext context, InspectionJob job) {
    LoadedModel loaded = context.modelLoader().load(context.plan().models().get(0));
    Model model = loaded.model();
    Map<String, Weights> weights = weights(model);
    return new InspectionResult(
        1,
        loaded.fileName(),
        model.irVersion(),
        model.parameters().stream().map(p -> port(p, p.output(0))).toList(),
        model.results().stream().map(r -> port(r, r.input(0).source())).toList(),
        operations(model),
        weights,
        weights.values().stream().mapToLong(Weights::elements).sum(),
        MultiplyAdds.of(model),
        model.ofType(OperationTypes.FAKE_QUANTIZE).size(),
        job.explain() ? explain(context, loaded) : List.of(),
        job.targetDevice() == null ? List.of() : findings(context.plan().device(), model));
  }

  private static List<Finding> findings(Chosen<TargetDeviceProvider> device, Model model) {
    return Blame.on(
        device.registration().toString(), () -> List.copyOf(device.plugin().findings(model)));
  }

  private static Port port(Operation operation, Output tensor) {
    String name = tensor.names().stream().sorted().findFirst().orElse(operation.name());
    return new Port(name, tensor.type().irName(), tensor.shape().toString());
  }

  private static Map<String, Integer> operations(Model model) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Operation op : model.operations()) {
      if (!op.isConstant() && !op.is(OperationTypes.PARAMETER, OperationTypes.RESULT)) {
        counts.merge(op.type(), 1, Integer::sum);
      }
    }
    Map<String, Integer> ordered = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return ordered;
  }

  private static Map<String, Weights> weights(Model model) {
    Map<String, Weights> sums = new TreeMap<>();
    for (Operation op : model.operations()) {
      if (op.isConstant() && (op.value().type().isReal() || QuantizedCheck.isStored(op))) {
        long bytes = op.value().bytes().remaining();
        sums.merge(
            op.value().type().irName(),
            new Weights(1, op.value().shape().elements(), bytes),
            (a, b) ->
                new Weights(
                    a.constants() + b.constants(),
                    a.elements() + b.elements(),
                    a.bytes() + b.bytes()));
      }
    }
    Map<String, Weights> ordered = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue().bytes(), a.getValue().bytes()))
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return ordered;
  }

  private static List<OperationEntry> explain(JobContext context, LoadedModel loaded) {
    OptimizedModel models = ModelLoader.graphs(List.of(loaded));
    PipelineStages.prepare(
        models.models(), Map.of(loaded.name(), loaded.spec().model().toString()));
    TargetDevice device = PipelineStages.device(context.plan());
    PipelineStages.decompose(models.models(), device);
    return Explanation.of(
        models,
        new ArrayList<>(PipelineStages.algorithms(context.plan())),
        device,
        context.environment());
  }
}
