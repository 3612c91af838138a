package org.octet.engines.decoders.internal;

import java.util.List;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code threshold}. Immutable. */
public final class ThresholdProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(Threshold.FORM),
          ScoreMaps.layout(),
          Parameter.integer("channel", 0, 0, 1_000_000, "which class of the output is looked at"),
          Parameter.choice(
              "activation",
              Threshold.NONE,
              List.of(Threshold.NONE, Threshold.SIGMOID, Threshold.SOFTMAX),
              "what turns the output into probabilities; softmax is over the classes"),
          Parameter.number(
              "threshold", 0.5, -1e30, 1e30, "the answer is yes where the value is above this"),
          Parameter.integer(
              "classIndex", 1, 1, 1_000_000, "class that stands for yes; class 0 stands for no"));

  /** Called by the service loader. */
  public ThresholdProvider() {
    super(
        "threshold",
        "Yes or no from one channel: a mask for maps, which are resized to the picture first, a"
            + " class for a vector, the score itself for a single number.",
        SCHEMA,
        Threshold::new);
  }
}
