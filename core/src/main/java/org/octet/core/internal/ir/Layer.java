package org.octet.core.internal.ir;

import java.util.List;
import org.octet.api.model.Operation;
import org.octet.api.model.XmlElement;
import org.octet.core.internal.ir.XmlCursor.Position;

/**
 * A layer that was read, before its inputs are connected.
 *
 * @param operation the operation with its outputs, without inputs
 * @param inputs its input ports in order
 * @param outputs its output ports in order
 * @param at where it starts
 */
record Layer(Operation operation, List<Port> inputs, List<Port> outputs, Position at) {

  /**
   * A port.
   *
   * @param id number in the layer; any numbers do, their order counts
   * @param runtimeInfo metadata
   */
  record Port(long id, List<XmlElement> runtimeInfo) {}

  /** Position of a port among the input or the output ports; -1 where there is none. */
  static int indexOf(List<Port> ports, long id) {
    if (ports.isEmpty()) {
      return -1;
    }
    // ids are consecutive in all but odd files
    long guess = id - ports.get(0).id();
    if (guess >= 0 && guess < ports.size() && ports.get((int) guess).id() == id) {
      return (int) guess;
    }
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).id() == id) {
        return i;
      }
    }
    return -1;
  }
}
