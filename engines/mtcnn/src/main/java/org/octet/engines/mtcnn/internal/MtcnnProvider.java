package org.octet.engines.mtcnn.internal;

import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The engine {@code mtcnn}: faces in pictures, by a cascade of three networks. Immutable. */
public final class MtcnnProvider implements EngineProvider {
  @Override
  public String name() {
    return "mtcnn";
  }

  @Override
  public String description() {
    return "Finds faces with the three networks of MT-CNN: a pyramid, candidates, two refinements.";
  }

  @Override
  public ParameterSchema parameters() {
    return Settings.SCHEMA;
  }

  @Override
  public Engine create(Parameters parameters) {
    return new MtcnnEngine(Settings.of(parameters));
  }
}
