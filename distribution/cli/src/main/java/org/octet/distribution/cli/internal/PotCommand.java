package org.octet.distribution.cli.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.octet.api.EvaluationJob;
import org.octet.api.EvaluationResult;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.OutputSpec;
import org.octet.api.PotJob;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.distribution.cli.internal.PotOptions.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pot}: the command of OpenVINO's Post-training Optimization Tool, done by Octet. */
@Command(
    name = "pot",
    description = {
      "Runs a command line of POT, OpenVINO's Post-training Optimization Tool.",
      "Options, folders, log and exit codes are the same (0 done, 1 failed, 2 wrong option)."
    },
    footer = {
      "",
      "Examples:",
      "  pot -c quantization.json --output-dir results/ -e",
      "  pot -q default -m net.xml -w net.bin --engine simplified --data-source pictures/"
    })
final class PotCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int WIDTH = 27;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);
  private static final String RULE = "=".repeat(75);

  private final Session session;
  @Mixin private PotOptions options;

  PotCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      run(session.octet().get());
      return 0;
    } catch (CancelledException e) {
      throw e;
    } catch (OctetException e) {
      session.err().println("error: " + e.getMessage().strip().replace("\n", "\n  "));
      return FAILED;
    }
  }

  private void run(Octet octet) {
    PotJob pot = octet.readPot(options.config());
    if (options.evaluate && pot.evaluation() == null) {
      throw new InputException("Can not make evaluation in simplified mode");
    }
    Path folder = folder(pot);
    try (PotLog log =
        PotLog.in(folder, options.progressBar ? null : session.out(), options.logLevel)) {
      try {
        optimize(octet, pot, folder, log);
      } catch (OctetException e) {
        log.log(Level.ERROR, "app.run", e.getMessage());
        throw e;
      }
    }
  }

  private Path folder(PotJob pot) {
    if (options.directDump) {
      return options.outputDir;
    }
    String name =
        options.folderName(pot.modelName())
            + pot.algorithms().stream().map(a -> "_" + a).reduce("", String::concat);
    return options.outputDir.resolve(name).resolve(LocalDateTime.now().format(TIME));
  }

  private void optimize(Octet octet, PotJob pot, Path folder, PotLog log) {
    log.info("app.run", "Output log dir: " + folder);
    log.info("app.run", "Creating pipeline:" + described(pot.job()));
    pot.warnings().forEach(w -> log.log(Level.WARNING, "app.run", w));
    if (options.keepUncompressedWeights) {
      log.log(
          Level.WARNING,
          "app.run",
          "--keep-uncompressed-weights has no effect: weights are always stored as integers");
    }
    Path optimized = folder.resolve("optimized");
    Job job = written(pot, optimized);
    try (ProgressView view =
        ProgressView.on(session.err(), options.progressBar && !options.streamOutput)) {
      Progress progress = log.progress(options.progressBar ? view : Progress.NONE);
      octet.quantize(job, progress, session.cancellation());
      log.info("app.run", "Saved to " + optimized);
      if (options.evaluate) {
        log.info("pipeline.pipeline", "Evaluation of generated model");
        EvaluationResult result =
            octet.evaluate(measured(pot, optimized), progress, session.cancellation());
        result
            .metrics()
            .forEach(
                (name, value) ->
                    log.info("app.run", row(pot.metricNames().getOrDefault(name, name), value)));
      }
    }
  }

  private static String described(Job job) {
    StringBuilder text = new StringBuilder();
    for (AlgorithmSpec algorithm : job.algorithms()) {
      text.append("\n Algorithm: ").append(algorithm.name()).append("\n Parameters:");
      algorithm.parameters().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(p -> text.append("\n\t").append(row(p.getKey(), p.getValue())));
      text.append("\n\t").append(row("target_device", job.targetDevice()));
    }
    return text.append("\n ").append(RULE).toString();
  }

  /** As POT pads it. */
  private static String row(String name, Object value) {
    return String.format(Locale.ROOT, "%-" + WIDTH + "s: %s", name, value);
  }

  private Job written(PotJob pot, Path optimized) {
    Job job = pot.job();
    boolean replaces =
        options.directDump
            && Files.exists(optimized.resolve(base(pot, job.models().get(0)) + ".xml"));
    return new Job(
        job.schemaVersion(),
        job.models(),
        job.data(),
        job.engine(),
        job.algorithms(),
        job.targetDevice(),
        job.guard(),
        job.metrics(),
        new OutputSpec(optimized, pot.modelName(), replaces),
        job.runtime(),
        job.timings());
  }

  private static String base(PotJob pot, ModelSpec model) {
    return pot.job().models().size() == 1 ? pot.modelName() : pot.modelName() + "_" + model.name();
  }

  /** The evaluation of what was written. */
  private static EvaluationJob measured(PotJob pot, Path optimized) {
    EvaluationJob floats = pot.evaluation();
    List<ModelSpec> models =
        floats.models().stream()
            .map(
                m ->
                    new ModelSpec(
                        m.name(), optimized.resolve(base(pot, m) + ".xml"), null, m.decoder()))
            .toList();
    return new EvaluationJob(
        models, floats.data(), floats.engine(), floats.metrics(), floats.runtime());
  }
}
