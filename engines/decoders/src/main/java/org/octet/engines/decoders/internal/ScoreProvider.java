package org.octet.engines.decoders.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code score}. Immutable. */
public final class ScoreProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.string(
              "output", null, "name of the output to read; default: the first that fits"),
          Parameter.integer(
              "index",
              null,
              0,
              Integer.MAX_VALUE,
              "which element of the output; default: the only one"));

  /** Called by the service loader. */
  public ScoreProvider() {
    super("score", "One number of an output, as it is.", SCHEMA, SingleScore::new);
  }
}
