package org.octet.algorithms.minmax.internal;

import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;

/**
 * Which weights keep one bit in reserve. CPUs without VNNI add two products of an unsigned 8-bit
 * activation and a weight in 16 bits, which saturates from {@code 255 * (|w1| + |w2|) > 32767} on.
 * Decided by what the model is for, never by the machine that quantizes it.
 *
 * @param fix what the user asks for
 * @param isa the instruction set that the model will run on
 * @param activations mode of the activations
 */
record SaturationRule(Fix fix, Isa isa, Mode activations) {

  /** What the user asks for. */
  enum Fix {
    /** As the target device and its instruction set need it. */
    AUTO,
    /** The first convolution on each path from an input. */
    FIRST_LAYER,
    /** Every convolution and MatMul, depth-wise ones excepted. */
    ALL,
    /** None. */
    NO
  }

  /** An instruction set of the target. */
  enum Isa {
    /** Not known: first layers, where the device says that there may be CPUs that need it. */
    ANY,
    AVX2,
    AVX512,
    /** Of 256 or 512 bits: products are added in 32 bits. */
    VNNI,
    AMX;

    boolean saturates() {
      return this == AVX2 || this == AVX512;
    }
  }

  /** How much of a weight keeps the reserve. */
  enum Reserve {
    NONE,
    /** The output channels with a pair of codes whose products can saturate. */
    SATURATING_CHANNELS,
    ALL_CHANNELS;

    /** The larger of both. */
    Reserve or(Reserve other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** The reserve that a quantized operation's weights need. */
  Reserve reserve(Operation op, Placement placement, TargetDevice device) {
    boolean first = placement.firstLayers().contains(op.name());
    return switch (fix) {
      case NO -> Reserve.NONE;
      case ALL -> isAdded(op) ? Reserve.ALL_CHANNELS : Reserve.NONE;
      case FIRST_LAYER -> first ? Reserve.ALL_CHANNELS : Reserve.NONE;
      case AUTO -> {
        if (!device.saturationFix() || readsSignedCodes(op)) {
          yield Reserve.NONE;
        }
        if (isa == Isa.ANY) {
          yield first ? Reserve.ALL_CHANNELS : Reserve.NONE;
        }
        yield isa.saturates() && isAdded(op) ? Reserve.SATURATING_CHANNELS : Reserve.NONE;
      }
    };
  }

  /** Whether products of several channels are added: depth-wise kernels work otherwise. */
  private static boolean isAdded(Operation op) {
    return OperationTraits.isLinear(op) && !OperationTraits.isDepthwise(op);
  }

  /**
   * Whether the codes that an operation reads are signed. For these oneDNN halves the weights by
   * itself on CPUs that would saturate, so that a reserve in the model costs one bit for nothing.
   */
  private boolean readsSignedCodes(Operation op) {
    if (activations != Mode.SYMMETRIC) {
      return false;
    }
    int port = OperationTraits.weightPort(op).orElse(1) == 0 ? 1 : 0;
    Operation source = op.input(port).source().operation();
    while (OperationTraits.movesValues(source)) {
      source = source.input(0).source().operation();
    }
    return FakeQuantize.of(source).map(fq -> fq.inputRange().low()[0] < 0).orElse(false);
  }
}
