package org.octet.engines.decoders.internal;

import java.util.Optional;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Shape;

/**
 * The picture that went into a model, in which detectors say where objects are.
 *
 * @param width width of the input in pixels
 * @param height height of the input in pixels
 * @param placement where the original picture lies in it, if known
 */
record Frame(int width, int height, Optional<Placement> placement) {
  private static final long MOST_CHANNELS = 4;

  /**
   * The frame of a sample: as its placement says, or else its first tensor that looks like a
   * picture, [1,1..4,H,W] or [1,H,W,1..4].
   *
   * @throws InputException when there is neither
   */
  static Frame of(Sample sample, String decoder) {
    Optional<Placement> placement = sample.placement();
    if (placement.isPresent()) {
      return new Frame(placement.get().inputWidth(), placement.get().inputHeight(), placement);
    }
    return sample.data().values().stream()
        .map(t -> t.shape())
        .filter(s -> s.rank() == 4 && s.elements() > 0)
        .flatMap(s -> pictureSize(s).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    ("decoder '%s' needs the size of the picture, and sample '%s' is none: use a"
                            + " data loader of pictures")
                        .formatted(decoder, sample.id())));
  }

  private static Optional<Frame> pictureSize(Shape shape) {
    if (shape.dim(1) <= MOST_CHANNELS) {
      return Optional.of(frame(shape.dim(3), shape.dim(2)));
    }
    return shape.dim(3) <= MOST_CHANNELS
        ? Optional.of(frame(shape.dim(2), shape.dim(1)))
        : Optional.empty();
  }

  private static Frame frame(long width, long height) {
    return new Frame(Math.toIntExact(width), Math.toIntExact(height), Optional.empty());
  }

  /** A box in pixels of the input, in pixels of the original picture where that is known. */
  Box toPicture(Box box) {
    return placement.map(p -> p.toPicture(box)).orElse(box);
  }
}
