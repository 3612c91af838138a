package org.octet.algorithms.minmax.internal;

import java.util.List;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.model.TensorId;

/**
 * A quantizer on an activation.
 *
 * @param name friendly name of its FakeQuantize
 * @param tensor the float tensor
 * @param consumers the inputs that will read the quantized tensor
 * @param apart those consumers that do without the group's range: they get their own quantizer
 *     where the group's range would cost them precision
 * @param ownName friendly name of that quantizer
 * @param config the kind of quantizer
 * @param nonNegative whether the tensor is known to be at least zero everywhere
 * @param group quantizers of one group share one range; a group has the index of its first member
 */
record ActivationQuantizer(
    String name,
    TensorId tensor,
    List<Port> consumers,
    List<Port> apart,
    String ownName,
    QuantizerConfig config,
    boolean nonNegative,
    int group) {
  /** The axis that a quantizer per channel keeps. */
  static final int CHANNEL_AXIS = 1;

  ActivationQuantizer {
    consumers = List.copyOf(consumers);
    apart = List.copyOf(apart);
  }
}
