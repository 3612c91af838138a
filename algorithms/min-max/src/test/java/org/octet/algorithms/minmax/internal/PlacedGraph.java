package org.octet.algorithms.minmax.internal;

import java.util.List;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;

/** A graph, and where the quantizers are in it. */
abstract class PlacedGraph {
  final Graphs g = new Graphs();

  List<String> activationQuantizers() {
    return g.model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .map(Operation::name)
        .filter(name -> !name.contains("/fq_weights_"))
        .toList();
  }

  List<String> weightQuantizers() {
    return g.model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .map(Operation::name)
        .filter(name -> name.contains("/fq_weights_"))
        .toList();
  }

  String source(String operation, int port) {
    return g.input(operation, port).source().operation().name();
  }

  float high(String quantizer) {
    return FakeQuantize.of(g.find(quantizer)).orElseThrow().inputRange().high()[0];
  }
}
