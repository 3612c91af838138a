package org.octet.core.internal.ir;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * Places the constants of a model and its nested graphs in the {@code .bin}: in the order of the
 * file, aligned, equal bytes of equal type once.
 */
final class ConstantPool {
  /** A cache line, and the widest vector register: weights are used where they lie. */
  static final int ALIGNMENT = 64;

  private final Map<Tensor, Place> places = new IdentityHashMap<>();
  private final List<Place> stored = new ArrayList<>();
  private long size;

  /**
   * Bytes that are stored.
   *
   * @param offset first byte in the file
   * @param bytes their content
   */
  record Place(long offset, ByteBuffer bytes) {}

  private record Kind(ElementType type, int size) {}

  private record Content(Kind kind, long checksum) {}

  private ConstantPool() {}

  /** The pool of a model. */
  static ConstantPool of(Model model) {
    List<Tensor> tensors = new ArrayList<>();
    collect(model, tensors);
    Map<Kind, Integer> counts = new HashMap<>();
    tensors.forEach(t -> counts.merge(kind(t), 1, Integer::sum));
    ConstantPool pool = new ConstantPool();
    Map<Content, List<Place>> candidates = new HashMap<>();
    for (Tensor tensor : tensors) {
      if (!pool.places.containsKey(tensor)) {
        boolean alone = counts.get(kind(tensor)) == 1;
        pool.places.put(tensor, pool.place(tensor, alone, candidates));
      }
    }
    return pool;
  }

  private static void collect(Model model, List<Tensor> tensors) {
    for (Operation op : LayerOrder.of(model)) {
      if (op.isConstant()) {
        tensors.add(op.value());
      }
      for (SubGraph sub : op.subGraphs()) {
        collect(sub.body(), tensors);
      }
    }
  }

  private static Kind kind(Tensor tensor) {
    return new Kind(tensor.type(), tensor.bytes().remaining());
  }

  private Place place(Tensor tensor, boolean alone, Map<Content, List<Place>> candidates) {
    ByteBuffer bytes = tensor.bytes();
    if (!bytes.hasRemaining()) {
      return new Place(0, bytes);
    }
    // nothing else can be equal: spare the reading
    if (alone) {
      return store(bytes);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    List<Place> same =
        candidates.computeIfAbsent(
            new Content(kind(tensor), checksum.getValue()), key -> new ArrayList<>(1));
    for (Place place : same) {
      if (place.bytes().equals(bytes)) {
        return place;
      }
    }
    Place place = store(bytes);
    same.add(place);
    return place;
  }

  private Place store(ByteBuffer bytes) {
    long offset = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Place place = new Place(offset, bytes);
    stored.add(place);
    size = offset + bytes.remaining();
    return place;
  }

  /** Where a constant of the model is. */
  Place place(Tensor tensor) {
    return places.get(tensor);
  }

  /** What is stored, by ascending offset; gaps are zeros. */
  List<Place> stored() {
    return stored;
  }

  /** Bytes of the file. */
  long size() {
    return size;
  }
}
