package org.octet.api.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.octet.api.tensor.Shape;

/** A shape of which axes, or even the rank, may be known only at run time. Immutable. */
public final class PartialShape {
  /** Nothing is known, not even the rank. */
  public static final PartialShape DYNAMIC_RANK = new PartialShape(null);

  private final List<Dimension> dimensions;

  private PartialShape(List<Dimension> dimensions) {
    this.dimensions = dimensions;
  }

  /** A shape of known rank. */
  public static PartialShape of(List<Dimension> dimensions) {
    return new PartialShape(List.copyOf(dimensions));
  }

  /** A static shape; -1 stands for an unknown extent. */
  public static PartialShape of(long... dims) {
    return of(
        Arrays.stream(dims).mapToObj(d -> d == -1 ? Dimension.DYNAMIC : Dimension.of(d)).toList());
  }

  /** A static shape. */
  public static PartialShape of(Shape shape) {
    return of(shape.toArray());
  }

  /**
   * Reads the {@code shape} attribute of a Parameter, such as {@code 1,3,?,1..8}; {@code ...} is a
   * dynamic rank, an empty text a scalar.
   *
   * @throws IllegalArgumentException when the text is not a shape
   */
  public static PartialShape parse(String text) {
    String t = text.strip();
    if (t.equals("...")) {
      return DYNAMIC_RANK;
    }
    return t.isEmpty()
        ? of(List.of())
        : of(Arrays.stream(t.split(",", -1)).map(Dimension::parse).toList());
  }

  /** Whether the number of axes is known. */
  public boolean hasRank() {
    return dimensions != null;
  }

  /**
   * Number of axes.
   *
   * @throws IllegalStateException when it is not known
   */
  public int rank() {
    return dimensions().size();
  }

  /**
   * The axes.
   *
   * @throws IllegalStateException when the rank is not known
   */
  public List<Dimension> dimensions() {
    if (dimensions == null) {
      throw new IllegalStateException("dynamic rank");
    }
    return dimensions;
  }

  /** One axis; a negative axis counts from the end. */
  public Dimension dim(int axis) {
    return dimensions().get(axis < 0 ? axis + rank() : axis);
  }

  /** The static shape, empty where anything is unknown. */
  public Optional<Shape> toShape() {
    return hasRank() && dimensions.stream().allMatch(Dimension::isStatic)
        ? Optional.of(Shape.of(dimensions.stream().mapToLong(Dimension::min).toArray()))
        : Optional.empty();
  }

  /** Whether a tensor of this shape fits. */
  public boolean accepts(Shape shape) {
    if (!hasRank()) {
      return true;
    }
    if (shape.rank() != rank()) {
      return false;
    }
    for (int i = 0; i < rank(); i++) {
      Dimension d = dimensions.get(i);
      if (shape.dim(i) < d.min() || d.max() != -1 && shape.dim(i) > d.max()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartialShape s && Objects.equals(dimensions, s.dimensions);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(dimensions);
  }

  /** IR notation, such as {@code 1,3,?,224}. */
  @Override
  public String toString() {
    return hasRank()
        ? dimensions.stream().map(Dimension::toString).collect(Collectors.joining(","))
        : "...";
  }
}
