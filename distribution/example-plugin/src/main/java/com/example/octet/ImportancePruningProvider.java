package com.example.octet;

import java.util.Arrays;
import java.util.function.Consumer;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * Sets the least important weights of convolutions to zero: those with the least product of their
 * own magnitude and the largest magnitude of the input channel that they read.
 */
public final class ImportancePruningProvider implements AlgorithmProvider {
  @Override
  public String name() {
    return "ImportancePruning";
  }

  @Override
  public String description() {
    return "Sets the least important weights of convolutions to zero.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.number("share", 0.1, 0, 1, "which share of the weights of each layer"));
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new Pruning(parameters.number("share"));
  }

  private record Pruning(double share) implements Algorithm {
    @Override
    public void register(OptimizedModel models, StatisticRequests r, AlgorithmContext context) {
      models.models().forEach((name, m) -> layers(m, layer -> r.request(inputOf(name, layer))));
    }

    @Override
    public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
      models
          .models()
          .forEach(
              (name, m) ->
                  layers(m, layer -> prune(layer, statistics.get(inputOf(name, layer)))));
      context.note("ImportancePruning: a share of %s of the weights is zero".formatted(share));
    }

    /** Plain convolutions whose weight is a constant of their own. */
    private static void layers(Model model, Consumer<Operation> action) {
      for (Operation layer : model.ofType("Convolution")) {
        Operation weight = layer.input(1).source().operation();
        if (weight.isConstant()
            && weight.value().type() == ElementType.F32
            && weight.output(0).consumers().size() == 1) {
          action.accept(layer);
        }
      }
    }

    private static StatisticRequest inputOf(String model, Operation layer) {
      TensorId input = TensorId.of(model, layer.input(0).source());
      return StatisticRequest.perChannel(input, Reducer.ABS_MAX, Aggregator.MAX, 1);
    }

    /**
     * @param inputs largest magnitude by input channel
     */
    private void prune(Operation layer, float[] inputs) {
      Operation weight = layer.input(1).source().operation();
      Tensor old = weight.value();
      float[] values = old.toFloats();
      int kernel = (int) (old.shape().elements() / old.shape().dim(0) / inputs.length);
      float[] importance = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        importance[i] = Math.abs(values[i]) * inputs[i / kernel % inputs.length];
      }
      float[] sorted = importance.clone();
      Arrays.sort(sorted);
      float least = sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
      for (int i = 0; i < values.length; i++) {
        values[i] = importance[i] < least ? 0 : values[i];
      }
      weight.setValue(Tensor.of(old.shape(), values));
    }
  }
}
