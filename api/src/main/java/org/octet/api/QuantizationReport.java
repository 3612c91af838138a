package org.octet.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a quantization did: the form of {@code NAME.report.json}.
 *
 * @param schemaVersion version of this form, {@value #SCHEMA_VERSION}
 * @param summary the essentials
 * @param operations every operation of the float model that computes something, and what became of
 *     it
 * @param quantizers every quantizer that was inserted
 * @param sqnr per output against the float model on calibration samples, in dB; null for equal
 *     outputs
 * @param layers how far tensors inside the network are from the float model's, in the network's
 *     order; empty where that was not measured
 * @param metrics metrics of the result on the calibration samples, where asked for
 * @param guard what was measured of candidates; null where metrics are held to nothing
 * @param timings wall times of the stages in order, in seconds
 * @param skipped samples that could not be read
 * @param notes remarks of the algorithms and the guard
 * @param provenance everything that is needed to repeat the run
 */
public record QuantizationReport(
    int schemaVersion,
    Summary summary,
    List<OperationEntry> operations,
    List<QuantizerEntry> quantizers,
    Map<String, Double> sqnr,
    List<LayerComparison> layers,
    Map<String, Double> metrics,
    GuardSearch guard,
    List<Timing> timings,
    List<SkippedSample> skipped,
    List<String> notes,
    Provenance provenance) {
  /** The current version of the form. */
  public static final int SCHEMA_VERSION = 1;

  /** Copies lists and maps, keeping the order. */
  public QuantizationReport {
    operations = List.copyOf(operations);
    quantizers = List.copyOf(quantizers);
    sqnr = Collections.unmodifiableMap(new LinkedHashMap<>(sqnr));
    // reports of earlier versions have none
    layers = layers == null ? List.of() : List.copyOf(layers);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    timings = List.copyOf(timings);
    skipped = List.copyOf(skipped);
    notes = List.copyOf(notes);
  }

  /**
   * The essentials.
   *
   * @param files files written, by model name: model, weights
   * @param quantizedOperations operations computed with quantized inputs
   * @param floatOperations operations that could be quantized in principle and stayed float
   * @param quantizers FakeQuantize operations of the result on activations and weights
   * @param samples calibration samples used
   * @param weightsBytesBefore bytes of the float weights
   * @param weightsBytesAfter bytes of the result's weights
   * @param worstSqnr lowest output SQNR in dB; null where nothing was compared or all outputs are
   *     equal
   */
  public record Summary(
      List<String> files,
      int quantizedOperations,
      int floatOperations,
      int quantizers,
      int samples,
      long weightsBytesBefore,
      long weightsBytesAfter,
      Double worstSqnr) {
    /** Copies the list. */
    public Summary {
      files = List.copyOf(files);
    }
  }

  /**
   * One operation.
   *
   * @param model name of the model
   * @param name friendly name
   * @param type operation type
   * @param reason reason code
   * @param detail more, may be empty
   */
  public record OperationEntry(
      String model, String name, String type, String reason, String detail) {}

  /**
   * One quantizer.
   *
   * @param model name of the model
   * @param name friendly name of the FakeQuantize or of the stored weights' scale
   * @param target the tensor that is quantized: its producer and output index
   * @param kind {@code activation} or {@code weight}
   * @param levels number of levels
   * @param perChannel whether there is one range per channel
   * @param low least lower bound of the range
   * @param high largest upper bound of the range
   * @param clipped share of the values outside the range on the samples of {@link
   *     QuantizationReport#layers}, from 0 to 1; null where that was not measured, as for weights
   */
  public record QuantizerEntry(
      String model,
      String name,
      String target,
      String kind,
      long levels,
      boolean perChannel,
      double low,
      double high,
      Double clipped) {}

  /**
   * The guard's search for a candidate whose metrics hold.
   *
   * @param limits what is allowed, by name of the value
   * @param steps the candidates in the order in which they were tried
   * @param evaluations candidates measured on all annotated samples, the float model not counted
   */
  public record GuardSearch(
      Map<String, GuardLimit> limits, List<GuardStep> steps, int evaluations) {
    /** Copies list and map, keeping the order. */
    public GuardSearch {
      limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
      steps = List.copyOf(steps);
    }
  }

  /**
   * What is allowed of one value of a metric.
   *
   * @param before the float model's value
   * @param allowed how much worse it may be, in its own unit
   * @param higherIsBetter whether a larger value is better
   */
  public record GuardLimit(double before, double allowed, boolean higherIsBetter) {}

  /**
   * One candidate.
   *
   * @param returned operations in float
   * @param floatShare share of the multiply-adds that these compute, from 0 to 1; null where not
   *     known
   * @param metrics its values; empty where it was not measured, as its outputs are too far from the
   *     float model's
   * @param holds whether all demands hold
   * @param written whether it is the result
   */
  public record GuardStep(
      int returned,
      Double floatShare,
      Map<String, Double> metrics,
      boolean holds,
      boolean written) {
    /** Copies the map, keeping its order. */
    public GuardStep {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /**
   * One stage.
   *
   * @param stage its name
   * @param seconds wall time in seconds
   */
  public record Timing(String stage, double seconds) {}

  /**
   * Where the result comes from.
   *
   * @param octet version of Octet
   * @param runtime name and version of the runtime
   * @param device full name of the calibration device
   * @param properties properties that the device reported for calibration
   * @param java name and version of the Java runtime
   * @param os name, version and architecture of the operating system
   * @param mode {@code osgi} or {@code class-path}
   * @param threads infer requests used
   * @param started start, ISO 8601 in UTC
   * @param modelHashes SHA-256 of the input files by file name
   * @param plugins the plugins used, kind and name with version
   * @param job the completed job
   */
  public record Provenance(
      String octet,
      String runtime,
      String device,
      Map<String, String> properties,
      String java,
      String os,
      String mode,
      int threads,
      String started,
      Map<String, String> modelHashes,
      List<String> plugins,
      Job job) {
    /** Copies maps and list. */
    public Provenance {
      properties = Map.copyOf(properties);
      modelHashes = Map.copyOf(modelHashes);
      plugins = List.copyOf(plugins);
    }
  }
}
