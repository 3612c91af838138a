package org.octet.core.internal.ir;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.octet.api.error.OutputException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;

/**
 * Writes models as OpenVINO IR of the version they have. Deterministic: equal models give equal
 * bytes. Order of Parameters and Results is kept; constants are aligned, equal ones stored once.
 * Thread-safe for different models.
 */
public final class IrWriter {
  private static final int BLOCK = 1 << 20;

  private IrWriter() {}

  /**
   * Writes a model to memory.
   *
   * @throws UnsupportedModelException when its weights take 2 GiB or more, or a name cannot be
   *     expressed
   * @throws IllegalStateException when the graph has a cycle
   */
  public static ModelInMemory toMemory(Model model) {
    ConstantPool constants = ConstantPool.of(model);
    if (constants.size() > Integer.MAX_VALUE - 2L * ConstantPool.ALIGNMENT) {
      throw new UnsupportedModelException(
          "model '%s' has %d bytes of weights, the limit in memory is 2 GiB; write it to files"
              .formatted(model.name(), constants.size()));
    }
    ByteArrayOutputStream xml = new ByteArrayOutputStream(1 << 16);
    try {
      new GraphWriter(new XmlEmitter(xml), constants).writeNet(model);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    ByteBuffer weights = allocate((int) constants.size());
    for (ConstantPool.Place place : constants.stored()) {
      weights.position((int) place.offset()).put(place.bytes().duplicate());
    }
    return new ModelInMemory(xml.toByteArray(), weights.rewind());
  }

  private static ByteBuffer allocate(int size) {
    int rounded = (size / ConstantPool.ALIGNMENT + 1) * ConstantPool.ALIGNMENT;
    return ByteBuffer.allocateDirect(rounded + ConstantPool.ALIGNMENT)
        .alignedSlice(ConstantPool.ALIGNMENT)
        .limit(size)
        .slice();
  }

  /**
   * Writes a model to files, weights first, and has them synced to the disk. Existing files are
   * replaced in place, so never write to the {@code .bin} that the model was read from; atomic
   * replacement is the caller's business.
   *
   * @throws OutputException when a file cannot be written
   * @throws UnsupportedModelException when a name cannot be expressed
   * @throws IllegalStateException when the graph has a cycle
   */
  public static ModelFiles toFiles(Model model, Path xml, Path bin) {
    ConstantPool constants = ConstantPool.of(model);
    try (FileChannel channel = create(bin)) {
      write(channel, constants);
      channel.force(true);
    } catch (IOException e) {
      throw failed(bin, e);
    }
    try (FileChannel channel = create(xml);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BLOCK)) {
      new GraphWriter(new XmlEmitter(out), constants).writeNet(model);
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      throw failed(xml, e);
    }
    return new ModelFiles(xml, bin);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static OutputException failed(Path file, IOException e) {
    String reason =
        e instanceof FileSystemException f && f.getReason() == null
            ? e.getClass().getSimpleName()
            : e.getMessage();
    return new OutputException("cannot write '" + file + "': " + reason, e);
  }

  private static void write(FileChannel channel, ConstantPool constants) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    long end = 0;
    for (ConstantPool.Place place : constants.stored()) {
      int padding = (int) (place.offset() - end);
      ByteBuffer bytes = place.bytes().duplicate();
      end = place.offset() + bytes.remaining();
      if (block.remaining() < padding + bytes.remaining()) {
        drain(block.flip(), channel);
        block.clear();
      }
      block.put(new byte[padding]);
      if (bytes.remaining() <= block.remaining()) {
        block.put(bytes);
      } else {
        drain(block.flip(), channel);
        block.clear();
        drain(bytes, channel);
      }
    }
    drain(block.flip(), channel);
  }

  private static void drain(ByteBuffer bytes, FileChannel channel) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
