package org.octet.engines.ie.internal;

import java.util.List;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The engine {@code ie}: one sample through one model. Immutable. */
public final class IeEngineProvider implements EngineProvider {
  private static final String FEEDBACK = "feedback";
  private static final String SEQUENCE = "sequence";

  @Override
  public String name() {
    return "ie";
  }

  @Override
  public String description() {
    return "Runs one model; the prediction is its outputs.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.bool(
            SEQUENCE,
            false,
            "whether a sample's tensors have an axis of steps before those of the input, one"
                + " inference each; outputs are stacked along it"),
        Parameter.strings(
            FEEDBACK,
            "OUTPUT:INPUT pairs: the output of a step is the input of the next one, zeros in the"
                + " first; means sequence=true"));
  }

  @Override
  public Engine create(Parameters parameters) {
    List<String> feedback =
        parameters.has(FEEDBACK) ? parameters.strings(FEEDBACK) : List.<String>of();
    return parameters.bool(SEQUENCE) || !feedback.isEmpty()
        ? new SequenceEngine(feedback)
        : new IeEngine();
  }
}
