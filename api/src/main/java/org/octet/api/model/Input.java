package org.octet.api.model;

/** An input port: reads exactly one tensor. Mutable, not thread-safe. */
public final class Input {
  private final Operation operation;
  private final int index;
  private final RuntimeInfo runtimeInfo = new RuntimeInfo();
  private Output source;

  Input(Operation operation, int index, Output source) {
    this.operation = operation;
    this.index = index;
    connect(source);
  }

  /** The operation that reads. */
  public Operation operation() {
    return operation;
  }

  /** Position among the operation's inputs, from 0. */
  public int index() {
    return index;
  }

  /** The tensor that is read. */
  public Output source() {
    return source;
  }

  /** Metadata of the port. */
  public RuntimeInfo runtimeInfo() {
    return runtimeInfo;
  }

  /** Reads another tensor from now on. */
  public void connect(Output newSource) {
    disconnect();
    source = newSource;
    newSource.attach(this);
  }

  void disconnect() {
    if (source != null) {
      source.detach(this);
      source = null;
    }
  }

  /** Such as {@code conv1<-1}. */
  @Override
  public String toString() {
    return operation.name() + "<-" + index;
  }
}
