package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.plugin.Parameters;

/**
 * What the user wants left in float. An entry that begins with the name of a model and a colon,
 * such as {@code pnet:conv1}, is for that model of a cascade only.
 *
 * @param entries in the order of the parameters
 */
record IgnoredScope(List<Entry> entries) {
  IgnoredScope {
    entries = List.copyOf(entries);
  }

  /**
   * One wish.
   *
   * @param key parameter that it comes from
   * @param text what the user wrote
   */
  private record Entry(String key, String text) {}

  static IgnoredScope of(Parameters p) {
    List<Entry> entries = new ArrayList<>();
    for (String key : List.of("Names", "Types", "Patterns", "Subgraphs")) {
      String name = "ignored" + key;
      if (p.has(name)) {
        p.strings(name).forEach(text -> entries.add(new Entry(name, text)));
      }
    }
    return new IgnoredScope(entries);
  }

  /**
   * Finds the operations to leave alone.
   *
   * @param models the models by name
   * @return for each model its operations to leave alone, and what asked for it
   * @throws InputException with every entry that matches nothing or is malformed, and what is near
   */
  Map<String, Map<Operation, String>> find(Map<String, Model> models) {
    Map<String, Map<Operation, String>> ignored = new LinkedHashMap<>();
    models.keySet().forEach(name -> ignored.put(name, new LinkedHashMap<>()));
    List<String> complaints = new ArrayList<>();
    for (Entry entry : entries) {
      try {
        find(entry, models, ignored);
      } catch (InputException e) {
        complaints.add(e.getMessage());
      }
    }
    if (!complaints.isEmpty()) {
      throw new InputException(String.join("; ", complaints));
    }
    return ignored;
  }

  private static void find(
      Entry entry, Map<String, Model> models, Map<String, Map<Operation, String>> ignored) {
    Map<String, Model> searched = models;
    String text = entry.text();
    int colon = text.indexOf(':');
    if (colon > 0 && models.containsKey(text.substring(0, colon))) {
      String name = text.substring(0, colon);
      searched = Map.of(name, models.get(name));
      text = text.substring(colon + 1);
    }
    Selection selection = Selection.of(entry.key(), text);
    List<List<Operation>> operations = new ArrayList<>();
    boolean found = false;
    for (Map.Entry<String, Model> model : searched.entrySet()) {
      List<Operation> computed =
          model.getValue().operations().stream().filter(op -> !op.isConstant()).toList();
      operations.add(computed);
      for (Operation op : selection.select(computed)) {
        ignored.get(model.getKey()).putIfAbsent(op, selection.toString());
        found = true;
      }
    }
    if (!found) {
      throw new InputException(
          selection.complaint(operations.stream().flatMap(List::stream).toList()));
    }
  }
}
