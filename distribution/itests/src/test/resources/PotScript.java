import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.octet.api.ModelSpec;
import org.octet.api.PipelineConfig;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.metric.Metric;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.Bootstrap;

/** What the README shows of a script of POT, with the classes that its user has written. */
class PotScript {
  public static void main(String[] args) throws IOException {
    try (var octet = Bootstrap.create()) {
      //README
    }
  }

  /** Pictures in a folder per class, as a program reads them itself. */
  record Pictures(List<Path> files) implements DataLoader {
    Pictures(Path folder) throws IOException {
      this(list(folder));
    }

    private static List<Path> list(Path folder) throws IOException {
      try (Stream<Path> all = Files.walk(folder)) {
        return all.filter(Files::isRegularFile).sorted().toList();
      }
    }

    public int size() {
      return files.size();
    }

    public Sample get(int index) {
      Path file = files.get(index);
      BufferedImage picture = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
      try {
        picture.createGraphics().drawImage(ImageIO.read(file.toFile()), 0, 0, 128, 128, null);
      } catch (IOException e) {
        throw new UnreadableSampleException(file.toString(), e.getMessage(), true, e);
      }
      float[] values = new float[3 * 128 * 128];
      for (int i = 0; i < values.length; i++) {
        int rgb = picture.getRGB(i % 128, i / 128 % 128);
        values[i] = (rgb >> (16 - 8 * (i / (128 * 128))) & 0xff) / 127.5f - 1;
      }
      List<String> names =
          files.stream().map(f -> f.getParent().toString()).distinct().sorted().toList();
      ClassLabel label = new ClassLabel(names.indexOf(file.getParent().toString()));
      Tensor tensor = Tensor.of(Shape.of(1, 3, 128, 128), values);
      return Sample.of(file.toString(), tensor, Optional.of(label));
    }
  }

  static class Accuracy implements Metric {
    private int right;
    private int all;

    public void update(Prediction prediction, Annotation truth) {
      float[] scores = prediction.outputs().values().iterator().next().toFloats();
      int best = 0;
      for (int i = 1; i < scores.length; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      right += truth.equals(new ClassLabel(best)) ? 1 : 0;
      all++;
    }

    public Map<String, Double> values() {
      return Map.of("accuracy", (double) right / all);
    }

    public boolean higherIsBetter(String name) {
      return true;
    }

    public void reset() {
      right = all = 0;
    }
  }
}
