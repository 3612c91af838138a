package org.octet.api.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.octet.api.tensor.Tensor;

/**
 * What a pipeline works on: one or more named models (a cascade is nothing special), and what
 * algorithms rescaled and rounded. Mutable, not thread-safe.
 */
public final class OptimizedModel {
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<Rescaling> rescalings;
  private final Map<TensorId, Tensor> unrounded;

  /**
   * A change of a tensor by which later statistics are corrected: {@code x' = (x - shift) * factor}
   * per channel.
   *
   * @param tensor the tensor of the float model
   * @param axis channel axis
   * @param factors one per channel
   * @param shifts one per channel
   */
  public record Rescaling(TensorId tensor, int axis, float[] factors, float[] shifts) {}

  /**
   * @param models the models by name, in the job's order
   */
  public OptimizedModel(Map<String, Model> models) {
    this(models, new ArrayList<>(), new HashMap<>());
  }

  private OptimizedModel(
      Map<String, Model> models, List<Rescaling> rescalings, Map<TensorId, Tensor> unrounded) {
    this.models.putAll(models);
    this.rescalings = rescalings;
    this.unrounded = unrounded;
  }

  /** One model under its own name. */
  public static OptimizedModel of(String name, Model model) {
    return new OptimizedModel(Map.of(name, model));
  }

  /** Names in the job's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(models.keySet());
  }

  /**
   * One model.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public Model model(String name) {
    Model model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no model '" + name + "'; there are " + models.keySet());
    }
    return model;
  }

  /** All models by name, a read-only view. */
  public Map<String, Model> models() {
    return Collections.unmodifiableMap(models);
  }

  /**
   * Some of the models: the same graphs and the same records of changes.
   *
   * @param names which, in any order
   * @throws IllegalArgumentException for an unknown name
   */
  public OptimizedModel only(Collection<String> names) {
    names.forEach(this::model);
    Map<String, Model> some = new LinkedHashMap<>(models);
    some.keySet().retainAll(names);
    return new OptimizedModel(some, rescalings, unrounded);
  }

  /**
   * Records that a tensor is to be rescaled where it is quantized, so that statistics answer as if
   * measured afterwards. The algorithm that inserts quantizers {@linkplain #takeRescalings takes}
   * the rescalings and builds them into quantizers.
   */
  public void rescale(TensorId tensor, int axis, float[] factors, float[] shifts) {
    rescalings.add(new Rescaling(tensor, axis, factors.clone(), shifts.clone()));
  }

  /** The rescalings in order, a read-only view. */
  public List<Rescaling> rescalings() {
    return Collections.unmodifiableList(rescalings);
  }

  /**
   * Records that an algorithm has chosen the codes of a weight by other means than their nearness,
   * so that later ones know the weight as it was.
   *
   * @param quantized the result of the weight's FakeQuantize
   * @param before what the FakeQuantize read
   */
  public void rounded(TensorId quantized, Tensor before) {
    unrounded.put(quantized, before);
  }

  /** The weight as it was before its codes were chosen; empty when nothing was recorded. */
  public Optional<Tensor> unrounded(TensorId quantized) {
    return Optional.ofNullable(unrounded.get(quantized));
  }

  /** The rescalings of these models' tensors, in order; they are not recorded any more. */
  public List<Rescaling> takeRescalings() {
    List<Rescaling> taken =
        rescalings.stream().filter(r -> models.containsKey(r.tensor().model())).toList();
    rescalings.removeAll(taken);
    return taken;
  }

  /** A deep copy of the graphs; constants' values are shared. */
  public OptimizedModel copy() {
    Map<String, Model> copies = new LinkedHashMap<>();
    models.forEach((name, model) -> copies.put(name, model.copy()));
    return new OptimizedModel(copies, new ArrayList<>(rescalings), new HashMap<>(unrounded));
  }
}
