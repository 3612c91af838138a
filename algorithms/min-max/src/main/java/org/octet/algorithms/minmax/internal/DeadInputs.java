package org.octet.algorithms.minmax.internal;

import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.model.Model;
import org.octet.api.model.OperationTypes;

/** Inputs of models that are zero in all samples, so that their ranges are guesses. Stateless. */
final class DeadInputs {
  private DeadInputs() {}

  /** Names them in the report. */
  static void note(
      Model model,
      Placement placement,
      RangeRule rule,
      RangeRule.Measured measured,
      AlgorithmContext context) {
    for (ActivationQuantizer q : placement.activations()) {
      boolean input = q.tensor().in(model).operation().is(OperationTypes.PARAMETER);
      if (input && rule.extremes(q, measured).isZero()) {
        context.note(
            "input '%s' is 0 in all samples: its range is a guess that cuts other values off; give"
                    .formatted(q.tensor().operation())
                + " typical samples");
      }
    }
  }
}
