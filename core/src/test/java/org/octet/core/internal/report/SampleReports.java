package org.octet.core.internal.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.octet.api.Job;
import org.octet.api.LayerComparison;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.GuardLimit;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.GuardStep;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.Provenance;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.QuantizationReport.Summary;
import org.octet.api.QuantizationReport.Timing;
import org.octet.api.SkippedSample;

/** Reports that no model is needed for. */
final class SampleReports {
  private SampleReports() {}

  /** The report of a network of blocks of five operations, the same for every call. */
  static QuantizationReport ofBlocks(int blocks) {
    Random random = new Random(7);
    List<OperationEntry> operations = new ArrayList<>();
    List<QuantizerEntry> quantizers = new ArrayList<>();
    List<LayerComparison> layers = new ArrayList<>();
    double sqnr = 44;
    for (int i = 0; i < blocks; i++) {
      String name = "features/block_" + i;
      boolean kept = i % 23 == 22;
      String conv = name + "/conv";
      operations.add(
          operation(
              conv, "Convolution", kept ? "returned-by-guard" : "quantized", kept ? "last" : ""));
      operations.add(operation(name + "/bias", "Add", "fused-into", conv));
      operations.add(operation(name + "/relu", "ReLU", "fused-into", conv));
      operations.add(operation(name + "/reshape", "Reshape", "moves-values", ""));
      operations.add(operation(name + "/shape", "Gather", "shape-subgraph", ""));
      if (!kept) {
        double high = Math.exp(1.2 * random.nextGaussian());
        boolean signed = random.nextInt(3) == 0;
        quantizers.add(
            new QuantizerEntry(
                "net",
                name + "/relu/fq_output_0",
                name + "/relu:0",
                "activation",
                256,
                false,
                signed ? -high : 0,
                high,
                random.nextInt(4) == 0 ? random.nextDouble() * 1e-3 : 0));
        quantizers.add(
            new QuantizerEntry(
                "net",
                conv + "/fq_weights_1",
                conv + ".w:0",
                "weight",
                255,
                true,
                -0.5,
                0.5,
                null));
        sqnr += 0.6 * random.nextGaussian() - 18.0 / blocks - (i == blocks / 2 ? 9 : 0);
        layers.add(new LayerComparison("net", name + "/relu", "ReLU", 0, sqnr));
      }
    }
    return report(operations, quantizers, layers, sqnr);
  }

  /** A report whose every text is hostile. */
  static QuantizationReport hostile(String text) {
    return report(
        List.of(new OperationEntry(text, text, text, text, text)),
        List.of(new QuantizerEntry(text, text, text + ":0", text, 256, false, 0, Double.NaN, null)),
        List.of(new LayerComparison(text, text, text, 0, 12.0)),
        12);
  }

  /** Three candidates, one of which was not measured. */
  private static GuardSearch search() {
    return new GuardSearch(
        Map.of("accuracy@top1", new GuardLimit(0.78, 0.01, true)),
        List.of(
            new GuardStep(0, 0.0, Map.of("accuracy@top1", 0.75), false, false),
            new GuardStep(1, null, Map.of(), false, false),
            new GuardStep(2, 0.125, Map.of("accuracy@top1", 0.775), true, true)),
        2);
  }

  private static OperationEntry operation(String name, String type, String reason, String detail) {
    return new OperationEntry("net", name, type, reason, detail);
  }

  private static QuantizationReport report(
      List<OperationEntry> operations,
      List<QuantizerEntry> quantizers,
      List<LayerComparison> layers,
      double sqnr) {
    int quantized = (int) operations.stream().filter(o -> o.reason().equals("quantized")).count();
    int kept =
        (int) operations.stream().filter(o -> o.reason().equals("returned-by-guard")).count();
    Map<String, Double> outputs = new LinkedHashMap<>();
    outputs.put("scores", sqnr);
    outputs.put("embedding", null);
    return new QuantizationReport(
        1,
        new Summary(
            List.of("net.xml", "net.bin"),
            quantized,
            kept,
            quantizers.size(),
            300,
            14_000_000,
            3_700_000,
            sqnr),
        operations,
        quantizers,
        outputs,
        layers,
        Map.of("accuracy@top1", 0.7783),
        search(),
        List.of(
            new Timing("load", 0.61),
            new Timing("prepare", 0.03),
            new Timing("compile", 0.48),
            new Timing("calibrate", 1.42),
            new Timing("MinMaxQuantization", 0.08),
            new Timing("FastBiasCorrection", 1.9),
            new Timing("guard", 0.7),
            new Timing("layers", 0.4)),
        List.of(new SkippedSample("broken.jpg", "cannot read sample 'broken.jpg'")),
        List.of("bias correction: kept for 180 of 190 layers"),
        new Provenance(
            "0.1.0",
            "OpenVINO 2026.2.1",
            "a CPU",
            Map.of("NUM_STREAMS", "2", "INFERENCE_PRECISION_HINT", "f32"),
            "OpenJDK 17",
            "Linux 6.1 amd64",
            "class-path",
            2,
            "2026-11-24T23:34:14Z",
            Map.of("net.onnx", "597a082f" + "0".repeat(56)),
            List.of("runtime openvino 0.1.0"),
            Job.builder().model(Path.of("net.onnx")).build()));
  }
}
