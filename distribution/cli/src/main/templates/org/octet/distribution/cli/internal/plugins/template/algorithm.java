package @package@;

import java.util.Optional;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Cuts off the weights of convolutions that lie far out, so that the others get finer steps. */
public final class @class@ implements AlgorithmProvider {
  @Override
  public String name() {
    return "@name@";
  }

  @Override
  public String description() {
    return "Cuts off the weights of convolutions that lie far out.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.number("deviations", 4.0, 0.1, 100, "how far, in standard deviations"));
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new Clipping(parameters.number("deviations"));
  }

  /** Needs no statistics of activations: it registers nothing. */
  private record Clipping(double deviations) implements Algorithm {
    @Override
    public void register(OptimizedModel models, StatisticRequests r, AlgorithmContext context) {}

    @Override
    public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
      int changed = 0;
      for (Model model : models.models().values()) {
        for (Operation convolution : model.ofType("Convolution")) {
          context.cancellation().check();
          Operation weight = convolution.input(1).source().operation();
          // other readers of a shared constant keep their values
          if (weight.isConstant() && weight.output(0).consumers().size() == 1) {
            changed += clipped(weight.value()).map(v -> set(weight, v)).orElse(0);
          }
        }
      }
      context.note("@name@: weights of %d layers were cut off".formatted(changed));
    }

    private static int set(Operation weight, Tensor value) {
      weight.setValue(value);
      return 1;
    }

    /** A new tensor: the old one is shared by copies of the model. */
    private Optional<Tensor> clipped(Tensor weight) {
      if (weight.type() != ElementType.F32) {
        return Optional.empty();
      }
      float[] values = weight.toFloats();
      double sum = 0;
      double squares = 0;
      for (float v : values) {
        sum += v;
        squares += (double) v * v;
      }
      double mean = sum / values.length;
      double far = deviations * Math.sqrt(Math.max(0, squares / values.length - mean * mean));
      boolean changed = false;
      for (int i = 0; i < values.length; i++) {
        float near = (float) Math.max(mean - far, Math.min(mean + far, values[i]));
        changed |= near != values[i];
        values[i] = near;
      }
      return changed ? Optional.of(Tensor.of(weight.shape(), values)) : Optional.empty();
    }
  }
}
