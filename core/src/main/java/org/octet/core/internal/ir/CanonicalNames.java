package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.SubGraph;

/**
 * Gives imported models names that are the same on every reading. Importers number nodes with a
 * counter of the process ({@code Reshape_2464}, {@code Split_3883.0}); such names, and those that
 * two operations share, become type and position in the file ({@code Const_12}). Tensor names are
 * never touched, in version 10 the friendly names of inputs and outputs neither: they are the
 * user's.
 */
public final class CanonicalNames {
  private static final Pattern NUMBERED = Pattern.compile("([A-Za-z]\\w*?)_\\d+(?:[./_].*)?");

  private CanonicalNames() {}

  /**
   * Renames automatic and duplicate names in a model and in its nested graphs. Applied twice it
   * changes nothing more.
   */
  public static void apply(Model model) {
    // Results last: in version 11 they are named after what they read, which keeps the name
    List<Operation> order = LayerOrder.of(model);
    Set<Operation> users = userNamed(model);
    Set<String> taken = new HashSet<>();
    users.forEach(op -> taken.add(op.name()));
    List<Integer> renamed = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Operation op = order.get(i);
      if (!users.contains(op) && (isAutomatic(op.name()) || !taken.add(op.name()))) {
        renamed.add(i);
      }
    }
    for (int index : renamed) {
      Operation op = order.get(index);
      model.rename(op, free(op.type() + "_" + index, taken));
    }
    order.forEach(op -> op.subGraphs().stream().map(SubGraph::body).forEach(CanonicalNames::apply));
  }

  private static String free(String wanted, Set<String> taken) {
    String candidate = wanted;
    for (int i = 1; !taken.add(candidate); i++) {
      candidate = wanted + "_" + i;
    }
    return candidate;
  }

  /** Whether a name is one that OpenVINO makes itself. */
  static boolean isAutomatic(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() && OpenVinoTypes.contains(matcher.group(1));
  }

  private static Set<Operation> userNamed(Model model) {
    if (model.irVersion() == 11) {
      return model.parameters().stream()
          .filter(op -> !isAutomatic(op.name()))
          .collect(Collectors.toSet());
    }
    Set<Operation> named = new HashSet<>(model.parameters());
    for (Operation result : model.results()) {
      named.add(result);
      // an output of version 10 is called like the operation that computes it
      result.inputs().stream().map(Input::source).forEach(s -> named.add(s.operation()));
    }
    return named;
  }
}
