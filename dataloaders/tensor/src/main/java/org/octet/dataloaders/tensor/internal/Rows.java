package org.octet.dataloaders.tensor.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.octet.api.tensor.Shape;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.Npy;
import org.octet.dataloaders.files.NpyHeader;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.NumberType;

/** An array whose first axis are samples. Thread-safe. */
interface Rows {
  /** Number of samples. */
  long count();

  /** Type and shape of all, such as {@code F32[10,3,4]}. */
  String description();

  /**
   * One sample, without the first axis.
   *
   * @throws IOException when it cannot be read any more
   */
  NumberArray row(int index) throws IOException;

  /** Of an array in memory. */
  static Rows of(NumberArray array) throws IOException {
    requireRows(array.shape());
    String description = array.type() + array.shape().toString();
    return new Rows() {
      @Override
      public long count() {
        return array.shape().dim(0);
      }

      @Override
      public String description() {
        return description;
      }

      @Override
      public NumberArray row(int index) {
        return array.row(index);
      }
    };
  }

  /**
   * Of an {@code .npy} file: rows in C order are read when they are asked for, an array in Fortran
   * order at once.
   */
  static Rows of(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NpyHeader header = NpyHeader.read(in);
      requireRows(header.shape());
      if (header.fortran()) {
        return of(Npy.data(header, in));
      }
      long expected = header.length() + header.dataBytes();
      if (Files.size(file) != expected) {
        throw new IOException(
            "%s %d bytes, its header %s says %d"
                .formatted(
                    Files.size(file) < expected ? "truncated: it has" : "it has",
                    Files.size(file),
                    header,
                    expected));
      }
      return new InFile(file, header);
    }
  }

  private static void requireRows(Shape shape) throws IOException {
    if (shape.rank() == 0 || shape.elements() == 0 || shape.dim(0) > Integer.MAX_VALUE) {
      throw new IOException(
          "an array of shape %s has no samples along its first axis".formatted(shape));
    }
  }

  /** Rows in C order, read one by one. */
  record InFile(Path file, NpyHeader header) implements Rows {
    @Override
    public long count() {
      return header.shape().dim(0);
    }

    @Override
    public String description() {
      return header.toString();
    }

    @Override
    public NumberArray row(int index) throws IOException {
      long[] dims = header.shape().toArray();
      Shape shape = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
      NumberType type = header.type();
      long length = shape.elements() * type.bytes();
      if (length > Content.MAX_BYTES) {
        throw new IOException("%d bytes; at most %d".formatted(length, Content.MAX_BYTES));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length).order(header.order());
      try (FileChannel channel = FileChannel.open(file)) {
        long at = header.length() + index * length;
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, at + bytes.position()) < 0) {
            throw new IOException("truncated: the file became shorter");
          }
        }
      }
      return new NumberArray(type, shape, bytes.flip());
    }
  }
}
