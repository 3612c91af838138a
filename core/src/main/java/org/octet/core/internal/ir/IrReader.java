package org.octet.core.internal.ir;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.error.InputException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;

/**
 * Reads OpenVINO IR 10 and 11. Unknown operations, attributes and elements are carried through. The
 * input is not trusted: damaged files give an error with place and reason. Thread-safe.
 */
public final class IrReader {
  /** Largest {@code .xml}, in bytes; a model of 20 000 operations takes about 10 MB. */
  static final long MAX_XML_BYTES = 1L << 29;

  private IrReader() {}

  /**
   * Reads a model from files. Constants stay in the memory-mapped {@code .bin}: while the model or
   * a tensor of it is in use, and until the garbage collector has freed the mapping, that file must
   * not be overwritten in place or truncated (renaming and, except on Windows, removing it is
   * fine).
   *
   * @param xml the {@code .xml}
   * @param bin the {@code .bin}, or null for the file of the same name beside the {@code .xml}
   * @throws InputException when a file is missing or damaged
   * @throws UnsupportedModelException for another IR version or a type that is not known
   */
  public static Model read(Path xml, Path bin) {
    if (!Files.isRegularFile(xml)) {
      throw new InputException(
          Files.isDirectory(xml)
              ? "model '" + xml + "' is a folder; name the .xml in it"
              : "model '" + xml + "' does not exist");
    }
    Path weightsFile = bin != null ? bin : beside(xml);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(xml), 1 << 16);
        Weights weights = new MappedWeights(weightsFile)) {
      checkSize(Files.size(xml), xml.toString());
      return read(in, weights, xml.toString());
    } catch (IOException e) {
      throw new InputException("cannot read model '" + xml + "': " + e.getMessage(), e);
    }
  }

  /**
   * Reads a model from memory.
   *
   * @param xml bytes of the {@code .xml}
   * @param weights direct buffer with the bytes of the {@code .bin} from 0 to its limit; constants
   *     are views of it
   * @param where name of the model in messages
   * @throws InputException when the input is damaged
   * @throws UnsupportedModelException for another IR version or a type that is not known
   */
  public static Model read(byte[] xml, ByteBuffer weights, String where) {
    checkSize(xml.length, where);
    try (Weights bytes = new BufferWeights(weights, where)) {
      return read(new ByteArrayInputStream(xml), bytes, where);
    }
  }

  private static Model read(InputStream in, Weights weights, String where) {
    XmlCursor cursor = new XmlCursor(in, where);
    cursor.enterRoot("net");
    int version = version(cursor);
    String name = cursor.attribute("name");
    Graph graph =
        new GraphReader(cursor, weights, version).read(name == null ? "" : name, cursor.position());
    cursor.end();
    return graph.model();
  }

  private static int version(XmlCursor cursor) {
    long version = cursor.requireLong("version");
    if (version != 10 && version != 11) {
      throw cursor.unsupported(
          "its IR version is %d, supported are 10 and 11; convert the original model again"
              .formatted(version),
          cursor.position());
    }
    return (int) version;
  }

  private static void checkSize(long bytes, String where) {
    if (bytes > MAX_XML_BYTES) {
      throw new InputException(
          "model '%s' has %d bytes of XML, the limit is %d".formatted(where, bytes, MAX_XML_BYTES));
    }
  }

  private static Path beside(Path xml) {
    String name = xml.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return xml.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".bin");
  }
}
