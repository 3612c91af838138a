package org.octet.core.internal.ir;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.octet.api.model.Dimension;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.RuntimeInfo;
import org.octet.api.model.SubGraph;
import org.octet.api.model.SubGraph.Link;
import org.octet.api.model.SubGraph.LinkKind;
import org.octet.api.model.XmlElement;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Models from a seed: not ones that compute anything, but ones that use all of the format. What a
 * file cannot express is left out: intervals outside of Parameters, empty tensor names.
 */
final class RandomModels {
  private static final String[] TEXTS = {
    "x",
    "conv 1",
    "a,b",
    "c\\d",
    "tab\tnew\nline\rend",
    "<&>\"'",
    "größe",
    "名前",
    "𝄞",
    "]]>",
    " lead "
  };
  private static final ElementType[] TYPES =
      List.of(ElementType.values()).stream()
          .filter(t -> t != ElementType.DYNAMIC)
          .toArray(ElementType[]::new);

  private final Random random;
  private int counter;

  private RandomModels(long seed) {
    random = new Random(seed);
  }

  /** A model of about {@code size} operations. */
  static Model model(long seed, int size) {
    return new RandomModels(seed).model(size, 2);
  }

  private Model model(int size, int levels) {
    Model model = new Model(levels == 2 ? text() : "", random.nextBoolean() ? 10 : 11);
    return fill(model, size, levels);
  }

  private Model fill(Model model, int size, int levels) {
    List<Output> tensors = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Operation op = operation(model, tensors, levels);
      if (op.inputs().isEmpty() && op.outputs().isEmpty()) {
        op.addOutput(ElementType.F32, staticShape());
      }
      decorate(op);
      tensors.addAll(op.outputs());
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      Operation result = new Operation(OperationTypes.RESULT, "opset1", name());
      model.add(result).addInput(pick(tensors));
      if (random.nextInt(3) == 0) {
        result.layerAttributes().put("output_names", text());
      }
    }
    info(model.runtimeInfo());
    if (random.nextInt(4) == 0) {
      model.extensions().add(XmlElement.of("meta_data", List.of(XmlElement.value("v", text()))));
    }
    return model;
  }

  private Operation operation(Model model, List<Output> tensors, int levels) {
    int kind = tensors.isEmpty() ? 0 : random.nextInt(10);
    if (kind == 0) {
      return parameter(model);
    }
    if (kind < 4) {
      return model.add(Operation.constant(name(), constant()));
    }
    String type = random.nextInt(3) == 0 ? "Custom" + random.nextInt(5) : "Add";
    Operation op = model.add(new Operation(type, "opset" + random.nextInt(16), name()));
    for (int i = random.nextInt(4); i > 0; i--) {
      op.addInput(pick(tensors));
      info(op.input(op.inputs().size() - 1).runtimeInfo());
    }
    boolean unranked = op.inputs().stream().anyMatch(in -> !in.source().shape().hasRank());
    for (int i = random.nextInt(3); i >= 0; i--) {
      PartialShape shape = staticShape();
      op.addOutput(type(), unranked && shape.rank() == 0 ? PartialShape.DYNAMIC_RANK : shape);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      op.with("attr" + i, text());
    }
    if (levels > 0 && random.nextInt(12) == 0) {
      op.subGraphs().add(body(model, op, levels));
    }
    return op;
  }

  private Operation parameter(Model model) {
    Operation op = model.add(new Operation(OperationTypes.PARAMETER, "opset1", name()));
    PartialShape shape =
        random.nextInt(6) == 0 ? PartialShape.DYNAMIC_RANK : PartialShape.of(dimensions(true));
    op.addOutput(type(), shape);
    op.with("shape", shape.toString()).with("element_type", op.output(0).type().irName());
    return op;
  }

  private SubGraph body(Model outer, Operation op, int levels) {
    Model body = fill(new Model("", outer.irVersion()), 1 + random.nextInt(5), levels - 1);
    Map<String, String> rest = Map.of("axis", "1");
    Operation parameter = body.parameters().get(0);
    Operation result = body.results().get(0);
    List<Link> links = new ArrayList<>();
    if (!op.inputs().isEmpty()) {
      links.add(new Link(LinkKind.INPUT, op.inputs().size() - 1, null, parameter, rest));
    }
    links.add(new Link(LinkKind.OUTPUT, 0, result, null, Map.of()));
    links.add(new Link(LinkKind.OUTPUT, -1, result, null, Map.of("purpose", "condition")));
    links.add(new Link(LinkKind.BACK_EDGE, -1, result, parameter, Map.of()));
    return new SubGraph(random.nextBoolean() ? "body" : "then_body", body, links);
  }

  private void decorate(Operation op) {
    for (Output output : op.outputs()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        output.names().add(text() + i);
      }
      info(output.runtimeInfo());
    }
    info(op.runtimeInfo());
    if (random.nextInt(10) == 0) {
      op.extensions().add(XmlElement.value("blobs", text()));
    }
  }

  private Tensor constant() {
    ElementType type = type();
    Shape shape = staticShape().toShape().orElse(Shape.of(random.nextInt(5)));
    int size =
        type == ElementType.STRING ? 5 + random.nextInt(9) : (int) type.byteSize(shape.elements());
    byte[] bytes = new byte[size];
    // few different bytes, so that constants coincide
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return Tensor.of(type, shape, ByteBuffer.allocateDirect(size).put(bytes).flip());
  }

  private PartialShape staticShape() {
    return PartialShape.of(dimensions(false));
  }

  private List<Dimension> dimensions(boolean intervals) {
    List<Dimension> dims = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      dims.add(
          switch (random.nextInt(6)) {
            case 0 -> Dimension.DYNAMIC;
            case 1 -> intervals ? new Dimension(random.nextInt(3), 5) : Dimension.of(0);
            case 2 -> intervals ? new Dimension(2, -1) : Dimension.of(1);
            default -> Dimension.of(random.nextInt(5));
          });
    }
    return dims;
  }

  private void info(RuntimeInfo info) {
    for (int i = random.nextInt(8) - 5; i > 0; i--) {
      info.add(element(3));
    }
  }

  private XmlElement element(int levels) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      attributes.put("key" + i, text());
    }
    List<XmlElement> children = new ArrayList<>();
    for (int i = levels == 0 ? 0 : random.nextInt(3); i > 0; i--) {
      children.add(element(levels - 1));
    }
    String text = children.isEmpty() && random.nextInt(3) == 0 ? text().strip() : "";
    return new XmlElement("tag_" + random.nextInt(9), attributes, children, text);
  }

  private Output pick(List<Output> tensors) {
    return tensors.get(random.nextInt(tensors.size()));
  }

  private ElementType type() {
    return TYPES[random.nextInt(TYPES.length)];
  }

  private String name() {
    return text() + "_" + counter++;
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
