package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.SubGraph;
import org.octet.api.model.SubGraph.Link;
import org.octet.api.model.SubGraph.LinkKind;
import org.octet.api.model.XmlElement;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Models from a seed that OpenVINO can run: all element types as constants, several outputs, nested
 * graphs in nested graphs, constants that they share, names and metadata of any kind. All values
 * are f32 of shape {@code [rows, width]}; the rows may be known at run time only.
 */
final class ComputingModels {
  /** Rows and columns of every input. */
  static final Shape INPUT = Shape.of(2, 4);

  private static final int DEPTH = 2;
  private static final List<String> TEXTS =
      List.of("x", "conv 1", "a,b", "c\\d", "e\\,f", "<&>\"'", "größe", "名前", "𝄞", "]]>", "t\tu");

  private final Random random;
  private final RandomConstants constants;
  private int counter;

  private ComputingModels(long seed) {
    // the first numbers of Random are much the same for seeds that are close
    random = new Random(new SplittableRandom(seed).nextLong());
    constants = new RandomConstants(random);
  }

  /** A model of IR version 10 or 11 with one to three inputs and outputs. */
  static Model model(long seed) {
    ComputingModels generator = new ComputingModels(seed);
    int version = generator.random.nextBoolean() ? 10 : 11;
    Model model = new Model("net " + generator.text(), version);
    Scope scope = generator.new Scope(model, 4, DEPTH);
    for (int i = generator.random.nextInt(3); i >= 0; i--) {
      scope.parameter(ElementType.F32, generator.rows() + ",4");
    }
    scope.grow(3 + generator.random.nextInt(10));
    for (int i = generator.random.nextInt(3); i >= 0; i--) {
      scope.result(scope.computed());
    }
    generator.metadata(model);
    return model;
  }

