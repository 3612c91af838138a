package org.octet.algorithms.minmax.internal;

import java.util.List;
import org.octet.api.device.QuantizerConfig;

/**
 * A quantizer on a constant weight.
 *
 * @param name friendly name of its FakeQuantize
 * @param consumers the inputs that read this weight, all with the same channel axes
 * @param channelAxes the axes that are kept, ascending; empty: one range for the whole weight
 * @param config the kind of quantizer
 */
record WeightQuantizer(
    String name, List<Port> consumers, List<Integer> channelAxes, QuantizerConfig config) {
  WeightQuantizer {
    consumers = List.copyOf(consumers);
    channelAxes = List.copyOf(channelAxes);
  }
}
