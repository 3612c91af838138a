package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.octet.api.error.UnsupportedModelException;

/**
 * The {@code names} attribute of ports: tensor names separated by commas, a comma inside a name
 * written as {@code \,}. There is no escape for the backslash itself, in OpenVINO neither.
 */
final class TensorNames {
  private TensorNames() {}

  /** The names in their order; empty ones are none. */
  static Set<String> parse(String attribute) {
    Set<String> names = new LinkedHashSet<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < attribute.length(); i++) {
      char c = attribute.charAt(i);
      if (c == '\\' && i + 1 < attribute.length() && attribute.charAt(i + 1) == ',') {
        name.append(',');
        i++;
      } else if (c == ',') {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    names.remove("");
    return names;
  }

  /**
   * The attribute for these names, in their order.
   *
   * @throws UnsupportedModelException when two names end in a backslash, which the format cannot
   *     express
   */
  static String format(Collection<String> names) {
    List<String> ordered = new ArrayList<>();
    List<String> last = new ArrayList<>();
    // a backslash before the separating comma would escape it
    names.forEach(n -> (n.endsWith("\\") ? last : ordered).add(n));
    if (last.size() > 1) {
      throw new UnsupportedModelException(
          "tensor names " + last + " of one tensor end in a backslash; an IR can hold one of them");
    }
    ordered.addAll(last);
    ordered.remove("");
    return String.join(",", ordered.stream().map(n -> n.replace(",", "\\,")).toList());
  }
}
