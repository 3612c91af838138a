package org.octet.engines.decoders.internal;

import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code argmax}. Immutable. */
public final class ArgMaxProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(OutputChoice.parameter(ArgMax.FORM), ScoreMaps.layout());

  /** Called by the service loader. */
  public ArgMaxProvider() {
    super(
        "argmax",
        "The class with the highest score: one for a vector, a mask for maps, which are resized to"
            + " the picture first.",
        SCHEMA,
        ArgMax::new);
  }
}
