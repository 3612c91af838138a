package org.octet.api.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.octet.api.tensor.ElementType;

/** An output port: the tensor an operation computes. Mutable, not thread-safe. */
public final class Output {
  private final Operation operation;
  private final int index;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<Input> consumers = new ArrayList<>();
  private final RuntimeInfo runtimeInfo = new RuntimeInfo();
  private ElementType type;
  private PartialShape shape;

  Output(Operation operation, int index, ElementType type, PartialShape shape) {
    this.operation = operation;
    this.index = index;
    this.type = type;
    this.shape = shape;
  }

  /** The operation that computes this tensor. */
  public Operation operation() {
    return operation;
  }

  /** Position among the operation's outputs, from 0. */
  public int index() {
    return index;
  }

  /** Element type. */
  public ElementType type() {
    return type;
  }

  /** Shape, as far as it is known. */
  public PartialShape shape() {
    return shape;
  }

  /** Sets element type and shape. */
  public void retype(ElementType newType, PartialShape newShape) {
    type = newType;
    shape = newShape;
  }

  /** Tensor names: the user's contract; they never move to an inserted operation. Mutable. */
  public Set<String> names() {
    return names;
  }

  /** Metadata of the port. */
  public RuntimeInfo runtimeInfo() {
    return runtimeInfo;
  }

  /**
   * The inputs that read this tensor, in the order of connection; a copy, so that readers can be
   * moved.
   */
  public List<Input> consumers() {
    return List.copyOf(consumers);
  }

  /** Makes some of the consumers read another tensor. */
  public void moveConsumers(Collection<Input> moved, Output to) {
    List.copyOf(moved).forEach(input -> input.connect(to));
  }

  void attach(Input input) {
    consumers.add(input);
  }

  void detach(Input input) {
    // ports have no equals: this compares identity, and consumers mostly leave in their order
    consumers.remove(input);
  }

  /** Such as {@code conv1:0}. */
  @Override
  public String toString() {
    return operation.name() + ":" + index;
  }
}
