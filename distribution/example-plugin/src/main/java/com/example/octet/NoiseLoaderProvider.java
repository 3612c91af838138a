package com.example.octet;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Uniform noise of any shape: enough to try a model out, not to calibrate one well. */
public final class NoiseLoaderProvider implements DataLoaderProvider {
  @Override
  public String name() {
    return "noise";
  }

  @Override
  public String description() {
    return "uniform noise, the same for the same seed";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.path("path", "any path; it is not read"),
        Parameter.numbers("shape", null, "dimensions of the input, such as 1,3,224,224").mandatory(),
        Parameter.integer("count", 100, 1, 1_000_000, "number of samples"),
        Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "seed of the noise"),
        Parameter.number("low", -1.0, -1e30, 1e30, "least value, inclusive"),
        Parameter.number("high", 1.0, -1e30, 1e30, "largest value, exclusive"));
  }

  @Override
  public DataLoader open(Parameters parameters) {
    double low = parameters.number("low");
    double high = parameters.number("high");
    if (low >= high) {
      throw new InputException("data loader noise: low=" + low + " must be below high=" + high);
    }
    long[] dimensions =
        Arrays.stream(parameters.numbers("shape")).mapToLong(d -> (long) d).toArray();
    return new NoiseLoader(
        Shape.of(dimensions), parameters.integer("count"), parameters.integer("seed"), low, high);
  }

  private record NoiseLoader(Shape shape, int size, int seed, double low, double high)
      implements DataLoader {
    @Override
    public Sample get(int index) {
      Objects.checkIndex(index, size);
      // one generator per sample: any thread may ask for any sample
      SplittableRandom random = new SplittableRandom(31L * seed + index);
      Tensor tensor = Tensor.allocate(ElementType.F32, shape);
      FloatBuffer values = tensor.floats();
      while (values.hasRemaining()) {
        values.put((float) random.nextDouble(low, high));
      }
      return Sample.of("noise-" + index, tensor, Optional.empty());
    }

    /** Numbers that are computed do not change: all that they come from tells them apart. */
    @Override
    public Optional<String> fingerprint(int index) {
      return Optional.of("noise %s %d %s %s %d".formatted(shape, seed, low, high, index));
    }

    @Override
    public List<String> notes() {
      return List.of("the samples are noise: ranges that were measured on them mean little");
    }
  }
}
