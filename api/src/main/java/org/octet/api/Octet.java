package org.octet.api;

import java.nio.file.Path;
import java.util.List;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelFiles;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way in: what the command line and programs that embed Octet call. In OSGi it is a service, on
 * a plain class path {@code org.octet.core.Bootstrap} makes one. Clients never enumerate plugins
 * themselves. Thread-safe; every method throws {@link OctetException}s only.
 */
@ProviderType
public interface Octet extends AutoCloseable {
  /** Version of Octet. */
  String version();

  /** The plugins that new jobs see, broken ones included. */
  List<PluginInfo> plugins();

  /**
   * Checks a job whole, without loading or writing anything large, and fills in all defaults.
   *
   * @throws InputException with every complaint: key, value, and what is allowed
   */
  Job complete(Job job);

  /**
   * Reads a configuration of POT; runs nothing.
   *
   * @throws InputException with everything in it that Octet does not know or cannot do, each with
   *     line and column and what to write instead
   */
  PotJob readPot(PotConfig config);

  /**
   * Runs a job: writes {@code NAME.xml}, {@code NAME.bin}, {@code NAME.report.json} and {@code
   * NAME.report.html}, or nothing.
   */
  QuantizationReport quantize(Job job, Progress progress, Cancellation cancellation);

  /** Measures metrics of a model. */
  EvaluationResult evaluate(EvaluationJob job, Progress progress, Cancellation cancellation);

  /** Compares the outputs of two models. */
  ComparisonResult compare(ComparisonJob job, Progress progress, Cancellation cancellation);

  /** Times models side by side. */
  BenchmarkResult benchmark(BenchmarkJob job, Progress progress, Cancellation cancellation);

  /** Looks into a model; runs nothing. */
  InspectionResult inspect(InspectionJob job);

  /**
   * Writes {@code NAME.report.html} for a {@code NAME.report.json}, beside it, in place of one that
   * is there.
   *
   * @return the page
   * @throws InputException when the file cannot be read or is not a report
   * @throws org.octet.api.error.OutputException when the page cannot be written
   */
  Path renderReport(Path report);

  /** Converts a model to an IR. */
  ModelFiles convert(ConversionJob job);

  /** Reads models for {@link Pipeline#run}; POT's {@code load_model}. */
  OptimizedModel loadModel(List<ModelSpec> models);

  /**
   * Writes models; POT's {@code save_model}. One model is named {@code name}, several {@code
   * name_model}.
   *
   * @throws org.octet.api.error.OutputException when files are there already, or cannot be written
   */
  List<ModelFiles> saveModel(OptimizedModel model, Path directory, String name);

  /** A pipeline over the program's own data; POT's {@code create_pipeline}. */
  Pipeline createPipeline(PipelineConfig config, Progress progress, Cancellation cancellation);

  /** Stores quantized weights as integers, in place; POT's {@code compress_model_weights}. */
  void compressModelWeights(OptimizedModel model);

  /** Gives everything back. */
  @Override
  void close();
}
