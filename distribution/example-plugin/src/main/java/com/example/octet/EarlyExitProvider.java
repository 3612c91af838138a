package com.example.octet;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * A cascade of two classifiers: the first is small and answers what it is sure of, the second is
 * asked for the rest.
 */
public final class EarlyExitProvider implements EngineProvider {
  @Override
  public String name() {
    return "early-exit";
  }

  @Override
  public String description() {
    return "Two classifiers: the second is asked where the first is not sure.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.number("margin", 2.0, 0, 1e30, "how far the best score must be from the second"));
  }

  @Override
  public Engine create(Parameters parameters) {
    return new EarlyExit(parameters.number("margin"));
  }

  private record EarlyExit(double margin) implements Engine {
    @Override
    public Prediction run(Sample sample, Models models) {
      List<String> names = models.names();
      if (names.size() != 2) {
        throw new InputException("engine early-exit: two models are needed, not " + names);
      }
      Map<String, Tensor> first = models.infer(names.get(0), sample.data());
      Map<String, Tensor> outputs =
          isSure(first) ? first : models.infer(names.get(1), sample.data());
      return new Prediction(outputs, Optional.empty());
    }

    private boolean isSure(Map<String, Tensor> outputs) {
      FloatBuffer scores = outputs.values().iterator().next().floats();
      float best = Float.NEGATIVE_INFINITY;
      float second = Float.NEGATIVE_INFINITY;
      while (scores.hasRemaining()) {
        float score = scores.get();
        second = Math.max(second, Math.min(best, score));
        best = Math.max(best, score);
      }
      return best - second >= margin;
    }
  }
}
