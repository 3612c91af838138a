package org.octet.algorithms.devices.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.octet.api.device.Finding;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/**
 * What the GNA plugin of OpenVINO 2023.3, the last one, refuses of a quantized model, and what it
 * takes in another way than the model says. Stateless.
 */
final class GnaRules {
  /** More are taken as 16-bit weights. */
  private static final long BYTE_LEVELS = 255;

  /** More of an input are taken as so many. */
  private static final long INPUT_LEVELS = 65536;

  private static final Set<ElementType> LIMIT_TYPES = Set.of(ElementType.F32, ElementType.F16);

  private final List<Finding> findings = new ArrayList<>();

  private GnaRules() {}

  /** The findings of a model, bodies included, in the order of the operations. */
  static List<Finding> findings(Model model) {
    GnaRules rules = new GnaRules();
    rules.visit(model);
    return rules.findings;
  }

  private void visit(Model model) {
    for (Operation op : model.operations()) {
      if (op.is(OperationTypes.FAKE_QUANTIZE) && op.inputs().size() == 5) {
        quantizer(op);
      } else if (op.is(OperationTypes.MULTIPLY)) {
        stored(op);
      }
      op.subGraphs().stream().map(SubGraph::body).forEach(this::visit);
    }
  }

  private void quantizer(Operation op) {
    long levels = Long.parseLong(op.attribute("levels").orElse("0").strip());
    List<Input> limits = op.inputs().subList(1, 5);
    if (levels == 0) {
      add(op, "zero-levels", "Zero levels");
    }
    limits.stream()
        .filter(i -> !LIMIT_TYPES.contains(i.source().type()))
        .findFirst()
        .ifPresent(i -> add(op, "limit-type", type(i)));
    shapes(op, limits);
    if (OperationTraits.constantBehind(op.input(0).source()).isPresent()) {
      weight(op, levels, limits.stream().anyMatch(GnaRules::isLong));
    } else {
      activation(op, levels, limits);
    }
  }

  private static String type(Input limit) {
    return "cannot cast custom blob to type FP32: limit %d is %s"
        .formatted(limit.index(), limit.source().type().irName());
  }

  private void shapes(Operation op, List<Input> limits) {
    for (int low = 0; low < limits.size(); low += 2) {
      Input a = limits.get(low);
      Input b = limits.get(low + 1);
      if (!a.source().shape().equals(b.source().shape())) {
        add(
            op,
            "limit-shapes",
            "shapes mismatch for %d and %d inputs: [%s] and [%s]"
                .formatted(a.index(), b.index(), a.source().shape(), b.source().shape()));
      }
    }
    Optional<Long> in = elements(limits.get(0));
    Optional<Long> out = elements(limits.get(2));
    if (in.isPresent() && out.isPresent() && !in.equals(out)) {
      add(
          op,
          "range-sizes",
          "size of input and output range differs: %d and %d values"
              .formatted(in.get(), out.get()));
    }
  }

  private void weight(Operation op, long levels, boolean perChannel) {
    if (levels > BYTE_LEVELS && perChannel) {
      add(
          op,
          "per-channel-int16-weights",
          "unsupported per-channel quantization for int16 weights: %d levels".formatted(levels));
    }
  }

  private void activation(Operation op, long levels, List<Input> limits) {
    Operation producer = op.input(0).source().operation();
    boolean input = producer.is(OperationTypes.PARAMETER);
    if (limits.stream().anyMatch(GnaRules::isLong)) {
      add(
          op,
          input ? "per-channel-input" : "per-channel-activation",
          input
              ? "unsupported, per-channel quantization for input layer : " + producer.name()
              : "unsupported per-channel quantisation");
      return;
    }
    List<Float> values = limits.stream().flatMap(i -> value(i).stream()).toList();
    if (values.size() == limits.size()
        && !values.get(0).equals(values.get(2))
        && !values.get(1).equals(values.get(3))) {
      add(
          op,
          "range-conversion",
          "unsupported data range conversion. Input: (%s, %s), output: (%s, %s)"
              .formatted(values.toArray()));
    }
    if (input && levels > INPUT_LEVELS) {
      add(op, "input-levels", "%d levels of an input are taken as 65536".formatted(levels));
    }
  }

  /** Weights stored as integers are turned into a quantizer again: of 255 levels, or 256. */
  private void stored(Operation multiply) {
    if (multiply.inputs().size() != 2
        || !multiply.input(1).source().operation().isConstant()
        || !isLong(multiply.input(1))) {
      return;
    }
    Operation source = multiply.input(0).source().operation();
    boolean shifted = source.is(OperationTypes.SUBTRACT);
    if (shifted) {
      source = source.input(0).source().operation();
    }
    if (!source.is(OperationTypes.CONVERT) || !source.input(0).source().operation().isConstant()) {
      return;
    }
    Tensor codes = source.input(0).source().operation().value();
    boolean signed = codes.type() == ElementType.I8;
    if (codes.type() == ElementType.U8 || signed && (shifted || hasLeastCode(codes))) {
      weight(multiply, BYTE_LEVELS + 1, true);
    }
  }

  private static boolean hasLeastCode(Tensor codes) {
    ByteBuffer bytes = codes.bytes();
    while (bytes.hasRemaining()) {
      if (bytes.get() == Byte.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLong(Input limit) {
    return elements(limit).filter(n -> n > 1).isPresent();
  }

  private static Optional<Long> elements(Input limit) {
    return limit.source().shape().toShape().map(shape -> shape.elements());
  }

  private static Optional<Float> value(Input limit) {
    return OperationTraits.constantBehind(limit.source())
        .map(Operation::value)
        .filter(v -> Floats.supports(v.type()) && v.shape().elements() == 1)
        .map(v -> Floats.read(v)[0]);
  }

  private void add(Operation op, String rule, String detail) {
    findings.add(new Finding(op.name(), rule, detail));
  }
}
