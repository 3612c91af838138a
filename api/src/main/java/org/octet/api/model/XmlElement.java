package org.octet.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of IR metadata carried through as it is. Immutable.
 *
 * @param name tag
 * @param attributes attributes in their order
 * @param children child elements in their order
 * @param text text content, without surrounding white space; empty where there are children
 */
public record XmlElement(
    String name, Map<String, String> attributes, List<XmlElement> children, String text) {
  /** Copies map and list. */
  public XmlElement {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  /** An element with the attribute {@code value}, as {@code rt_info} uses it. */
  public static XmlElement value(String name, String value) {
    return new XmlElement(name, Map.of("value", value), List.of(), "");
  }

  /** An element with children. */
  public static XmlElement of(String name, List<XmlElement> children) {
    return new XmlElement(name, Map.of(), children, "");
  }
}
