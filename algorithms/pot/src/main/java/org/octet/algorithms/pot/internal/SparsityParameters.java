package org.octet.algorithms.pot.internal;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** What both sparsity algorithms take. Stateless. */
final class SparsityParameters {
  private SparsityParameters() {}

  /** The parameters, and more. */
  static ParameterSchema with(Parameter... more) {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.number("sparsityLevel", 0.3, 0, 0.99, "share of the weights that become zero"));
    all.add(
        Parameter.bool(
            "normedThreshold",
            true,
            "whether weights are compared as shares of their layer's length (L2 norm); else first"
                + " layers are left alone"));
    all.addAll(List.of(more));
    all.addAll(Ignored.parameters());
    return new ParameterSchema(all);
  }

  static Sparsity create(String name, Parameters p, boolean corrected) {
    return new Sparsity(
        name, p.number("sparsityLevel"), p.bool("normedThreshold"), corrected, Ignored.of(p));
  }
}
