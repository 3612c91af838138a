package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.CancelledException;
import org.octet.api.error.UnreadableSampleException;
import org.opencv.core.CvException;

/**
 * Decodes pictures on the caller's thread. Immutable apart from memory kept for reuse; thread-safe.
 */
final class ImageLoader implements DataLoader {
  private final PictureFiles files;
  private final List<String> names;
  private final Recipe recipe;
  private final boolean exif;
  private final boolean skip;
  private final FileReader reader;

  /**
   * @param files where the pictures are
   * @param names the pictures that are samples, in order
   * @param recipe makes the samples
   * @param exif whether pictures are turned as their EXIF orientation says
   * @param skip whether a picture that cannot be read may be left out
   * @param reader reads the files
   */
  ImageLoader(
      PictureFiles files,
      List<String> names,
      Recipe recipe,
      boolean exif,
      boolean skip,
      FileReader reader) {
    this.files = files;
    this.names = List.copyOf(names);
    this.recipe = recipe;
    this.exif = exif;
    this.skip = skip;
    this.reader = reader;
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Sample get(int index) {
    String name = names.get(Objects.checkIndex(index, names.size()));
    try (Picture picture = reader.read(files.file(name), b -> Picture.decode(b, exif))) {
      return recipe.make(name, picture);
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("interrupted while reading '" + name + "'", e);
    } catch (IOException e) {
      throw new UnreadableSampleException(name, Reasons.of(e), skip, e);
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
}
