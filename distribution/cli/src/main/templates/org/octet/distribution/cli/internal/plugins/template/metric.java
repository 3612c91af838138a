package @package@;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/** The mean distance between a predicted number and the true one. */
public final class @class@ implements MetricProvider {
  @Override
  public String name() {
    return "@name@";
  }

  @Override
  public String description() {
    return "Mean distance between the first predicted number and the true score.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.number("limit", 1e30, 0, 1e30, "larger distances count as this"));
  }

  @Override
  public Metric create(Parameters parameters) {
    return new Distance(parameters.number("limit"));
  }

  /** Used by one thread, in the order of the samples. */
  private static final class Distance implements Metric {
    private final double limit;
    private double sum;
    private long count;

    Distance(double limit) {
      this.limit = limit;
    }

    @Override
    public void update(Prediction prediction, Annotation truth) {
      if (!(truth instanceof Annotation.Score score)) {
        throw new InputException("@name@ needs a score for each sample, not " + truth);
      }
      // the memory is used again as soon as this returns: take the number, not the tensor
      sum += Math.min(limit, Math.abs(first(prediction) - score.value()));
      count++;
    }

    private static double first(Prediction prediction) {
      return prediction.outputs().values().stream()
          .filter(t -> t.shape().elements() > 0)
          .findFirst()
          .map(Tensor::floats)
          .orElseThrow(() -> new InputException("@name@ needs an output with a number"))
          .get(0);
    }

    @Override
    public Map<String, Double> values() {
      return Map.of("@name@", count == 0 ? 0.0 : sum / count);
    }

    @Override
    public boolean higherIsBetter(String name) {
      return false;
    }

    @Override
    public void reset() {
      sum = 0;
      count = 0;
    }
  }
}
