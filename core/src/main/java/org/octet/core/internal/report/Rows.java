package org.octet.core.internal.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.LayerComparison;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.algorithm.Reason;

/** The operations of a report, each with the quantizers and the measurements that belong to it. */
final class Rows {
  /** A quantizer on weights is named after the operation that reads them. */
  private static final String WEIGHTS = "/fq_weights_";

  private final List<Row> rows = new ArrayList<>();
  private final Map<Key, Row> byName = new HashMap<>();

  private record Key(String model, String name) {}

  /** One operation. */
  static final class Row {
    final int number;
    final OperationEntry operation;
    QuantizerEntry weights;
    QuantizerEntry output;
    LayerComparison layer;
    // where the measured tensor is that of an operation fused into this one
    boolean layerOfChain;

    Row(int number, OperationEntry operation) {
      this.number = number;
      this.operation = operation;
    }

    String id() {
      return "op-" + number;
    }
  }

  Rows(QuantizationReport report) {
    for (OperationEntry operation : report.operations()) {
      Row row = new Row(rows.size() + 1, operation);
      rows.add(row);
      byName.putIfAbsent(new Key(operation.model(), operation.name()), row);
    }
    report.quantizers().forEach(this::add);
    report.layers().forEach(this::add);
    rows.forEach(this::passToHeadOfChain);
  }

  List<Row> all() {
    return rows;
  }

  /** The row of an operation, or null. */
  Row row(String model, String name) {
    return byName.get(new Key(model, name));
  }

  private void add(QuantizerEntry quantizer) {
    Row row = rowOf(quantizer);
    if (row != null && quantizer.kind().equals("weight")) {
      row.weights = row.weights == null ? quantizer : row.weights;
    } else if (row != null) {
      row.output = row.output == null ? quantizer : row.output;
    }
  }

  /** The operation that a quantizer belongs to: reads the weights, or makes the tensor; or null. */
  Row rowOf(QuantizerEntry quantizer) {
    boolean weight = quantizer.kind().equals("weight");
    String text = weight ? quantizer.name() : quantizer.target();
    int end = weight ? text.lastIndexOf(WEIGHTS) : text.lastIndexOf(':');
    return end < 0 ? null : row(quantizer.model(), text.substring(0, end));
  }

  private void add(LayerComparison layer) {
    Row row = row(layer.model(), layer.name());
    if (row != null && row.layer == null) {
      row.layer = layer;
    }
  }

  private void passToHeadOfChain(Row row) {
    if (row.layer == null || !row.operation.reason().equals(Reason.FUSED_INTO.code())) {
      return;
    }
    Row head = row(row.operation.model(), row.operation.detail());
    if (head != null && (head.layer == null || head.layerOfChain)) {
      head.layer = row.layer;
      head.layerOfChain = true;
    }
  }
}
