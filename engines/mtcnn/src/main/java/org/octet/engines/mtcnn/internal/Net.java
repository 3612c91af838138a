package org.octet.engines.mtcnn.internal;

import java.util.List;
import java.util.Map;
import org.octet.api.data.Picture;
import org.octet.api.data.Sample;
import org.octet.api.engine.Models;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/** One of the networks, for one sample: its outputs are told by their numbers of channels. */
final class Net {
  private static final int CLASSES = 2;
  private static final int SIDES = 4;

  private final Models models;
  private final String name;
  private final String classes;
  private final String sides;

  /**
   * What a network says.
   *
   * @param faces face probabilities, rows one after the other
   * @param shifts four maps as large as that of {@code faces}: left, top, right, bottom
   * @param width width of the maps
   */
  record Answer(float[] faces, float[] shifts, int width) {
    float[] shift(int at) {
      float[] four = new float[SIDES];
      for (int side = 0; side < SIDES; side++) {
        four[side] = shifts[side * faces.length + at];
      }
      return four;
    }
  }

  Net(Models models, String name) {
    this.models = models;
    this.name = name;
    this.classes = output(CLASSES);
    this.sides = output(SIDES);
  }

  private String output(int channels) {
    List<TensorInfo> infos = models.outputs(name);
    return infos.stream()
        .filter(i -> channels(i.shape()) == channels)
        .map(TensorInfo::name)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "model '%s' is no network of MT-CNN: none of its outputs %s has %d channels; engine 'mtcnn' needs one of %d (no face, face) and one of %d (how to move the box)"
                        .formatted(name, infos, channels, CLASSES, SIDES)));
  }

  private static long channels(PartialShape shape) {
    return shape.hasRank() && shape.rank() >= 2 && shape.dim(1).isStatic() ? shape.dim(1).min() : 0;
  }

  /** Runs the network on one picture. */
  Answer run(Picture picture) {
    Map<String, Tensor> outputs = models.infer(name, Map.of(Sample.ONLY_INPUT, picture.tensor()));
    float[] both = Floats.read(outputs.get(classes));
    float[] faces = new float[both.length / CLASSES];
    System.arraycopy(both, faces.length, faces, 0, faces.length);
    Tensor map = outputs.get(classes);
    int width = map.shape().rank() == 4 ? (int) map.shape().dim(3) : 1;
    return new Answer(faces, Floats.read(outputs.get(sides)), width);
  }
}
