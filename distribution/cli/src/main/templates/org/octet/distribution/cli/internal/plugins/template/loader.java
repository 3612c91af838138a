package @package@;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Opens a folder of text files: each is one sample, its numbers are the tensor. */
public final class @class@ implements DataLoaderProvider {
  @Override
  public String name() {
    return "@name@";
  }

  @Override
  public String description() {
    return "A folder of text files with numbers.";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.path("path", "folder of .txt files").mandatory(),
        Parameter.numbers("shape", null, "dimensions of the tensor, such as 1,3,224,224").mandatory(),
        Parameter.number("scale", 1.0, 1e-30, 1e30, "every number is divided by this"));
  }

  @Override
  public DataLoader open(Parameters parameters) {
    Path folder = parameters.path("path");
    double[] shape = parameters.numbers("shape");
    long[] dimensions = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = (long) shape[i];
      if (dimensions[i] < 1 || dimensions[i] != shape[i]) {
        throw new InputException("@name@: shape: " + shape[i] + " is not a whole number from 1");
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      // the same order on every machine
      List<Path> sorted = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      return new Loader(sorted, Shape.of(dimensions), parameters.number("scale"));
    } catch (IOException e) {
      throw new InputException("@name@: the folder '" + folder + "' cannot be read: " + e, e);
    }
  }

  /** Holds nothing but names: any thread may ask for any sample. */
  private record Loader(List<Path> files, Shape shape, double scale) implements DataLoader {
    @Override
    public int size() {
      return files.size();
    }

    @Override
    public Sample get(int index) {
      Path file = files.get(Objects.checkIndex(index, size()));
      String id = file.getFileName().toString();
      try {
        String[] words = Files.readString(file).strip().split("\\s+");
        if (words.length != shape.elements()) {
          throw new UnreadableSampleException(
              id, words.length + " numbers, and the shape has " + shape.elements(), false, null);
        }
        float[] values = new float[words.length];
        for (int i = 0; i < words.length; i++) {
          values[i] = (float) (Double.parseDouble(words[i]) / scale);
        }
        return Sample.of(id, Tensor.of(shape, values), Optional.empty());
      } catch (IOException | NumberFormatException e) {
        throw new UnreadableSampleException(id, e.toString(), false, e);
      }
    }

    /** What was measured of a sample is kept until its file changes. */
    @Override
    public Optional<String> fingerprint(int index) {
      Path file = files.get(Objects.checkIndex(index, size()));
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(file.getFileName().toString().getBytes());
        digest.update(Files.readAllBytes(file));
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
      } catch (IOException | NoSuchAlgorithmException e) {
        return Optional.empty();
      }
    }
  }
}
