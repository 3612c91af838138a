package org.octet.core.internal.ir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.XmlElement;

/**
 * Writes XML as OpenVINO does: UTF-8, one element a line, indented by tabs. Everything that a
 * reader would change (line ends, tabs, quotes) is written as a reference. Not thread-safe.
 */
final class XmlEmitter {
  private final Writer out;
  private final Deque<String> open = new ArrayDeque<>();
  private boolean inTag;

  XmlEmitter(OutputStream stream) throws IOException {
    out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 15);
    out.write("<?xml version=\"1.0\"?>\n");
  }

  /** Starts an element. */
  XmlEmitter start(String tag) throws IOException {
    closeTag();
    indent();
    out.write('<');
    out.write(checkTag(tag));
    open.push(tag);
    inTag = true;
    return this;
  }

  /** Adds an attribute to the element that was just started. */
  XmlEmitter attribute(String name, String value) throws IOException {
    out.write(' ');
    out.write(checkTag(name));
    out.write("=\"");
    escape(value);
    out.write('"');
    return this;
  }

  /** Adds a number as an attribute. */
  XmlEmitter attribute(String name, long value) throws IOException {
    return attribute(name, Long.toString(value));
  }

  /** Ends the current element. */
  void end() throws IOException {
    String tag = open.pop();
    if (inTag) {
      out.write(" />\n");
      inTag = false;
      return;
    }
    indent();
    out.write("</" + tag + ">\n");
  }

  /** Ends the element that was just started, with text as its content. */
  void endWith(String text) throws IOException {
    out.write('>');
    escape(text);
    out.write("</" + open.pop() + ">\n");
    inTag = false;
  }

  /** A whole element. */
  void element(XmlElement element) throws IOException {
    start(element.name());
    for (var attribute : element.attributes().entrySet()) {
      attribute(attribute.getKey(), attribute.getValue());
    }
    if (!element.text().isEmpty() && element.children().isEmpty()) {
      endWith(element.text());
      return;
    }
    for (XmlElement child : element.children()) {
      element(child);
    }
    end();
  }

  /** Hands everything to the stream. */
  void flush() throws IOException {
    out.flush();
  }

  private void closeTag() throws IOException {
    if (inTag) {
      out.write(">\n");
      inTag = false;
    }
  }

  private void indent() throws IOException {
    for (int i = 0; i < open.size(); i++) {
      out.write('\t');
    }
  }

  private void escape(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.write("&amp;");
        case '<' -> out.write("&lt;");
        case '>' -> out.write("&gt;");
        case '"' -> out.write("&quot;");
        case '\t' -> out.write("&#9;");
        case '\n' -> out.write("&#10;");
        case '\r' -> out.write("&#13;");
        default -> {
          int point = text.codePointAt(i);
          checkCharacter(point, text);
          out.write(c);
          if (Character.isSupplementaryCodePoint(point)) {
            out.write(text.charAt(++i));
          }
        }
      }
    }
  }

  private static void checkCharacter(int point, String text) {
    boolean lonely = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    if (point < 0x20 || lonely || point == 0xFFFE || point == 0xFFFF) {
      throw new UnsupportedModelException(
          "'%s' contains the character U+%04X, which an IR cannot hold; rename it in the original model"
              .formatted(text, point));
    }
  }

  private static String checkTag(String tag) {
    boolean good = !tag.isEmpty() && isTagStart(tag.charAt(0));
    for (int i = 1; good && i < tag.length(); i++) {
      char c = tag.charAt(i);
      good = isTagStart(c) || c >= '0' && c <= '9' || c == '.' || c == '-' || c == 0xB7;
    }
    if (!good) {
      throw new UnsupportedModelException(
          "'" + tag + "' cannot be the name of an attribute or element of an IR");
    }
    return tag;
  }

  private static boolean isTagStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0xC0;
  }
}
