package org.octet.dataloaders.image.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * The data loader {@code cifar10}: the binary version of CIFAR-10, per picture one label byte and
 * 32x32 pixels as planes R, G, B. Immutable.
 */
public final class CifarLoaderProvider implements DataLoaderProvider {
  private static final int SIDE = 32;
  private static final int RECORD = 1 + 3 * SIDE * SIDE;
  private static final int CLASSES = 10;

  @Override
  public String name() {
    return "cifar10";
  }

  @Override
  public String description() {
    return "A file of labelled 32x32 pictures in the binary CIFAR-10 format, gzip or not.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(Parameter.path("path", "the data file, such as test_batch.bin").mandatory());
    all.addAll(List.of(TensorWriter.parameters(Color.RGB)));
    return new ParameterSchema(all);
  }

  @Override
  public DataLoader open(Parameters p) {
    TensorWriter writer = TensorWriter.of(name(), p);
    Path file = p.path("path");
    byte[] bytes = DataFile.read(file);
    check(file, bytes);
    return new ArrayLoader(
        file.getFileName().toString(),
        bytes.length / RECORD,
        i -> new PlanarPixels(bytes, i * RECORD + 1, SIDE, SIDE, 3, writer.color()),
        i -> Optional.of(new ClassLabel(bytes[i * RECORD])),
        i -> ByteBuffer.wrap(bytes, i * RECORD + 1, RECORD - 1),
        writer);
  }

  private static void check(Path file, byte[] bytes) {
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new InputException(
          "data file '%s' has %d bytes: not a CIFAR-10 file, which has a multiple of %d"
              .formatted(file, bytes.length, RECORD));
    }
    for (int at = 0; at < bytes.length; at += RECORD) {
      if (bytes[at] < 0 || bytes[at] >= CLASSES) {
        throw new InputException(
            "data file '%s' has label %d for picture %d: not a CIFAR-10 file, labels are 0 to %d"
                .formatted(file, bytes[at] & 0xFF, at / RECORD, CLASSES - 1));
      }
    }
  }
}
