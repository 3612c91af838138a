package org.octet.api.runtime;

import java.util.List;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;

/**
 * One input or output of a compiled model.
 *
 * @param name its first tensor name in byte order, else the operation's friendly name
 * @param names all tensor names
 * @param type element type
 * @param shape shape, possibly dynamic
 */
public record TensorInfo(String name, List<String> names, ElementType type, PartialShape shape) {
  /** Copies the list. */
  public TensorInfo {
    names = List.copyOf(names);
  }
}