  private String rows() {
    return List.of("2", "?", "1..3", "2..").get(random.nextInt(4));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private void metadata(Model model) {
    model.runtimeInfo().add(XmlElement.value("Runtime_version", text()));
    XmlElement nested = XmlElement.value("leaf", text());
    for (int i = random.nextInt(6); i > 0; i--) {
      nested = XmlElement.of("level" + i, List.of(nested));
    }
    model.runtimeInfo().add(XmlElement.of("conversion_parameters", List.of(nested)));
  }

  /** A graph being made. */
  private final class Scope {
    private final Model model;
    private final long width;
    private final int depth;
    private final List<Output> values = new ArrayList<>();

    Scope(Model model, long width, int depth) {
      this.model = model;
      this.width = width;
      this.depth = depth;
    }

    Output any() {
      return values.get(random.nextInt(values.size()));
    }

    // OpenVINO takes no Result of version 10 that reads a Parameter, or what another one reads
    Output computed() {
      List<Output> all =
          values.stream()
              .filter(v -> !v.operation().type().equals(OperationTypes.PARAMETER))
              .filter(v -> model.irVersion() > 10 || !isRead(v))
              .toList();
      return all.get(random.nextInt(all.size()));
    }

    private static boolean isRead(Output value) {
      return value.consumers().stream().anyMatch(i -> i.operation().is(OperationTypes.RESULT));
    }

    private PartialShape shape() {
      return PartialShape.of(-1, width);
    }

    Operation parameter(ElementType type, String shape) {
      Operation op = model.add(new Operation(OperationTypes.PARAMETER, "opset1", name("in")));
      op.with("shape", shape).with("element_type", type.irName());
      Output out = op.addOutput(type, PartialShape.parse(shape));
      label(out);
      if (type == ElementType.F32) {
        values.add(out);
      }
      return op;
    }

    Operation result(Output value) {
      Operation op = new Operation(OperationTypes.RESULT, "opset1", name("out"));
      return model.add(op).addInput(value);
    }

    void grow(int steps) {
      for (int i = 0; i < steps; i++) {
        Output value = step();
        label(value);
        values.add(value);
      }
    }

    private Output step() {
      return switch (random.nextInt(depth > 0 ? 13 : 9)) {
        case 0, 1 -> unary();
        case 2 -> binary(any(), any());
        case 3, 4 -> binary(any(), constant());
        case 5 -> topK();
        case 6 -> withEmpty();
        case 7 -> strings();
        case 8 -> width == 4 ? split() : unary();
        case 9, 10 -> branch();
        case 11 -> width == 4 ? iterator() : branch();
        default -> loop();
      };
    }

    private Operation op(String type, String opset, Output... inputs) {
      Operation op = model.add(new Operation(type, opset, name(type)));
      List.of(inputs).forEach(op::addInput);
      if (random.nextInt(3) == 0) {
        op.runtimeInfo().add(attribute());
      }
      return op;
    }

    private Output unary() {
      String type = List.of("ReLU", "Tanh", "Sigmoid", "Abs", "Floor").get(random.nextInt(5));
      return op(type, "opset1", any()).addOutput(ElementType.F32, shape());
    }

    private Output binary(Output a, Output b) {
      String type = List.of("Add", "Multiply", "Subtract", "Maximum").get(random.nextInt(4));
      Operation op = op(type, "opset1", a, b).with("auto_broadcast", "numpy");
      return op.addOutput(ElementType.F32, shape());
    }

    private Output literal(Tensor value) {
      return model.add(Operation.constant(name("const"), value)).output(0);
    }

    private Output indices(long... values) {
      return literal(Tensor.ofLongs(Shape.of(values.length), values));
    }

    private Output index(long value) {
      return literal(Tensor.ofLongs(Shape.of(), value));
    }

    /** Any type, converted; a row, one row of a matrix, or a scalar. */
    private Output constant() {
      Output value = literal(constants.next(width));
      if (value.type() == ElementType.F32) {
        return value;
      }
      return toFloat(value);
    }

    private Output toFloat(Output value) {
      Operation op = op(OperationTypes.CONVERT, "opset1", value).with("destination_type", "f32");
      return op.addOutput(ElementType.F32, value.shape());
    }

    private Output topK() {
      Operation op = op("TopK", "opset3", any(), index(width));
      op.with("axis", "1").with("mode", "max").with("sort", "value");
      op.with("index_element_type", "i32");
      Output largest = op.addOutput(ElementType.F32, shape());
      Output places = op.addOutput(ElementType.I32, shape());
      label(places);
      return random.nextBoolean() ? largest : binary(largest, toFloat(places));
    }

    private Output withEmpty() {
      Output empty = literal(Tensor.allocate(ElementType.F32, Shape.of(0, width)));
      Operation op = op(OperationTypes.CONCAT, "opset1", any(), empty).with("axis", "0");
      return op.addOutput(ElementType.F32, shape());
    }

    private Output strings() {
      Operation unpack =
          op("StringTensorUnpack", "opset15", literal(constants.strings(text(), "", "ab")));
      unpack.addOutput(ElementType.I32, PartialShape.of(3));
      Output ends = unpack.addOutput(ElementType.I32, PartialShape.of(3));
      unpack.addOutput(ElementType.U8, PartialShape.of(-1));
      Operation sum = op("ReduceSum", "opset1", toFloat(ends), indices(0));
      sum.with("keep_dims", "false");
      return binary(any(), sum.addOutput(ElementType.F32, PartialShape.of()));
    }

    private Output split() {
      boolean even = random.nextBoolean();
      Operation op =
          even
              ? op("Split", "opset1", any(), index(1)).with("num_splits", "2")
              : op("VariadicSplit", "opset1", any(), index(1), indices(1, 3));
      Output left = op.addOutput(ElementType.F32, PartialShape.of(-1, even ? 2 : 1));
      Output right = op.addOutput(ElementType.F32, PartialShape.of(-1, even ? 2 : 3));
      Operation swapped = op(OperationTypes.CONCAT, "opset1", right, left).with("axis", "1");
      return swapped.addOutput(ElementType.F32, shape());
    }

    private Output condition() {
      Operation sum = op("ReduceSum", "opset1", any(), indices(0, 1)).with("keep_dims", "false");
      Output total = sum.addOutput(ElementType.F32, PartialShape.of());
      Output zero = literal(Tensor.of(Shape.of(), 0));
      Operation greater = op("Greater", "opset1", total, zero).with("auto_broadcast", "numpy");
      return greater.addOutput(ElementType.BOOLEAN, PartialShape.of());
    }

    private Scope inner(long innerWidth) {
      return new Scope(new Model("", model.irVersion()), innerWidth, depth - 1);
    }

    private Output branch() {
      Operation op = op("If", "opset8", condition(), any(), any());
      for (String role : List.of("then_body", "else_body")) {
        Scope body = inner(width);
        List<Link> links = new ArrayList<>();
        for (int port = 1; port <= 2; port++) {
          Operation parameter = body.parameter(ElementType.F32, "?," + width);
          links.add(new Link(LinkKind.INPUT, port, null, parameter, Map.of()));
        }
        body.grow(1 + random.nextInt(4));
        Operation result = body.result(body.values.get(body.values.size() - 1));
        links.add(new Link(LinkKind.OUTPUT, 0, result, null, Map.of()));
        op.subGraphs().add(new SubGraph(role, body.model, links));
      }
      return op.addOutput(ElementType.F32, shape());
    }

    /** Column by column, with a state; the columns of the results side by side. */
    private Output iterator() {
      Operation mean = op("ReduceMean", "opset1", any(), indices(1)).with("keep_dims", "true");
      Output start = mean.addOutput(ElementType.F32, PartialShape.of(-1, 1));
      Operation op = op("TensorIterator", "opset1", any(), start);
      Scope body = inner(1);
      Operation slice = body.parameter(ElementType.F32, "?,1");
      Operation state = body.parameter(ElementType.F32, "?,1");
      body.grow(1 + random.nextInt(3));
      Output last = body.values.get(body.values.size() - 1);
      Operation column = body.result(body.binary(last, slice.output(0)));
      Operation next = body.result(body.binary(state.output(0), column.input(0).source()));
      Map<String, String> sliced = sliced();
      op.subGraphs()
          .add(
              new SubGraph(
                  "body",
                  body.model,
                  List.of(
                      new Link(LinkKind.INPUT, 0, null, slice, sliced),
                      new Link(LinkKind.INPUT, 1, null, state, Map.of()),
                      new Link(LinkKind.OUTPUT, 0, column, null, sliced),
                      new Link(LinkKind.OUTPUT, 1, next, null, Map.of()),
                      new Link(LinkKind.BACK_EDGE, -1, next, state, Map.of()))));
      Output columns = op.addOutput(ElementType.F32, shape());
      Output end = op.addOutput(ElementType.F32, PartialShape.of(-1, 1));
      return binary(columns, end);
    }

    private static Map<String, String> sliced() {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("axis", "1");
      attributes.put("start", "0");
      attributes.put("end", "-1");
      attributes.put("stride", "1");
      attributes.put("part_size", "1");
      return attributes;
    }

    /** A state, three times, with the number of the iteration. */
    private Output loop() {
      Tensor yes = Tensor.allocate(ElementType.BOOLEAN, Shape.of());
      yes.bytes().put(0, (byte) 1);
      Operation op = op("Loop", "opset5", index(3), literal(yes), any());
      Scope body = inner(width);
      Operation iteration = body.parameter(ElementType.I64, "");
      Operation state = body.parameter(ElementType.F32, "?," + width);
      body.grow(1 + random.nextInt(3));
      Output number = body.toFloat(iteration.output(0));
      Output last = body.values.get(body.values.size() - 1);
      Operation next = body.result(body.binary(last, number));
      Operation goOn = body.result(body.literal(yes));
      op.subGraphs()
          .add(
              new SubGraph(
                  "body",
                  body.model,
                  List.of(
                      new Link(
                          LinkKind.INPUT,
                          -1,
                          null,
                          iteration,
                          Map.of("purpose", "current_iteration")),
                      new Link(LinkKind.INPUT, 2, null, state, Map.of()),
                      new Link(LinkKind.OUTPUT, 0, next, null, Map.of()),
                      new Link(
                          LinkKind.OUTPUT,
                          -1,
                          goOn,
                          null,
                          Map.of("purpose", "execution_condition")),
                      new Link(LinkKind.BACK_EDGE, -1, next, state, Map.of()))));
      return op.addOutput(ElementType.F32, shape());
    }

    private String name(String kind) {
      return kind + " " + text() + counter++;
    }

    private void label(Output output) {
      for (int i = random.nextInt(3); i > 0; i--) {
        output.names().add(text() + counter++);
      }
    }
  }

  private XmlElement attribute() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("name", random.nextBoolean() ? "fused_names" : "custom");
    attributes.put("version", "0");
    attributes.put("value", text());
    return new XmlElement("attribute", attributes, List.of(), "");
  }
}
