package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Floats;

/**
 * What the layers of a quantized model lack of the float model's means, front to back: the shift of
 * each layer is measured with the layers before it corrected already, see {@link Twin}. Of a
 * cascade all networks see what they see in the float model.
 */
final class Sequence {
  private final OptimizedModel floats;
  private final List<Layer> layers;
  private final BiasCorrection.Settings settings;
  private final AlgorithmContext context;

  /**
   * @param floats the float model
   * @param layers the layers to be corrected
   */
  Sequence(
      OptimizedModel floats,
      List<Layer> layers,
      BiasCorrection.Settings settings,
      AlgorithmContext context) {
    this.floats = floats;
    this.layers = layers;
    this.settings = settings;
    this.context = context;
  }

  /**
   * The corrections of a model, which is not changed; none where what it computes is not finite.
   */
  List<Correction> corrections(OptimizedModel quantized) {
    Map<String, Twin> twins = new LinkedHashMap<>();
    Map<String, Model> models = new LinkedHashMap<>();
    for (String name : quantized.names()) {
      Twin twin = new Twin(floats.model(name).copy(), quantized.model(name).copy());
      twins.put(name, twin);
      models.put(name, twin.model());
    }
    Map<Layer, Twin.Lack> lacks = new LinkedHashMap<>();
    layers.forEach(layer -> lacks.put(layer, twins.get(layer.model()).align(layer)));
    List<StatisticRequest> requests =
        lacks.values().stream().flatMap(l -> Stream.of(l.mean(), l.square())).toList();
    Statistics measured;
    try {
      measured = context.measure(new OptimizedModel(models), requests, settings.samples());
    } catch (InputException notFinite) {
      // of the quantized half: the float model was measured on these samples before
      context.note("bias correction, front to back: what layers lack is not finite");
      return List.of();
    }
    List<Correction> corrections = new ArrayList<>();
    lacks.forEach(
        (layer, lack) -> {
          float[] mean = measured.get(lack.mean());
          float[] square = measured.get(lack.square());
          corrections.add(new Correction(layer, shrunk(mean, square, measured.samples())));
        });
    return corrections.stream().filter(c -> isUsable(c, quantized)).toList();
  }

  /**
   * Means without what may be due to the choice of samples: each is multiplied by {@code 1 - v /
   * m^2}, at least 0, with {@code v} the variance of the mean {@code m} (the positive-part
   * estimator of James and Stein, channel by channel).
   *
   * @param square mean of the squares of which {@code mean} is the mean
   */
  static float[] shrunk(float[] mean, float[] square, int samples) {
    float[] shrunk = new float[mean.length];
    for (int c = 0; c < shrunk.length; c++) {
      double m2 = (double) mean[c] * mean[c];
      double variance = samples > 1 ? Math.max(0, square[c] - m2) / (samples - 1) : 0;
      shrunk[c] = variance < m2 ? (float) (mean[c] * (1 - variance / m2)) : 0;
    }
    return shrunk;
  }

  private boolean isUsable(Correction correction, OptimizedModel quantized) {
    float largest = largest(correction.shift());
    Layer layer = correction.layer();
    Operation op = layer.in(quantized.model(layer.model()));
    int axis = OperationTraits.outputChannelAxis(op, layer.weightPort());
    Optional<OperationTraits.Bias> bias = OperationTraits.bias(op, axis, correction.shift().length);
    float most = bias.map(b -> largest(Floats.read(b.constant().value()))).orElse(0f);
    return largest > 0 && (most == 0 || largest < settings.threshold() * most);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
