package org.octet.dataloaders.text.internal;

import java.math.BigDecimal;
import java.util.List;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Text;

/** What the value of a column says about a sample. */
interface Truth {
  /**
   * The annotation.
   *
   * @throws IllegalArgumentException with the reason when the value is none
   */
  Annotation of(String cell);

  /**
   * Class labels.
   *
   * @param classes names of the classes in the order of their indices; empty: the values are
   *     indices
   */
  static Truth label(List<String> classes) {
    List<String> names = List.copyOf(classes);
    return cell -> {
      String text = cell.strip();
      if (names.isEmpty()) {
        return new ClassLabel(index(text));
      }
      int index = names.indexOf(text);
      if (index < 0) {
        throw new IllegalArgumentException(
            "label '%s' is none of classes=%s".formatted(text, String.join(",", names)));
      }
      return new ClassLabel(index);
    };
  }

  /**
   * Numbers.
   *
   * @param scale what they are divided by
   */
  static Truth score(double scale) {
    return cell -> {
      double value = number(cell.strip()) / scale;
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("score '%s' is too large".formatted(cell.strip()));
      }
      return new Score(value);
    };
  }

  /** Texts. */
  static Truth text() {
    return Text::new;
  }

  private static int index(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "label '%s' is no class index (a whole number from 0); name the classes with classes=…"
              .formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static double number(String text) {
    try {
      return new BigDecimal(text).doubleValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("score '%s' is no number".formatted(text), e);
    }
  }
}
