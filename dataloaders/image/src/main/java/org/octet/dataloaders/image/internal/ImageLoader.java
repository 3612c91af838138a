package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.CancelledException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.Tensor;
import org.opencv.core.CvException;

/**
 * Decodes pictures on the caller's thread. Immutable apart from memory kept for reuse; thread-safe.
 */
final class ImageLoader implements DataLoader {
  private final PictureFiles files;
  private final List<String> names;
  private final Map<String, Integer> labels;
  private final Geometry geometry;
  private final TensorWriter writer;
  private final boolean skip;
  private final FileReader reader = new FileReader();

  /**
   * @param files where the pictures are
   * @param names the pictures that are samples, in order
   * @param labels class index by name, for those that have one
   * @param geometry size of the tensors
   * @param writer makes the tensors
   * @param skip whether a picture that cannot be read may be left out
   */
  ImageLoader(
      PictureFiles files,
      List<String> names,
      Map<String, Integer> labels,
      Geometry geometry,
      TensorWriter writer,
      boolean skip) {
    this.files = files;
    this.names = List.copyOf(names);
    this.labels = Map.copyOf(labels);
    this.geometry = geometry;
    this.writer = writer;
    this.skip = skip;
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Sample get(int index) {
    String name = names.get(Objects.checkIndex(index, names.size()));
    try (Picture picture = reader.read(files.file(name), Picture::decode);
        Picture fitted = picture.fit(geometry)) {
      return Sample.of(name, tensor(fitted), annotation(name));
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("interrupted while reading '" + name + "'", e);
    } catch (IOException e) {
      throw new UnreadableSampleException(name, reason(e), skip, e);
    } catch (CvException e) {
      throw new UnreadableSampleException(name, "OpenCV cannot scale it: " + e, skip, e);
    }
  }

  @Override
  public Optional<String> fingerprint(int index) {
    String name = names.get(Objects.checkIndex(index, names.size()));
    try {
      return Optional.of(reader.read(files.file(name), bytes -> Fingerprint.of(name, bytes)));
    } catch (IOException e) {
      return Optional.empty(); // reading the sample will say why
    }
  }

  private Tensor tensor(Picture picture) {
    if (writer.color() != Color.GRAY) {
      return writer.write(picture);
    }
    try (Picture grey = picture.toGrey()) {
      return writer.write(grey);
    }
  }

  private Optional<Annotation> annotation(String name) {
    return Optional.ofNullable(labels.get(name)).map(ClassLabel::new);
  }

  /** The system's errors say only the file's name: their kind is the reason. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException f
        ? f.getReason() == null ? f.getClass().getSimpleName() : f.getReason()
        : e.getMessage();
  }
}
