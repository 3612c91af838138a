package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.opencv.OpenCV;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** Pictures made by the tests, and loaders opened as core opens them. */
final class Pictures {
  private Pictures() {}

  /** A picture whose pixel (x, y) is red x, green y, blue x + y, modulo 256. */
  static Mat gradient(int width, int height) {
    OpenCV.load();
    Mat m = new Mat(height, width, CvType.CV_8UC3);
    byte[] row = new byte[3 * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[3 * x] = (byte) (x + y);
        row[3 * x + 1] = (byte) y;
        row[3 * x + 2] = (byte) x;
      }
      m.put(y, 0, row);
    }
    return m;
  }

  /** The bytes of a file of this kind, such as {@code .png}. */
  static byte[] encode(Mat m, String extension) {
    MatOfByte out = new MatOfByte();
    MatOfInt options =
        extension.equals(".jpg")
            ? new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, 95)
            : new MatOfInt();
    if (!Imgcodecs.imencode(extension, m, out, options)) {
      throw new IllegalStateException(extension);
    }
    return out.toArray();
  }

  /** Writes a file, folders included; the kind is the name's extension. */
  static Path write(Path folder, String name, Mat m) {
    return write(folder, name, encode(m, name.substring(name.lastIndexOf('.'))));
  }

  static Path write(Path folder, String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a loader with {@code key=value} parameters. */
  static DataLoader open(DataLoaderProvider provider, Path path, String... parameters) {
    Map<String, Object> raw = new HashMap<>(Map.of("path", path.toString()));
    for (String p : parameters) {
      raw.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1));
    }
    List<String> complaints = new ArrayList<>();
    Parameters checked = provider.parameters().check(raw, provider.name(), complaints);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(complaints.toString());
    }
    return provider.open(checked);
  }

  static DataLoader openImages(Path path, String... parameters) {
    String[] all = Arrays.copyOf(parameters, parameters.length + 1);
    all[parameters.length] = "color=RGB";
    boolean given = Arrays.stream(parameters).anyMatch(p -> p.startsWith("color="));
    return open(new ImageLoaderProvider(), path, given ? parameters : all);
  }

  static List<String> ids(DataLoader loader) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < loader.size(); i++) {
      try (Sample s = loader.get(i)) {
        ids.add(s.id());
      }
    }
    return ids;
  }

  /** The only tensor of a sample, copied. */
  static Tensor tensor(DataLoader loader, int index) {
    try (Sample s = loader.get(index)) {
      return s.data().get(Sample.ONLY_INPUT).copy();
    }
  }

  /** A folder or file of the shared data; the test is skipped where it is absent. */
  static Path data(String name) {
    Path path = Path.of(System.getProperty("octet.data", ""), name);
    Assumptions.assumeTrue(
        Files.exists(path), () -> "no test data: " + name + " below octet.data is absent");
    return path;
  }
}
