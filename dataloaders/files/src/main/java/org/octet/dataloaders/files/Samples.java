package org.octet.dataloaders.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;

/** Turns what goes wrong with files into errors for the user. Stateless. */
public final class Samples {
  private Samples() {}

  /** Reads something. */
  public interface Reading<T> {
    /**
     * Called once.
     *
     * @throws IOException when the content is not what was expected, with the reason
     */
    T read() throws IOException;
  }

  /**
   * Reads one sample.
   *
   * @param id names the sample in the error
   * @param skip whether the job may go on without it
   * @throws UnreadableSampleException when {@code reading} fails
   * @throws CancelledException when the thread was interrupted
   */
  public static <T> T read(String id, boolean skip, Reading<T> reading) {
    try {
      return reading.read();
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("interrupted while reading '" + id + "'", e);
    } catch (IOException e) {
      throw new UnreadableSampleException(id, reason(e), skip, e);
    }
  }

  /**
   * Opens what all samples depend on.
   *
   * @param what kind of file, such as {@code data file}
   * @throws InputException when {@code reading} fails
   */
  public static <T> T open(String what, Path file, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new InputException("%s '%s': %s".formatted(what, file, reason(e)), e);
    }
  }

  /** Why reading failed. The system's errors say only the file's name: their kind is the reason. */
  public static String reason(IOException e) {
    if (e instanceof FileSystemException f) {
      return f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
    }
    return e.getMessage() == null ? "it ends too early (" + e + ")" : e.getMessage();
  }
}
