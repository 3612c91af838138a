package org.octet.engines.ie.internal;

import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.plugin.Parameters;

/** The engine {@code ie}: one sample through one model. Immutable. */
public final class IeEngineProvider implements EngineProvider {
  @Override
  public String name() {
    return "ie";
  }

  @Override
  public String description() {
    return "Runs one model; the prediction is its outputs.";
  }

  @Override
  public Engine create(Parameters parameters) {
    return new IeEngine();
  }
}
