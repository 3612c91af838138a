package org.octet.core.internal.ir;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.octet.api.error.InputException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.XmlElement;

/**
 * Walks through an XML document from a source that is not trusted: no DTD, no entities, no external
 * access, limited depth. Whoever enters a child with {@link #nextChild} must consume it: by asking
 * for its children until there are none, by {@link #element}, or by {@link #finish}. Not
 * thread-safe.
 */
final class XmlCursor {
  /** Deepest nesting of elements; real models stay below 30, bodies in bodies included. */
  static final int MAX_DEPTH = 256;

  /** Most attributes of one element. */
  private static final int MAX_ATTRIBUTES = 10_000;

  private static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF8", "US-ASCII", "ASCII");

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final XMLStreamReader reader;
  private final String where;
  private int depth;
  private boolean entered;

  /**
   * @param where name of the document in messages
   */
  XmlCursor(InputStream in, String where) {
    this.where = where;
    // decoded here: the parser would print a line to the console for each bad byte
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    try {
      reader = factory().createXMLStreamReader(new InputStreamReader(withoutMark(in), utf8));
    } catch (IOException e) {
      throw new InputException("cannot read model '" + where + "': " + e.getMessage(), e);
    } catch (XMLStreamException e) {
      throw failed(e, new Position(1, 1));
    }
    String encoding = reader.getCharacterEncodingScheme();
    if (encoding != null && !ENCODINGS.contains(encoding.toUpperCase(Locale.ROOT))) {
      throw error("its encoding is '%s', an IR is in UTF-8".formatted(encoding));
    }
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    PushbackInputStream all = new PushbackInputStream(in, BYTE_ORDER_MARK.length);
    byte[] start = all.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      all.unread(start);
    }
    return all;
  }

  private static XMLInputFactory factory() {
    // the JDK's own, whatever the class path or a framework offers
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    // the same limits whatever the JDK: the depth is checked here
    factory.setProperty("jdk.xml.maxElementDepth", "0");
    factory.setProperty("jdk.xml.elementAttributeLimit", String.valueOf(MAX_ATTRIBUTES));
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not allowed");
        });
    return factory;
  }

  /** A place in the document, for errors that are found later. */
  record Position(int line, int column) {}

  /** Where the cursor is. */
  Position position() {
    Location l = reader.getLocation();
    return new Position(l.getLineNumber(), l.getColumnNumber());
  }

  /** An error at the cursor. */
  InputException error(String reason) {
    return error(reason, position(), null);
  }

  /** An error at a place that was passed before. */
  InputException error(String reason, Position at, Throwable cause) {
    return new InputException("cannot read model " + place(at) + ": " + reason, cause);
  }

  /** The model is sound, but beyond what Octet can do. */
  UnsupportedModelException unsupported(String reason, Position at) {
    return new UnsupportedModelException("cannot use model " + place(at) + ": " + reason);
  }

  private String place(Position at) {
    // the JDK's parser loses count of the columns in a long value, and then they are negative
    return at.column() < 1
        ? "'%s' (line %d)".formatted(where, at.line())
        : "'%s' (line %d, column %d)".formatted(where, at.line(), at.column());
  }

  private static String reason(XMLStreamException e) {
    if (e.getNestedException() instanceof CharacterCodingException) {
      return "bytes that are not UTF-8 text";
    }
    String text = String.valueOf(e.getMessage());
    int message = text.indexOf("Message: ");
    return message < 0 ? text : text.substring(message + "Message: ".length()).strip();
  }

  private InputException failed(XMLStreamException e, Position current) {
    Location l = e.getLocation();
    Position at = l == null ? current : new Position(l.getLineNumber(), l.getColumnNumber());
    String hint = !entered ? "not an OpenVINO IR: " : "";
    return error(hint + reason(e), at, e);
  }

  private int advance() {
    try {
      return reader.next();
    } catch (XMLStreamException e) {
      throw failed(e, position());
    } catch (RuntimeException e) {
      // the JDK's parser answers some damaged input with unchecked exceptions
      throw error("damaged XML: " + e.getMessage(), position(), e);
    }
  }

  /** Enters the root element, whose tag must be {@code tag}. */
  void enterRoot(String tag) {
    if (!nextChild()) {
      throw error("no element");
    }
    if (!tag().equals(tag)) {
      throw error("not an OpenVINO IR: it starts with <%s>, not <%s>".formatted(tag(), tag));
    }
    entered = true;
  }

  /** Moves into the next child of the current element; false at its end. */
  boolean nextChild() {
    while (true) {
      switch (advance()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > MAX_DEPTH) {
            throw error("elements are nested more than " + MAX_DEPTH + " deep");
          }
          return true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          return false;
        }
        case XMLStreamConstants.DTD -> throw error("a document type declaration is not allowed");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw error("the entity '%s' is not allowed".formatted(reader.getLocalName()));
        case XMLStreamConstants.END_DOCUMENT -> throw error("the document ends early");
        default -> {
          // white space, comments and stray text say nothing
        }
      }
    }
  }

  /** Checks that nothing but white space and comments follows the root element. */
  void end() {
    while (advance() != XMLStreamConstants.END_DOCUMENT) {
      // the parser refuses anything else
    }
  }

  /** Tag of the current element; only before its children are asked for. */
  String tag() {
    return reader.getLocalName();
  }

  /** All attributes of the current element in their order. */
  Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      all.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return all;
  }

  /** One attribute of the current element, null where there is none. */
  String attribute(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  /** One attribute that must be there. */
  String require(String name) {
    String value = attribute(name);
    if (value == null) {
      throw error("<%s> has no attribute '%s'".formatted(tag(), name));
    }
    return value;
  }

  /** An attribute that must be a whole number. */
  long requireLong(String name) {
    return parse(name, require(name), "a whole number", Long::valueOf);
  }

  /** Turns text into a value, bad text into an error with name, value and what is allowed. */
  <T> T parse(String name, String text, String allowed, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
      throw error("%s is '%s', must be %s".formatted(name, shown, allowed), position(), e);
    }
  }

  /** Skips the rest of the current element; elements in it are errors. */
  void finish() {
    String tag = reader.isStartElement() ? tag() : "element";
    if (nextChild()) {
      throw error("<%s> is not expected inside <%s>".formatted(tag(), tag));
    }
  }

  /** Text of the current element, which must not contain elements; stripped. */
  String text() {
    XmlElement element = element();
    if (!element.children().isEmpty()) {
      throw error("<%s> must contain text only".formatted(element.name()));
    }
    return element.text();
  }

  /** The children of the current element, whole. */
  List<XmlElement> elements() {
    List<XmlElement> all = new ArrayList<>();
    while (nextChild()) {
      all.add(element());
    }
    return all;
  }

  /** The current element with everything in it. */
  XmlElement element() {
    String name = tag();
    Map<String, String> attributes = attributes();
    List<XmlElement> children = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (true) {
      int event = advance();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > MAX_DEPTH) {
            throw error("elements are nested more than " + MAX_DEPTH + " deep");
          }
          children.add(element());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          String content = children.isEmpty() ? text.toString().strip() : "";
          return new XmlElement(name, attributes, children, content);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw error("the entity '%s' is not allowed".formatted(reader.getLocalName()));
        case XMLStreamConstants.END_DOCUMENT -> throw error("the document ends early");
        default -> {
          // comments say nothing
        }
      }
    }
  }
}
