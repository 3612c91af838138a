package org.octet.dataloaders.image.internal;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;

/**
 * Pictures in memory. Immutable, thread-safe.
 *
 * @param name name of the file, for the ids {@code name#index}
 * @param size number of pictures
 * @param pictures picture by index
 * @param annotations truth by index
 * @param bytes what a picture is made of, by index
 * @param writer makes the tensors
 */
record ArrayLoader(
    String name,
    int size,
    IntFunction<Pixels> pictures,
    IntFunction<Optional<Annotation>> annotations,
    IntFunction<ByteBuffer> bytes,
    TensorWriter writer)
    implements DataLoader {

  @Override
  public Sample get(int index) {
    Objects.checkIndex(index, size);
    return Sample.of(id(index), writer.write(pictures.apply(index)), annotations.apply(index));
  }

  @Override
  public Optional<String> fingerprint(int index) {
    Objects.checkIndex(index, size);
    return Optional.of(Fingerprint.of(id(index), bytes.apply(index)));
  }

  private String id(int index) {
    return name + "#" + index;
  }
}
