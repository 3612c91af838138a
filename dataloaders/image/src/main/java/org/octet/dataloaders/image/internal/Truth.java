package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;

/** What is known to be true about the pictures of a data set. Immutable, thread-safe. */
interface Truth {
  /** Whether something is known about a picture; the picture is not read. */
  boolean knows(String name);

  /**
   * What is known about a picture that {@link #knows} tells of.
   *
   * @param width of the picture as it was decoded, in pixels
   * @param height of the picture as it was decoded, in pixels
   * @throws IOException with the reason why it cannot be read or does not fit the picture
   */
  Annotation of(String name, int width, int height) throws IOException;

  /** One class per picture, by name. */
  record Classes(Map<String, Integer> labels) implements Truth {
    /** Copies the map. */
    public Classes {
      labels = Map.copyOf(labels);
    }

    @Override
    public boolean knows(String name) {
      return labels.containsKey(name);
    }

    @Override
    public Annotation of(String name, int width, int height) {
      return new ClassLabel(labels.get(name));
    }
  }

  /** Boxes that were read before, by name of the picture. */
  record Known(Map<String, ObjectList> objects) implements Truth {
    /** Copies the map. */
    public Known {
      objects = Map.copyOf(objects);
    }

    @Override
    public boolean knows(String name) {
      return objects.containsKey(name);
    }

    @Override
    public Annotation of(String name, int width, int height) throws IOException {
      return objects.get(name).of(width, height);
    }
  }

  /**
   * A file beside every picture.
   *
   * @param files the file of a picture
   * @param format reads it
   */
  record Beside(Companions files, Format format) implements Truth {
    /** Reads one kind of file. */
    interface Format {
      /**
       * The content of a file for a picture.
       *
       * @throws IOException with the reason why it is damaged or does not fit the picture
       */
      Annotation read(Path file, int width, int height) throws IOException;
    }

    @Override
    public boolean knows(String name) {
      return files.of(name).isPresent();
    }

    @Override
    public Annotation of(String name, int width, int height) throws IOException {
      Path file = files.of(name).orElseThrow(() -> new IOException("its annotation went away"));
      try {
        return format.read(file, width, height);
      } catch (ClosedByInterruptException e) {
        throw e; // the job is being stopped
      } catch (IOException e) {
        throw new IOException("its annotation '%s': %s".formatted(file, Reasons.of(e)), e);
      }
    }
  }
}
