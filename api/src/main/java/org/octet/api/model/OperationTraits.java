package org.octet.api.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/**
 * What is known about operation types, written once: which input is the weight, which axis holds
 * channels, what only moves values. Types are spelled as in the IR. Stateless; an operation of an
 * unknown type has none of the traits.
 *
 * <p>Weight layouts, with groups G, output channels O, input channels I and spatial axes S: {@code
 * Convolution} O,I,S; {@code ConvolutionBackpropData} I,O,S; {@code GroupConvolution} G,O,I,S;
 * {@code GroupConvolutionBackpropData} G,I,O,S; {@code MatMul} by port and transposition.
 */
public final class OperationTraits {
  /** The type under which devices list a GroupConvolution of one input channel per group. */
  public static final String DEPTHWISE_CONVOLUTION = "DepthwiseConvolution";

  /** The type under which devices list a Gather of rows from a constant table. */
  public static final String EMBEDDING = "Embedding";

  /** Narrower tables hold coordinates or the like, not embeddings. */
  private static final int FEWEST_COLUMNS = 16;

  /** The types of convolutions, in a fixed order. */
  public static final List<String> CONVOLUTIONS =
      List.of(
          OperationTypes.CONVOLUTION,
          OperationTypes.GROUP_CONVOLUTION,
          OperationTypes.CONVOLUTION_BACKPROP_DATA,
          OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA);

  private static final Set<String> MOVERS =
      Set.of(
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Split",
          "VariadicSplit",
          "StridedSlice",
          "Slice",
          "Gather",
          "GatherND",
          "GatherElements",
          "Tile",
          "Broadcast",
          "Pad",
          "Concat",
          "ShuffleChannels",
          "DepthToSpace",
          "SpaceToDepth",
          "BatchToSpace",
          "SpaceToBatch",
          "Reverse",
          "Roll",
          "MaxPool",
          "AdaptiveMaxPool",
          "ReduceMax");

  private static final Set<String> ACTIVATIONS =
      Set.of(
          "ReLU",
          "Clamp",
          "Elu",
          "PReLU",
          "Sigmoid",
          "HSigmoid",
          "HardSigmoid",
          "Swish",
          "HSwish",
          "Selu",
          "Gelu",
          "Tanh",
          "Mish",
          "SoftPlus");

  private static final Set<String> ELEMENTWISE =
      Set.of(
          "Add",
          "Subtract",
          "Multiply",
          "Divide",
          "Maximum",
          "Minimum",
          "Power",
          "SquaredDifference",
          "FloorMod",
          "Mod",
          "Less",
          "LessEqual",
          "Greater",
          "GreaterEqual",
          "Equal",
          "NotEqual",
          "LogicalAnd",
          "LogicalOr",
          "LogicalXor");

  private static final Set<String> POOLING =
      Set.of("MaxPool", "AvgPool", "AdaptiveMaxPool", "AdaptiveAvgPool");

  private static final Set<String> CONSTANT_PATH =
      Set.of(OperationTypes.CONVERT, OperationTypes.RESHAPE);

  private OperationTraits() {}

  /**
   * A bias: an addition of one constant value per output channel directly behind an operation.
   *
   * @param add the addition
   * @param input the addition's input that reads the constant
   * @param constant the constant, possibly behind a Convert or Reshape
   */
  public record Bias(Operation add, Input input, Operation constant) {}

  /** Whether the type is a convolution of any kind. */
  public static boolean isConvolution(Operation op) {
    return CONVOLUTIONS.contains(op.type());
  }

  /** Whether the type multiplies its input with a weight: convolutions and MatMul. */
  public static boolean isLinear(Operation op) {
    return isConvolution(op) || op.is(OperationTypes.MAT_MUL);
  }

  /** Whether the type gives values unchanged, only elsewhere or fewer of them. */
  public static boolean movesValues(Operation op) {
    return MOVERS.contains(op.type());
  }

  /** Whether the type is an activation function. */
  public static boolean isActivation(Operation op) {
    return ACTIVATIONS.contains(op.type());
  }

  /** Whether the type combines two tensors element by element. */
  public static boolean isElementwise(Operation op) {
    return ELEMENTWISE.contains(op.type());
  }

  /** Whether the type is a pooling. */
  public static boolean isPooling(Operation op) {
    return POOLING.contains(op.type());
  }

