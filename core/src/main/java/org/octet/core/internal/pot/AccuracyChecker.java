package org.octet.core.internal.pot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.octet.api.DataSpec;
import org.octet.api.RuntimeSpec;

/**
 * POT's engine {@code accuracy_checker}: data sets, preprocessing and metrics as the Accuracy
 * Checker of the Open Model Zoo describes them, as far as loaders and metrics cover them.
 */
final class AccuracyChecker {
  private AccuracyChecker() {}

  static PotEngine read(PotObject section, PotSampling sampling, RuntimeSpec runtime) {
    Optional<PotObject> found = model(section);
    if (found.isEmpty()) {
      return new PotEngine(null, null, null, AcMetrics.NONE, runtime);
    }
    PotObject model = found.get();
    model.word("name");
    AcAdapter adapter = adapter(model);
    DataSets sets = DataSets.of(model);
    model.end();
    if (sets == null) {
      model.complain("datasets", "a data set is needed");
      return new PotEngine(null, null, null, AcMetrics.NONE, runtime);
    }
    AcDataSet calibration = AcDataSet.read(sets.optimization(), sets.preprocessing());
    AcDataSet evaluation =
        sets.evaluation() == sets.optimization()
            ? calibration
            : AcDataSet.read(sets.evaluation(), sets.preprocessing());
    DataSpec data = sampling.of(calibration.loader(), calibration.path(), calibration.parameters());
    DataSpec labelled =
        new DataSpec(
            evaluation.loader(),
            evaluation.path(),
            evaluation.parameters(),
            null,
            null,
            evaluation.subset());
    return new PotEngine(
        data,
        adapter.decoder(evaluation),
        evaluation.metrics().plugins().isEmpty() ? null : labelled,
        evaluation.metrics(),
        runtime);
  }

  /** The entry of the model: in a file of its own, or inside the section. */
  private static Optional<PotObject> model(PotObject section) {
    if (section.has("module") || section.has("module_config")) {
      section.complain(
          "module", "evaluators of cascades are not read; use octet quantize --engine mtcnn");
      section.find("module_config");
    }
    Optional<Path> file = section.file("config");
    if (file.isEmpty()) {
      if (!section.has("datasets") && !section.has("config") && !section.has("module")) {
        section.complain(
            "config",
            "a configuration of the Accuracy Checker is needed, or datasets, or type simplified");
      }
      return Optional.of(section).filter(s -> s.has("datasets"));
    }
    section.end();
    if (!Files.isRegularFile(file.get())) {
      section.complain("config", "there is no such file; here it is '%s'".formatted(file.get()));
      return Optional.empty();
    }
    PotObject top = new PotObject(PotReader.read(file.get()), "", section.findings());
    List<PotObject> models = top.objects("models");
    if (models.isEmpty()) {
      top.complain("models", "a model is needed; evaluations of cascades are not read");
    } else if (models.size() > 1) {
      top.warn("models", "only the first is read");
    }
    return models.stream().findFirst();
  }

  private static AcAdapter adapter(PotObject model) {
    List<PotObject> launchers = model.objects("launchers");
    if (launchers.isEmpty()) {
      return AcAdapter.CLASSIFICATION;
    }
    PotObject launcher = launchers.get(0);
    for (String key : List.of("framework", "device", "model", "weights", "batch", "tags")) {
      launcher.find(key); // POT sets them itself
    }
    AcAdapter adapter = AcAdapter.read(launcher);
    launcher.end();
    return adapter;
  }

  /** The data sets for statistics and for metrics; the same one in most configurations. */
  private record DataSets(
      PotObject optimization, PotObject evaluation, Optional<PotObject> preprocessing) {

    /** null: there are none. */
    static DataSets of(PotObject model) {
      boolean tagged =
          model.find("datasets").map(PotNode::value).orElse("") instanceof PotNode.Fields;
      if (!tagged) {
        List<PotObject> all = model.objects("datasets");
        if (all.size() > 1) {
          model.warn("datasets", "only the first is read");
        }
        return all.isEmpty() ? null : new DataSets(all.get(0), all.get(0), Optional.empty());
      }
      PotObject sets = model.object("datasets").orElseThrow();
      Optional<PotObject> optimization = sets.object("optimization");
      PotObject evaluation = sets.object("evaluation").orElse(optimization.orElse(null));
      boolean shared = sets.has("preprocessing");
      sets.end();
      return optimization.isEmpty()
          ? null
          : new DataSets(
              optimization.get(), evaluation, shared ? Optional.of(sets) : Optional.empty());
    }
  }
}
