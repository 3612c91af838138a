package org.octet.dataloaders.text.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Sequences of token ids for language models, with the same ids [1, tokens] as the target: how well
 * each is foretold by those before it. Immutable, thread-safe.
 *
 * @param sequences the ids
 * @param inputs the tensors
 * @param maxLength tokens at most; the others are cut off
 */
record TokenLoader(TokenSequences sequences, Inputs inputs, int maxLength) implements DataLoader {
  @Override
  public int size() {
    return sequences.size();
  }

  @Override
  public Sample get(int index) {
    long[] ids = ids(index);
    return new Sample(
        id(index),
        inputs.tensors(List.of(Encoding.of(ids)), ids.length, 0),
        Optional.of(new Target(Tensor.ofLongs(Shape.of(1, ids.length), ids))));
  }

  @Override
  public Optional<String> fingerprint(int index) {
    return Optional.of(new Fingerprint().add(id(index)).add(ids(index)).hex());
  }

  private String id(int index) {
    return sequences.ids().apply(index);
  }

  private long[] ids(int index) {
    long[] all = sequences.sequences().apply(Objects.checkIndex(index, size()));
    return all.length <= maxLength ? all : Arrays.copyOf(all, maxLength);
  }
}
