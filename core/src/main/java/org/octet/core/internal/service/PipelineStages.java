package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.device.TargetDevice;
import org.octet.api.error.PluginException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.XmlElement;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.ir.CanonicalNames;
import org.octet.core.internal.job.Chosen;
import org.octet.core.internal.job.Plan;
import org.octet.core.internal.job.PlannedAlgorithm;
import org.octet.core.internal.pipeline.NamedAlgorithm;
import org.octet.core.internal.recurrent.Recurrent;

/** What jobs and pipelines of programs do alike around a run of a pipeline. */
final class PipelineStages {
  private PipelineStages() {}

  /** New algorithms for one run. */
  static List<NamedAlgorithm> algorithms(Plan plan) {
    List<NamedAlgorithm> algorithms = new ArrayList<>();
    for (PlannedAlgorithm planned : plan.algorithms()) {
      Chosen<AlgorithmProvider> chosen = planned.chosen();
      String who = chosen.registration().toString();
      algorithms.add(
          new NamedAlgorithm(
              chosen.registration().name(),
              made(who, Blame.on(who, () -> chosen.plugin().create(chosen.parameters()))),
              planned.models()));
    }
    return algorithms;
  }

  /** The target device. */
  static TargetDevice device(Plan plan) {
    String who = plan.device().registration().toString();
    return made(who, Blame.on(who, () -> plan.device().plugin().device()));
  }

  private static <T> T made(String who, T made) {
    if (made == null) {
      throw new PluginException(who + " made nothing");
    }
    return made;
  }

  /** Refuses what cannot be quantized, and makes names unique, which statistics go by. */
  static void prepare(Map<String, Model> models, Map<String, String> fileNames) {
    models.forEach(
        (name, model) -> {
          QuantizedCheck.refuse(fileNames.getOrDefault(name, name), model);
          if (model.hasDuplicateNames()) {
            CanonicalNames.apply(model);
          }
        });
  }

  /**
   * Takes apart what the target device does not have; names are unique before and after.
   *
   * @return what is left as it is, and why
   */
  static List<String> decompose(Map<String, Model> models, TargetDevice device) {
    List<String> left = new ArrayList<>();
    models.values().forEach(m -> left.addAll(Recurrent.decompose(m, device.decomposed())));
    return left;
  }

  /**
   * Says in the models what made them: nothing that differs between runs of the same job, such as
   * time, paths or threads.
   */
  static void stamp(
      OptimizedModel models, String version, List<AlgorithmSpec> algorithms, String targetDevice) {
    List<XmlElement> entries = new ArrayList<>();
    entries.add(XmlElement.value("version", version));
    entries.add(
        XmlElement.value(
            "algorithms", String.join(",", algorithms.stream().map(AlgorithmSpec::name).toList())));
    entries.add(XmlElement.value("target_device", targetDevice));
    algorithms.stream()
        .map(a -> a.parameters().get("preset"))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(preset -> entries.add(XmlElement.value("preset", preset.toString())));
    XmlElement octet = XmlElement.of("octet", entries);
    models.models().values().forEach(model -> model.runtimeInfo().put(octet));
  }
}
