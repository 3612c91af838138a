package org.octet.engines.decoders.internal;

import java.util.function.Function;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** What all providers here have in common. Immutable. */
public abstract class DecoderPlugin implements DecoderProvider {
  private final String name;
  private final String description;
  private final ParameterSchema schema;
  private final Function<Parameters, Decoder> constructor;

  DecoderPlugin(
      String name,
      String description,
      ParameterSchema schema,
      Function<Parameters, Decoder> constructor) {
    this.name = name;
    this.description = description;
    this.schema = schema;
    this.constructor = constructor;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final ParameterSchema parameters() {
    return schema;
  }

  @Override
  public final Decoder create(Parameters parameters) {
    return constructor.apply(parameters);
  }
}
