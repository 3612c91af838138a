package org.octet.engines.cascade.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Picture;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;

/**
 * A picture goes through a detector, and every box that it finds through further models, one crop
 * after the other. Stateless, so thread-safe.
 *
 * <p>The prediction are the boxes that are left. Its outputs have shapes that depend on the picture
 * only, so that two sets of models can be compared: those of the detector, and a map of the boxes.
 */
final class CascadeEngine implements Engine {
  private static final int MAP_CELL = 8;

  private final List<Stage> stages;

  CascadeEngine(List<Stage> stages) {
    this.stages = List.copyOf(stages);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException when the sample is no picture, or the job's models are not those of the
   *     stages
   */
  @Override
  public Prediction run(Sample sample, Models models) {
    checkModels(models.names());
    Picture picture = picture(sample);
    Stage first = stages.get(0);
    Stage.Answer answer = first.detect(sample.id(), picture, models);
    List<Box> boxes = first.found(answer);
    for (Stage stage : stages.subList(1, stages.size())) {
      boxes = stage.refine(sample.id(), boxes, picture, models);
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    answer.outputs().forEach((name, t) -> outputs.put(first.model() + "/" + name, t));
    outputs.put("boxes", new Boxes(boxes).scoreMap(picture.width(), picture.height(), MAP_CELL));
    List<Box> last = boxes;
    List<Box> original =
        sample.placement().map(p -> last.stream().map(p::toPicture).toList()).orElse(last);
    return new Prediction(outputs, Optional.of(new Boxes(original)));
  }

  private void checkModels(List<String> names) {
    List<String> wanted = stages.stream().map(Stage::model).toList();
    List<String> unused = names.stream().filter(n -> !wanted.contains(n)).toList();
    List<String> unknown = wanted.stream().filter(n -> !names.contains(n)).toList();
    if (!unused.isEmpty() || !unknown.isEmpty()) {
      throw new InputException(
          "engine 'cascade': the stages run the models %s, the job has %s: every model needs a stage, and every stage a model"
              .formatted(wanted, names));
    }
  }

  private static Picture picture(Sample sample) {
    try {
      if (sample.data().size() == 1) {
        return Picture.of(sample.data().values().iterator().next());
      }
    } catch (IllegalArgumentException e) {
      throw noPicture(sample, e);
    }
    throw noPicture(sample, null);
  }

  private static InputException noPicture(Sample sample, Throwable cause) {
    return new InputException(
        "sample '%s': engine 'cascade' takes one picture f32[1,channels,height,width], the data are %s: use layout=NCHW"
            .formatted(sample.id(), sample.data()),
        cause);
  }
}
