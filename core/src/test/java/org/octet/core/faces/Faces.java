package org.octet.core.faces;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** The pictures of faces in the folder {@code octet.data}, and how results are counted. */
final class Faces {
  static final Path FOLDER = Path.of(System.getProperty("octet.data"), "faces");
  static final List<String> NETS = List.of("pnet", "rnet", "onet");
  private static final double MIN_IOU = 0.4;

  private Faces() {}

  /** Faces found, and boxes that are none. */
  record Count(int found, int wrong) {
    Count plus(Count other) {
      return new Count(found + other.found, wrong + other.wrong);
    }
  }

  static void assumeThere() {
    assumeTrue(Files.isDirectory(FOLDER), "no folder " + FOLDER + " (octet.data)");
  }

  static Path model(String name) {
    return FOLDER.resolve("mtcnn").resolve(name + ".onnx");
  }

  static Engine engine(String name, Map<String, Object> parameters) {
    EngineProvider provider =
        ServiceLoader.load(EngineProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow();
    List<String> complaints = new ArrayList<>();
    var checked = provider.parameters().check(parameters, name, complaints);
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
    return provider.create(checked);
  }

  /** Pictures in their own size, RGB, (x - 127.5) / 128. */
  record Pictures(List<Path> files) implements DataLoader {
    static Pictures in(String folder) throws IOException {
      try (Stream<Path> all = Files.list(FOLDER.resolve(folder))) {
        return new Pictures(all.filter(f -> f.toString().endsWith(".jpg")).sorted().toList());
      }
    }

    @Override
    public int size() {
      return files.size();
    }

    @Override
    public Sample get(int index) {
      return sample(files.get(index));
    }
  }

  static Sample sample(Path file) {
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      int w = image.getWidth();
      int h = image.getHeight();
      Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, 3, h, w));
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int rgb = image.getRGB(x, y);
          for (int c = 0; c < 3; c++) {
            int value = rgb >> (16 - 8 * c) & 0xFF;
            tensor.floats().put((c * h + y) * w + x, (value - 127.5f) / 128);
          }
        }
      }
      return Sample.of(file.getFileName().toString(), tensor, Optional.empty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The true faces by file name. */
  static Map<String, List<Box>> truth() throws IOException {
    Map<String, List<Box>> truth = new TreeMap<>();
    List<String> lines = Files.readAllLines(FOLDER.resolve("labelled/boxes.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(",");
      double left = Double.parseDouble(f[1]);
      double top = Double.parseDouble(f[2]);
      truth
          .computeIfAbsent(f[0], n -> new ArrayList<>())
          .add(
              new Box(
                  0,
                  1,
                  left,
                  top,
                  left + Double.parseDouble(f[3]),
                  top + Double.parseDouble(f[4])));
    }
    return truth;
  }

  /** A face is found when a box overlaps it with an IoU of 0.4; every other box is wrong. */
  static Count count(List<Box> truth, Boxes boxes) {
    long found =
        truth.stream()
            .filter(t -> boxes.boxes().stream().anyMatch(b -> b.iou(t) >= MIN_IOU))
            .count();
    long wrong =
        boxes.boxes().stream()
            .filter(b -> truth.stream().noneMatch(t -> b.iou(t) >= MIN_IOU))
            .count();
    return new Count((int) found, (int) wrong);
  }

  /** Counts over all labelled pictures, of boxes by file name. */
  static Count count(Map<String, Boxes> found) throws IOException {
    Count sum = new Count(0, 0);
    for (Map.Entry<String, List<Box>> each : truth().entrySet()) {
      sum = sum.plus(count(each.getValue(), found.get(each.getKey())));
    }
    return sum;
  }

  /** Something for each network. */
  static <T> Map<String, T> byName(Function<String, T> of) {
    Map<String, T> all = new LinkedHashMap<>();
    NETS.forEach(n -> all.put(n, of.apply(n)));
    return all;
  }
}
