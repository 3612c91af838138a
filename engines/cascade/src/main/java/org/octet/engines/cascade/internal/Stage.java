package org.octet.engines.cascade.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Picture;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Models;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/** One model of a cascade, and what becomes of its results. Immutable. */
final class Stage {
  /** Side and distance of crops at most, in longer sides of the picture. */
  private static final double LARGEST = 4;

  private final StageSettings settings;

  Stage(StageSettings settings) {
    this.settings = settings;
  }

  String model() {
    return settings.model();
  }

  /**
   * What the model and its decoder say of a part of the picture.
   *
   * @param outputs outputs by name
   * @param decoded boxes in pixels of the picture, or what else the decoder gives
   */
  record Answer(Map<String, Tensor> outputs, Optional<Annotation> decoded) {}

  /** The detector: the whole picture, scaled to the model's input. */
  Answer detect(String id, Picture picture, Models models) {
    return look(id, picture, whole(picture), models);
  }

  private static Box whole(Picture picture) {
    return new Box(0, 1, 0, 0, picture.width(), picture.height());
  }

  /** The boxes of a detector that go on. */
  List<Box> found(Answer answer) {
    List<Box> all = boxes(answer.decoded()).orElseThrow(() -> noBoxes(answer.decoded()));
    return best(all.stream().filter(this::goesOn).toList());
  }

  private static Optional<List<Box>> boxes(Optional<Annotation> decoded) {
    return decoded.filter(Boxes.class::isInstance).map(a -> ((Boxes) a).boxes());
  }

  private InputException noBoxes(Optional<Annotation> decoded) {
    return new InputException(
        "engine 'cascade': model '%s' is the first stage, so its decoder must give boxes; %s"
            .formatted(
                model(),
                decoded
                    .map(a -> "it gives " + a.getClass().getSimpleName())
                    .orElse("the job names no decoder for it")));
  }

  /** A later stage: every box is cut out and looked at; gives those that go on. */
  List<Box> refine(String id, List<Box> boxes, Picture picture, Models models) {
    List<Box> refined = new ArrayList<>();
    for (Box box : boxes) {
      Box crop = crop(box);
      if (isLookedAt(crop, picture)) {
        merge(box, look(id, picture, crop, models)).stream()
            .filter(this::goesOn)
            .map(b -> settings.keepClass() ? with(b, box.classIndex(), b.score()) : b)
            .forEach(refined::add);
      }
    }
    return best(refined);
  }

  private Box crop(Box box) {
    double width = box.right() - box.left();
    double height = box.bottom() - box.top();
    double across = width * (1 + 2 * settings.margin());
    double down = height * (1 + 2 * settings.margin());
    if (settings.square()) {
      across = Math.max(across, down);
      down = across;
    }
    double left = Math.rint((box.left() + box.right() - across) / 2);
    double top = Math.rint((box.top() + box.bottom() - down) / 2);
    return new Box(
        box.classIndex(), box.score(), left, top, left + Math.rint(across), top + Math.rint(down));
  }

  private static boolean isLookedAt(Box crop, Picture picture) {
    double width = crop.right() - crop.left();
    double height = crop.bottom() - crop.top();
    double largest = LARGEST * Math.max(picture.width(), picture.height());
    boolean near = Math.abs(crop.left()) <= largest && Math.abs(crop.top()) <= largest;
    return near && Math.min(width, height) >= 1 && Math.max(width, height) <= largest;
  }

  private Answer look(String id, Picture picture, Box part, Models models) {
    requireChannels(id, picture);
    int[] size = size(picture, part, models);
    int width = (int) (part.right() - part.left());
    int height = (int) (part.bottom() - part.top());
    Picture seen = picture.cropped(part, settings.padding());
    seen = width == size[0] && height == size[1] ? seen : seen.resized(size[0], size[1]);
    seen = seen.scaled(settings.factor(), settings.offset());
    Tensor tensor = (settings.reverse() ? seen.reversed() : seen).tensor();
    Map<String, Tensor> outputs = models.infer(model(), Map.of(Sample.ONLY_INPUT, tensor));
    double scaleX = (double) size[0] / width;
    double scaleY = (double) size[1] / height;
    Placement placement =
        new Placement(
            picture.width(),
            picture.height(),
            size[0],
            size[1],
            scaleX,
            scaleY,
            -part.left() * scaleX,
            -part.top() * scaleY);
    Sample sample =
        new Sample(id, Map.of(Sample.ONLY_INPUT, tensor), Optional.empty(), Optional.of(placement));
    return new Answer(outputs, models.decode(model(), outputs, sample));
  }

  private void requireChannels(String id, Picture picture) {
    for (double[] numbers : List.of(settings.factor(), settings.offset())) {
      if (numbers.length != 1 && numbers.length != picture.channels()) {
        throw new InputException(
            "sample '%s': the picture has %d channels, factor or offset of the stage of model '%s' have %d numbers; give one, or one per channel"
                .formatted(id, picture.channels(), model(), numbers.length));
      }
    }
  }

  private int[] size(Picture picture, Box part, Models models) {
    if (settings.size().isPresent()) {
      return settings.size().get();
    }
    List<TensorInfo> inputs = models.inputs(model());
    PartialShape shape = inputs.get(0).shape();
    if (inputs.size() != 1 || !shape.hasRank() || shape.rank() != 4) {
      throw new InputException(
          "engine 'cascade': model '%s' takes %s; a stage needs one picture [1,channels,height,width]"
              .formatted(model(), inputs));
    }
    return new int[] {
      extent(shape, 3, part.right() - part.left()), extent(shape, 2, part.bottom() - part.top())
    };
  }

  private static int extent(PartialShape shape, int axis, double otherwise) {
    return (int) (shape.dim(axis).isStatic() ? shape.dim(axis).min() : otherwise);
  }

  /** What becomes of a box. */
  private List<Box> merge(Box box, Answer answer) {
    Optional<List<Box>> replacement = boxes(answer.decoded());
    if (replacement.isPresent()) {
      return replacement.get();
    }
    if (answer.decoded().isPresent()) {
      return List.of(decoded(box, answer.decoded().get()));
    }
    return List.of(classified(box, Floats.read(answer.outputs().values().iterator().next())));
  }

  private Box decoded(Box box, Annotation decoded) {
    if (decoded instanceof Annotation.ClassLabel label) {
      return with(box, label.index(), box.score());
    }
    if (decoded instanceof Annotation.Score score) {
      return with(box, box.classIndex(), box.score() * score.value());
    }
    throw new InputException(
        "engine 'cascade': the decoder of model '%s' gives %s; a later stage takes boxes, a class or a score"
            .formatted(model(), decoded.getClass().getSimpleName()));
  }

  private Box classified(Box box, float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    double sum = 0;
    for (float s : scores) {
      sum += Math.exp((double) s - scores[best]);
    }
    return with(box, best, box.score() * (settings.softmax() ? 1 / sum : scores[best]));
  }

  private static Box with(Box box, int classIndex, double score) {
    return new Box(classIndex, score, box.left(), box.top(), box.right(), box.bottom());
  }

  private boolean goesOn(Box box) {
    return box.score() >= settings.minScore()
        && (settings.classes().isEmpty() || settings.classes().contains(box.classIndex()));
  }

  private List<Box> best(List<Box> boxes) {
    return new Boxes(boxes).suppressed(settings.overlap(), true, settings.limit()).boxes();
  }
}
