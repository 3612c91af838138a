package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.Samples;

/**
 * Reads arrays on the caller's thread. Immutable, thread-safe.
 *
 * @param source the arrays
 * @param inputs input name by array name; empty: arrays are named as the inputs
 * @param maker makes the tensors
 * @param truth annotations
 * @param skip whether a sample that cannot be read may be left out
 */
record TensorLoader(
    ArraySource source, Map<String, String> inputs, TensorMaker maker, Truth truth, boolean skip)
    implements DataLoader {

  @Override
  public int size() {
    return source.ids().size();
  }

  @Override
  public Sample get(int index) {
    String id = source.ids().get(Objects.checkIndex(index, size()));
    return Samples.read(
        id, skip, () -> new Sample(id, tensors(source.read(index)), truth.of(index)));
  }

  private Map<String, Tensor> tensors(Map<String, NumberArray> arrays) throws IOException {
    if (arrays.size() > 1 && maker.shape() != null) {
      throw new IOException("shape is for one array; it has " + arrays.keySet());
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (var entry : arrays.entrySet()) {
      // one array is for the only input, whatever its name
      String otherwise = arrays.size() == 1 ? Sample.ONLY_INPUT : entry.getKey();
      tensors.put(inputs.getOrDefault(entry.getKey(), otherwise), maker.tensor(entry.getValue()));
    }
    return tensors;
  }

  @Override
  public Optional<String> fingerprint(int index) {
    String id = source.ids().get(Objects.checkIndex(index, size()));
    return Fingerprint.of(() -> source.addTo(new Fingerprint(id), index));
  }
}
