package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/**
 * Which pictures are samples.
 *
 * @param kind of their annotations
 * @param missing what becomes of pictures without one: {@code skip}, {@code empty} or {@code fail}
 */
record Selection(AnnotationKind kind, String missing) {
  /** The user's choice. */
  static Selection of(Parameters p) {
    AnnotationKind kind = AnnotationKind.of(p);
    return new Selection(kind, kind.missing(p));
  }

  /**
   * The pictures that are samples, in order.
   *
   * @param annotated whether a picture has an annotation
   * @throws InputException when one must have and has not, or none has
   */
  List<String> names(PictureFiles files, Predicate<String> annotated) {
    if (missing.equals("empty")) {
      return files.names();
    }
    List<String> known = files.names().stream().filter(annotated).toList();
    boolean complete = known.size() == files.names().size();
    if (known.isEmpty() || !complete && missing.equals("fail")) {
      throw new InputException(
          ("data loader 'image': annotations=%s has nothing for %d of %d pictures in '%s', the first"
                  + " is '%s'; give labels=, or missing=skip or empty")
              .formatted(
                  kind,
                  files.names().size() - known.size(),
                  files.names().size(),
                  files.root(),
                  files.names().stream().filter(annotated.negate()).findFirst().orElseThrow()));
    }
    return known;
  }

  /**
   * Only pictures whose masks have a share of pixels in positive classes.
   *
   * @param share least share, from 0 to 1
   * @throws InputException when none has
   */
  static List<String> withShare(
      List<String> names, Companions masks, MaskFile format, double share) {
    List<String> left = names.stream().filter(n -> hasShare(n, masks, format, share)).toList();
    if (left.isEmpty()) {
      throw new InputException(
          "data loader 'image': min-share=%s leaves none of %d pictures"
              .formatted(share, names.size()));
    }
    return left;
  }

  private static boolean hasShare(String name, Companions masks, MaskFile format, double share) {
    try {
      return masks.of(name).isEmpty() || format.positiveShare(masks.of(name).get()) >= share;
    } catch (IOException e) {
      return true; // reading the sample will say why
    }
  }
}
