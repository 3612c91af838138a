package org.octet.api.model;

import java.util.List;
import java.util.Map;

/**
 * A nested graph and how it is tied to its operation.
 *
 * @param role tag in the IR: {@code body}, {@code then_body} or {@code else_body}
 * @param body the graph
 * @param links how ports and body are tied, in the order of the IR
 */
public record SubGraph(String role, Model body, List<Link> links) {
  /** Copies the list. */
  public SubGraph {
    links = List.copyOf(links);
  }

  /** What a link is for. */
  public enum LinkKind {
    /** An input port of the operation feeds a Parameter of the body. */
    INPUT,
    /** A Result of the body feeds an output port of the operation. */
    OUTPUT,
    /** A Result of the body feeds a Parameter of the next iteration. */
    BACK_EDGE
  }

  /**
   * One link.
   *
   * @param kind what it is for
   * @param externalPort index of the operation's input or output; -1 where there is none
   * @param from Result of the body, or null for {@link LinkKind#INPUT}
   * @param to Parameter of the body, or null for {@link LinkKind#OUTPUT}
   * @param attributes further attributes of the IR, such as {@code axis}, {@code stride}, {@code
   *     purpose}
   */
  public record Link(
      LinkKind kind,
      int externalPort,
      Operation from,
      Operation to,
      Map<String, String> attributes) {}
}
