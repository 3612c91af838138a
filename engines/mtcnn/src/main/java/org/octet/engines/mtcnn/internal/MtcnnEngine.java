package org.octet.engines.mtcnn.internal;

import java.util.ArrayList;
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
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Finds faces as "Joint Face Detection and Alignment using Multi-task Cascaded Convolutional
 * Networks" (Zhang et al., 2016) does: P-Net looks at a pyramid of the picture, R-Net and O-Net at
 * what it proposes, one crop after the other. Stateless, so thread-safe.
 *
 * <p>The prediction are boxes of class 0. Its outputs have shapes that depend on the picture only,
 * so that two sets of models can be compared: the face probabilities of P-Net at all levels, and a
 * map of the faces found.
 */
final class MtcnnEngine implements Engine {
  /** Side of what P-Net looks at, in pixels; a smaller picture would end the process. */
  private static final int WINDOW = 12;

  /** Distance of the windows of P-Net, in pixels. */
  private static final int STRIDE = 2;

  private static final int CHANNELS = 3;
  private static final int R_SIDE = 24;
  private static final int O_SIDE = 48;
  private static final int MAP_CELL = 8;

  /** Side and distance of squares that are looked at, at most, in longer sides of the picture. */
  private static final double LARGEST = 2;

  private final Settings settings;

  MtcnnEngine(Settings settings) {
    this.settings = settings;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException when the sample is no picture, or the models are not the three networks
   */
  @Override
  public Prediction run(Sample sample, Models models) {
    List<String> names = settings.models(models.names());
    Picture picture = picture(sample);
    List<float[]> levels = new ArrayList<>();
    List<Candidate> proposed = propose(new Net(models, names.get(0)), picture, levels);
    List<Box> squares = squares(Candidate.suppressed(proposed, settings.overlaps()[1]));
    List<Candidate> checked = look(new Net(models, names.get(1)), 1, R_SIDE, squares, picture);
    squares = squares(Candidate.suppressed(checked, settings.overlaps()[1]));
    List<Candidate> sure = look(new Net(models, names.get(2)), 2, O_SIDE, squares, picture);
    List<Box> faces =
        Candidate.suppressedInside(
            sure.stream().map(Candidate::refined).toList(), settings.overlaps()[2]);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put(names.get(0) + "/faces", joined(levels));
    outputs.put("faces", new Boxes(faces).scoreMap(picture.width(), picture.height(), MAP_CELL));
    return new Prediction(outputs, Optional.of(inPicture(sample, faces)));
  }

  private static Picture picture(Sample sample) {
    Tensor tensor = sample.data().size() == 1 ? sample.data().values().iterator().next() : null;
    try {
      Picture picture = tensor == null ? null : Picture.of(tensor);
      if (picture != null && picture.channels() == CHANNELS) {
        return picture;
      }
    } catch (IllegalArgumentException e) {
      throw noPicture(sample, tensor, e);
    }
    throw noPicture(sample, tensor, null);
  }

  private static InputException noPicture(Sample sample, Tensor tensor, Throwable cause) {
    return new InputException(
        "sample '%s': engine 'mtcnn' takes one picture f32[1,3,height,width], the data are %s: use layout=NCHW, color=RGB and resize=none"
            .formatted(sample.id(), tensor == null ? sample.data().keySet() : tensor),
        cause);
  }

  private static Boxes inPicture(Sample sample, List<Box> faces) {
    return new Boxes(
        sample.placement().map(p -> faces.stream().map(p::toPicture).toList()).orElse(faces));
  }

  private static List<Box> squares(List<Candidate> candidates) {
    return candidates.stream().map(c -> Candidate.square(c.refined())).toList();
  }

  /** P-Net at every level of the pyramid. */
  private List<Candidate> propose(Net net, Picture picture, List<float[]> levels) {
    List<Candidate> all = new ArrayList<>();
    double shorter = Math.min(picture.width(), picture.height());
    for (double scale = WINDOW / settings.minFace();
        shorter * scale >= WINDOW;
        scale *= settings.factor()) {
      Picture level =
          picture.resized(
              (int) Math.ceil(picture.width() * scale), (int) Math.ceil(picture.height() * scale));
      Net.Answer answer = net.run(level);
      levels.add(answer.faces());
      all.addAll(Candidate.suppressed(windows(answer, scale), settings.overlaps()[0]));
    }
    return all;
  }

  private List<Candidate> windows(Net.Answer answer, double scale) {
    List<Candidate> found = new ArrayList<>();
    for (int at = 0; at < answer.faces().length; at++) {
      if (answer.faces()[at] > settings.thresholds()[0]) {
        double left = STRIDE * (at % answer.width()) / scale;
        double top = STRIDE * (at / answer.width()) / scale;
        double side = WINDOW / scale;
        Box box = new Box(0, answer.faces()[at], left, top, left + side, top + side);
        found.add(new Candidate(box, answer.shift(at)));
      }
    }
    return found;
  }

  /** R-Net or O-Net on every square, one after the other. */
  private List<Candidate> look(Net net, int stage, int side, List<Box> squares, Picture picture) {
    List<Candidate> found = new ArrayList<>();
    for (Box square : squares) {
      if (!lookedAt(square, picture)) {
        continue;
      }
      Net.Answer answer = net.run(picture.cropped(square, settings.padding()).resized(side, side));
      float score = answer.faces()[0];
      if (score > settings.thresholds()[stage]) {
        Box box = new Box(0, score, square.left(), square.top(), square.right(), square.bottom());
        found.add(new Candidate(box, answer.shift(0)));
      }
    }
    return found;
  }

  // what a bad network proposes may be of any size, or none
  private static boolean lookedAt(Box square, Picture picture) {
    double width = square.right() - square.left();
    double height = square.bottom() - square.top();
    double largest = LARGEST * Math.max(picture.width(), picture.height());
    boolean near = Math.abs(square.left()) <= largest && Math.abs(square.top()) <= largest;
    return near && Math.min(width, height) >= 1 && Math.max(width, height) <= largest;
  }

  private static Tensor joined(List<float[]> levels) {
    int size = levels.stream().mapToInt(l -> l.length).sum();
    float[] all = new float[size];
    int at = 0;
    for (float[] level : levels) {
      System.arraycopy(level, 0, all, at, level.length);
      at += level.length;
    }
    return Tensor.of(Shape.of(size), all);
  }
}
