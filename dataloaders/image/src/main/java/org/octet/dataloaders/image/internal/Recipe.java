package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Tensor;

/** How a sample is made of a picture. Immutable apart from memory kept for reuse; thread-safe. */
interface Recipe {
  /**
   * Makes a sample.
   *
   * @param picture changed on the way, closed by the caller
   * @throws IOException with the reason why it cannot be made
   */
  Sample make(String name, Picture picture) throws IOException;

  private static Sample sample(
      String name, Tensor tensor, Optional<Annotation> annotation, Placement placement) {
    return new Sample(name, Map.of(Sample.ONLY_INPUT, tensor), annotation, Optional.of(placement));
  }

  /**
   * A picture and what is known about it.
   *
   * @param absent annotation of a picture that nothing is known about
   */
  record Annotated(Geometry geometry, TensorWriter writer, Truth truth, Optional<Annotation> absent)
      implements Recipe {
    @Override
    public Sample make(String name, Picture picture) throws IOException {
      Optional<Annotation> annotation =
          truth.knows(name)
              ? Optional.of(truth.of(name, picture.width(), picture.height()))
              : absent;
      geometry.fit(picture);
      picture.recolor(writer.color());
      return sample(name, writer.write(picture), annotation, picture.placement());
    }
  }

  /**
   * A picture to be reproduced, and the same one scaled down.
   *
   * @param geometry of the small picture
   * @param factor how many times as long the sides of the large one are
   */
  record Scaled(Geometry geometry, TensorWriter writer, int factor) implements Recipe {
    @Override
    public Sample make(String name, Picture picture) throws IOException {
      geometry.times(factor).fit(picture);
      int w = picture.width() / factor;
      int h = picture.height() / factor;
      if (w == 0 || h == 0) {
        throw new IOException(
            "it has %dx%d pixels: too small for downscale=%d"
                .formatted(picture.width(), picture.height(), factor));
      }
      picture.cut(0, 0, w * factor, h * factor);
      picture.recolor(writer.color());
      Tensor target = writer.copy(picture);
      picture.scale(w, h, geometry.interpolation());
      Tensor tensor = writer.write(picture);
      return sample(name, tensor, Optional.of(new Target(target)), picture.placement());
    }
  }

  /**
   * A picture in low resolution, and the same one in high resolution from another folder.
   *
   * @param geometry of the low resolution
   * @param factor how many times as long the sides are in high resolution
   * @param high files in high resolution
   * @param exif whether pictures are turned as their EXIF orientation says
   */
  record Paired(
      Geometry geometry,
      TensorWriter writer,
      int factor,
      Companions high,
      FileReader reader,
      boolean exif)
      implements Recipe {
    @Override
    public Sample make(String name, Picture picture) throws IOException {
      Optional<Path> file = high.of(name);
      Optional<Annotation> target =
          file.isEmpty() ? Optional.empty() : Optional.of(new Target(target(file.get())));
      geometry.fit(picture);
      picture.recolor(writer.color());
      return sample(name, writer.write(picture), target, picture.placement());
    }

    private Tensor target(Path file) throws IOException {
      try (Picture picture = reader.read(file, content -> Picture.decode(content, exif))) {
        geometry.times(factor).fit(picture);
        picture.recolor(writer.color());
        return writer.copy(picture);
      } catch (ClosedByInterruptException e) {
        throw e; // the job is being stopped
      } catch (IOException e) {
        throw new IOException("its high resolution '%s': %s".formatted(file, Reasons.of(e)), e);
      }
    }
  }
}