  /** Whether this is a grouped convolution of more than one group with one input channel each. */
  public static boolean isDepthwise(Operation op) {
    if (!op.is(OperationTypes.GROUP_CONVOLUTION)) {
      return false;
    }
    PartialShape weight = op.input(1).source().shape();
    return weight.hasRank()
        && weight.rank() > 3
        && weight.dim(0).isStatic()
        && weight.dim(0).min() > 1
        && weight.dim(2).equals(Dimension.of(1));
  }

  /** The number of groups of a convolution; empty for other types, and while it is not known. */
  public static OptionalLong groups(Operation op) {
    if (op.is(OperationTypes.CONVOLUTION, OperationTypes.CONVOLUTION_BACKPROP_DATA)) {
      return OptionalLong.of(1);
    }
    boolean grouped =
        op.is(OperationTypes.GROUP_CONVOLUTION, OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA);
    PartialShape weight = grouped ? op.input(1).source().shape() : null;
    return grouped && weight.hasRank() && weight.dim(0).isStatic()
        ? OptionalLong.of(weight.dim(0).min())
        : OptionalLong.empty();
  }

  /**
   * Whether this is an embedding: a Gather of rows from a constant floating-point table of at least
   * 16 columns.
   */
  public static boolean isEmbedding(Operation op) {
    if (!op.is("Gather") || op.inputs().size() < 3) {
      return false;
    }
    PartialShape table = op.input(0).source().shape();
    Operation axis = op.input(2).source().operation();
    return table.hasRank()
        && table.rank() == 2
        && table.dim(1).min() >= FEWEST_COLUMNS
        && axis.isConstant()
        && isZero(axis.value())
        && hasWeight(op, 0);
  }

