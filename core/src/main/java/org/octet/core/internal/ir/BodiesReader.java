package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.model.Operation;
import org.octet.api.model.SubGraph;
import org.octet.api.model.SubGraph.Link;
import org.octet.api.model.SubGraph.LinkKind;
import org.octet.core.internal.ir.XmlCursor.Position;

/**
 * The nested graphs of one layer ({@code TensorIterator}, {@code Loop}, {@code If}) and how they
 * are tied to it: {@code body} with {@code port_map} and {@code back_edges}, {@code then_body} with
 * {@code then_port_map} and so on.
 */
final class BodiesReader {
  private static final String BODY = "body";
  private static final String PORT_MAP = "port_map";
  private static final String BACK_EDGES = "back_edges";

  private final XmlCursor cursor;
  private final Map<String, Graph> bodies = new LinkedHashMap<>();
  private final Map<String, List<RawLink>> maps = new LinkedHashMap<>();

  private record RawLink(
      LinkKind kind,
      long externalPort,
      long from,
      long to,
      Map<String, String> attributes,
      Position at) {}

  BodiesReader(XmlCursor cursor) {
    this.cursor = cursor;
  }

  /** Whether a tag is that of a nested graph. */
  static boolean isBody(String tag) {
    return tag.endsWith(BODY);
  }

  /** Whether a tag is that of a list of links. */
  static boolean isMap(String tag) {
    return tag.endsWith(PORT_MAP) || tag.endsWith(BACK_EDGES);
  }

  /** Adds a nested graph that was read. */
  void addBody(String tag, Graph graph) {
    if (bodies.putIfAbsent(tag, graph) != null) {
      throw cursor.error("a second <%s>".formatted(tag));
    }
  }

  /** Reads the links of the current element. */
  void readMap() {
    String tag = cursor.tag();
    boolean back = tag.endsWith(BACK_EDGES);
    String prefix = tag.substring(0, tag.length() - (back ? BACK_EDGES : PORT_MAP).length());
    List<RawLink> links = maps.computeIfAbsent(prefix + BODY, key -> new ArrayList<>());
    while (cursor.nextChild()) {
      links.add(back ? backEdge() : portLink());
      cursor.finish();
    }
  }

  private RawLink backEdge() {
    Map<String, String> rest = cursor.attributes();
    rest.keySet().removeAll(List.of("from-layer", "to-layer"));
    return new RawLink(
        LinkKind.BACK_EDGE,
        -1,
        cursor.requireLong("from-layer"),
        cursor.requireLong("to-layer"),
        rest,
        cursor.position());
  }

  private RawLink portLink() {
    LinkKind kind =
        switch (cursor.tag()) {
          case "input" -> LinkKind.INPUT;
          case "output" -> LinkKind.OUTPUT;
          default -> throw cursor.error("<%s> is not expected here".formatted(cursor.tag()));
        };
    Map<String, String> rest = cursor.attributes();
    rest.keySet().removeAll(List.of("external_port_id", "internal_layer_id"));
    long internal = cursor.requireLong("internal_layer_id");
    return new RawLink(
        kind, cursor.requireLong("external_port_id"), internal, internal, rest, cursor.position());
  }

  /** Ties the nested graphs to their layer, which has its ports by now. */
  void link(Layer layer) {
    for (String role : maps.keySet()) {
      if (!bodies.containsKey(role)) {
        throw cursor.error(
            "%s has links but no <%s>".formatted(layer.operation(), role), layer.at(), null);
      }
    }
    bodies.forEach(
        (role, graph) -> {
          List<Link> links =
              maps.getOrDefault(role, List.of()).stream().map(l -> link(layer, graph, l)).toList();
          layer.operation().subGraphs().add(new SubGraph(role, graph.model(), links));
        });
  }

  private Link link(Layer layer, Graph body, RawLink raw) {
    Operation from = raw.kind() == LinkKind.INPUT ? null : inner(body, raw.from(), raw);
    Operation to = raw.kind() == LinkKind.OUTPUT ? null : inner(body, raw.to(), raw);
    return new Link(raw.kind(), externalIndex(layer, raw), from, to, raw.attributes());
  }

  private Operation inner(Graph body, long id, RawLink raw) {
    Layer inner = body.layers().get(id);
    if (inner == null) {
      throw cursor.error("the body has no layer %d".formatted(id), raw.at(), null);
    }
    return inner.operation();
  }

  private int externalIndex(Layer layer, RawLink raw) {
    if (raw.externalPort() == -1) {
      return -1;
    }
    int index =
        Layer.indexOf(
            raw.kind() == LinkKind.INPUT ? layer.inputs() : layer.outputs(), raw.externalPort());
    if (index < 0) {
      throw cursor.error(
          "%s has no port %d".formatted(layer.operation(), raw.externalPort()), raw.at(), null);
    }
    return index;
  }
}
