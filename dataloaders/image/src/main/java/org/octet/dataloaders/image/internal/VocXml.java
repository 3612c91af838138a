package org.octet.dataloaders.image.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.octet.api.data.Annotation;

/**
 * Boxes as Pascal VOC writes them: an XML file per picture, a {@code bndbox} per {@code object}
 * with the first and the last pixel, counted from 1. Objects marked {@code difficult} may be found
 * but need not be. Immutable.
 *
 * @param classes the classes' names
 */
record VocXml(ClassNames classes) implements Truth.Beside.Format {
  private static final int MAX_DEPTH = 64;

  @Override
  public Annotation read(Path file, int width, int height) throws IOException {
    return parse(TextFile.bytes(file), width, height);
  }

  /**
   * The objects of a file's content.
   *
   * @throws IOException with the line and what is wrong there
   */
  Annotation parse(byte[] content, int width, int height) throws IOException {
    XMLStreamReader reader = null;
    try {
      reader = factory().createXMLStreamReader(new ByteArrayInputStream(content));
      ObjectList objects = document(reader);
      return objects.of(width, height);
    } catch (XMLStreamException e) {
      throw new IOException("it is not well-formed XML: " + message(e), e);
    } catch (ArrayIndexOutOfBoundsException | ClassCastException | NullPointerException e) {
      // the JDK's parser answers some damaged input with unchecked exceptions
      throw new IOException("it is not well-formed XML: " + e, e);
    }
  }

  private static XMLInputFactory factory() {
    // the JDK's own, whatever the class path or a framework offers
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not allowed");
        });
    return factory;
  }

  private static String message(XMLStreamException e) {
    return String.valueOf(e.getMessage()).replace('\n', ' ');
  }

  private ObjectList document(XMLStreamReader reader) throws XMLStreamException, IOException {
    if (reader.nextTag() != XMLStreamConstants.START_ELEMENT
        || !reader.getLocalName().equals("annotation")) {
      throw new IOException(
          "it begins with '%s' instead of 'annotation'".formatted(reader.getLocalName()));
    }
    ObjectList objects = new ObjectList();
    while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
      if (!reader.isStartElement()) {
        continue;
      }
      int line = reader.getLocation().getLineNumber();
      String name = reader.getLocalName();
      Map<String, String> texts = texts(reader);
      try {
        switch (name) {
          case "object" -> add(objects, texts);
          case "size" -> objects.size(size(texts, "width"), size(texts, "height"));
          default -> {}
        }
      } catch (IOException e) {
        throw new IOException("line %d: %s".formatted(line, e.getMessage()), e);
      }
    }
    return objects;
  }

  /** Texts of an element's descendants by their path, the first of each; parts of objects too. */
  private static Map<String, String> texts(XMLStreamReader reader)
      throws XMLStreamException, IOException {
    Map<String, String> texts = new HashMap<>();
    StringBuilder path = new StringBuilder();
    int depth = 0;
    while (depth >= 0) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > MAX_DEPTH) {
            throw new IOException("elements are nested deeper than " + MAX_DEPTH);
          }
          path.append('/').append(reader.getLocalName());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          path.setLength(Math.max(0, path.lastIndexOf("/")));
          depth--;
        }
        case XMLStreamConstants.CHARACTERS ->
            texts.putIfAbsent(path.toString(), reader.getText().strip());
        default -> {}
      }
    }
    return texts;
  }

  private void add(ObjectList objects, Map<String, String> texts) throws IOException {
    String name = texts.get("/name");
    if (name == null) {
      throw new IOException("an object without a name");
    }
    // pixels count from 1: the first one begins at 0
    objects.add(
        classes.index(name),
        texts.getOrDefault("/difficult", "0").equals("1"),
        number(texts, "/bndbox/xmin") - 1,
        number(texts, "/bndbox/ymin") - 1,
        number(texts, "/bndbox/xmax"),
        number(texts, "/bndbox/ymax"));
  }

  private static int size(Map<String, String> texts, String side) throws IOException {
    String text = texts.getOrDefault("/" + side, "0");
    if (!Labels.isIndex(text)) {
      throw new IOException("%s '%s' of the picture is no whole number".formatted(side, text));
    }
    return Integer.parseInt(text);
  }

  private static double number(Map<String, String> texts, String path) throws IOException {
    String text = texts.getOrDefault(path, "");
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          "an object whose %s is '%s' instead of a number".formatted(path.substring(1), text), e);
    }
  }
}
