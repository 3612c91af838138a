package @package@;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
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
 * Runs a model on a sample and on its mirror image, and gives the mean of both. Statistics,
 * metrics, threads and progress happen around it.
 */
public final class @class@ implements EngineProvider {
  @Override
  public String name() {
    return "@name@";
  }

  @Override
  public String description() {
    return "The mean of a model's outputs for a sample and its mirror image.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.number("weight", 0.5, 0, 1, "share of the mirror image in the mean"));
  }

  @Override
  public Engine create(Parameters parameters) {
    return new Mirrored((float) parameters.number("weight"));
  }

  /** Keeps nothing of a sample: one engine serves all threads. */
  private record Mirrored(float weight) implements Engine {
    @Override
    public Prediction run(Sample sample, Models models) {
      if (models.names().size() != 1) {
        throw new InputException("@name@: one model is needed, not " + models.names());
      }
      String model = models.names().get(0);
      // outputs are valid until the next inference only where the models say so: keep a copy
      Map<String, Tensor> plain = new LinkedHashMap<>();
      models.infer(model, sample.data()).forEach((name, t) -> plain.put(name, t.copy()));
      Map<String, Tensor> mirrored = new LinkedHashMap<>();
      sample.data().forEach((name, t) -> mirrored.put(name, mirror(t)));
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      models
          .infer(model, mirrored)
          .forEach((name, other) -> outputs.put(name, mean(plain.get(name), other)));
      return new Prediction(outputs, Optional.empty());
    }

    private static Tensor mirror(Tensor tensor) {
      long width = tensor.shape().rank() == 0 ? 1 : tensor.shape().dim(tensor.shape().rank() - 1);
      Tensor copy = tensor.copy();
      FloatBuffer from = tensor.floats();
      FloatBuffer to = copy.floats();
      for (int i = 0; i < from.limit(); i++) {
        int column = (int) (i % width);
        to.put(i, from.get((int) (i - column + width - 1 - column)));
      }
      return copy;
    }

    private Tensor mean(Tensor plain, Tensor mirrored) {
      Tensor mean = plain.copy();
      FloatBuffer values = mean.floats();
      FloatBuffer others = mirrored.floats();
      for (int i = 0; i < values.limit(); i++) {
        values.put(i, (1 - weight) * values.get(i) + weight * others.get(i));
      }
      return mean;
    }
  }
}