  private static boolean isZero(Tensor value) {
    ByteBuffer bytes = value.bytes();
    while (bytes.hasRemaining()) {
      if (bytes.get() != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether an operation that moves values also adds some that it does not read: a Pad with a
   * constant other than zero. An integer kernel cannot, so that no quantizer rises above it.
   */
  public static boolean addsValues(Operation op) {
    if (!op.is("Pad") || !op.attribute("pad_mode").orElse("constant").equals("constant")) {
      return false;
    }
    return op.inputs().size() > 3
        && !constantBehind(op.input(3).source()).filter(c -> isZero(c.value())).isPresent();
  }

  /** The type by which a device lists this operation. */
  public static String deviceType(Operation op) {
    if (isDepthwise(op)) {
      return DEPTHWISE_CONVOLUTION;
    }
    return isEmbedding(op) ? EMBEDDING : op.type();
  }

  /**
   * The input that reads a weight: of a convolution the second, of a MatMul the one that leads to a
   * constant. Empty when the weight is computed, and for other types.
   */
  public static OptionalInt weightPort(Operation op) {
    if (isConvolution(op)) {
      return hasWeight(op, 1) ? OptionalInt.of(1) : OptionalInt.empty();
    }
    if (!op.is(OperationTypes.MAT_MUL)) {
      return OptionalInt.empty();
    }
    if (hasWeight(op, 1)) {
      return OptionalInt.of(1);
    }
    return hasWeight(op, 0) ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /**
   * The inputs of a recurrent cell or sequence that read its weights, for the input and for the
   * state; empty for other types.
   */
  public static List<Integer> recurrentWeightPorts(Operation op) {
    return switch (op.type()) {
      case "RNNCell", "GRUCell", "AUGRUCell" -> List.of(2, 3);
      case "LSTMCell", "RNNSequence", "GRUSequence", "AUGRUSequence" -> List.of(3, 4);
      case "LSTMSequence" -> List.of(4, 5);
      default -> List.of();
    };
  }

  private static boolean hasWeight(Operation op, int port) {
    Output source = op.input(port).source();
    return constantBehind(source)
        .map(c -> Floats.supports(c.value().type()) && Floats.supports(source.type()))
        .orElse(false);
  }

  /**
   * The constant that a tensor comes from, directly or through Convert and Reshape, which keep the
   * order of elements; empty when it is computed otherwise.
   */
  public static Optional<Operation> constantBehind(Output tensor) {
    Operation op = tensor.operation();
    while (!op.isConstant()) {
      if (!CONSTANT_PATH.contains(op.type())) {
        return Optional.empty();
      }
      op = op.input(0).source().operation();
    }
    return Optional.of(op);
  }

  /**
   * The axes of a weight that tell output channels apart, ascending: a quantizer per channel keeps
   * these. For a MatMul all but the contracted axis, batch axes included; for recurrent operations
   * all but the last: directions and gates.
   *
   * @param op a convolution, MatMul, recurrent operation or embedding, whose channels are the rows
   * @param port the weight's input
   * @throws IllegalArgumentException for another type
   */
  public static List<Integer> weightChannelAxes(Operation op, int port) {
    return switch (op.type()) {
      case OperationTypes.CONVOLUTION, "Gather" -> List.of(0);
      case OperationTypes.CONVOLUTION_BACKPROP_DATA -> List.of(1);
      case OperationTypes.GROUP_CONVOLUTION -> List.of(0, 1);
      case OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA -> List.of(0, 2);
      case OperationTypes.MAT_MUL -> {
        List<Integer> axes = new ArrayList<>();
        int contracted = contractedAxis(op, port);
        for (int axis = 0; axis < op.input(port).source().shape().rank(); axis++) {
          if (axis != contracted) {
            axes.add(axis);
          }
        }
        yield List.copyOf(axes);
      }
      case "RNNCell", "GRUCell", "AUGRUCell", "LSTMCell" -> List.of(0);
      case "RNNSequence", "GRUSequence", "AUGRUSequence", "LSTMSequence" -> List.of(0, 1);
      default -> throw new IllegalArgumentException(op + " has no weight");
    };
  }

  /** The axis of a MatMul's input over which products are summed. */
  public static int contractedAxis(Operation matMul, int port) {
    int rank = matMul.input(port).source().shape().rank();
    if (rank == 1) {
      return 0;
    }
    boolean transposed =
        Boolean.parseBoolean(
            matMul.attribute(port == 0 ? "transpose_a" : "transpose_b").orElse("false"));
    // a: [.., M, K] and b: [.., K, N], unless transposed
    return (port == 0) == transposed ? rank - 2 : rank - 1;
  }

  /**
   * The channel axis of the tensor that an operation reads at its data input: 1 for convolutions,
   * the contracted axis for MatMul.
   *
   * @throws IllegalArgumentException for another type
   */
  public static int inputChannelAxis(Operation op, int port) {
    if (isConvolution(op)) {
      return 1;
    }
    if (op.is(OperationTypes.MAT_MUL)) {
      return contractedAxis(op, port);
    }
    throw new IllegalArgumentException(op + " has no channel axis");
  }

  /**
   * The axis of an operation's result that tells the weight's output channels apart: 1 for
   * convolutions; for MatMul the last axis when the weight is the second input, else the last but
   * one.
   */
  public static int outputChannelAxis(Operation op, int weightPort) {
    if (isConvolution(op)) {
      return 1;
    }
    int rank = op.output(0).shape().rank();
    return weightPort == 1 ? rank - 1 : rank - 2;
  }

  /** Whether the elements of a tensor can be told to be at least zero without measuring. */
  public static boolean isNonNegative(Output tensor) {
    return new Signs().isNonNegative(tensor, 0);
  }

  /**
   * The bias of a convolution or MatMul: an Add that alone reads its result (shapes apart), whose
   * other input is a constant with one value per output channel or one value.
   *
   * @param op the operation
   * @param channelAxis axis of the result that holds channels
   * @param channels number of channels
   */
  public static Optional<Bias> bias(Operation op, int channelAxis, long channels) {
    List<Input> consumers =
        op.output(0).consumers().stream().filter(c -> !c.operation().is("ShapeOf")).toList();
    if (consumers.size() != 1 || !consumers.get(0).operation().is(OperationTypes.ADD)) {
      return Optional.empty();
    }
    Operation add = consumers.get(0).operation();
    Input other = add.input(1 - consumers.get(0).index());
    int rank = op.output(0).shape().rank();
    return constantBehind(other.source())
        .filter(c -> Floats.supports(c.value().type()))
        .filter(c -> perChannel(other.source().shape(), rank, channelAxis, channels))
        .map(c -> new Bias(add, other, c));
  }

  private static boolean perChannel(PartialShape shape, int rank, int axis, long channels) {
    if (!shape.hasRank() || shape.rank() > rank) {
      return false;
    }
    int offset = rank - shape.rank();
    for (int i = 0; i < shape.rank(); i++) {
      Dimension d = shape.dimensions().get(i);
      boolean fits = d.equals(Dimension.of(1));
      if (!fits && (i + offset != axis || !d.equals(Dimension.of(channels)))) {
        return false;
      }
    }
    return true;
  }
}
