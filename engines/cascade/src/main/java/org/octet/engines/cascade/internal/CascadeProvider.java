package org.octet.engines.cascade.internal;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The engine {@code cascade}: a detector, then models that look at what it found. Immutable. */
public final class CascadeProvider implements EngineProvider {
  private static final String STAGES = "stages";

  @Override
  public String name() {
    return "cascade";
  }

  @Override
  public String description() {
    return "Runs models one after the other: a detector on the picture, the others on crops of it.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.objects(
                STAGES,
                "the models in order, the first one a detector whose decoder gives boxes",
                StageSettings.PARAMETERS)
            .mandatory());
  }

  @Override
  public Engine create(Parameters parameters) {
    List<Stage> stages = new ArrayList<>();
    for (Parameters each : parameters.objects(STAGES)) {
      stages.add(new Stage(StageSettings.of(each, STAGES + "[" + stages.size() + "]")));
    }
    if (stages.isEmpty()) {
      throw new InputException("engine 'cascade': stages: at least one is needed");
    }
    return new CascadeEngine(stages);
  }
}
