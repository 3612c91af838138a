package org.octet.core.internal.pot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.octet.api.error.InputException;

/** Reads a configuration in JSON or YAML with the place of every value. Used by one thread. */
final class PotReader {
  private final JsonParser parser;
  private final String source;

  private PotReader(JsonParser parser, String source) {
    this.parser = parser;
    this.source = source;
  }

  /**
   * Reads a file: JSON, in which comments and Python's NaN and Infinity are allowed, or YAML.
   *
   * @throws InputException when the file cannot be read, with the place where it is damaged
   */
  static PotNode read(Path file) {
    String source = file.getFileName().toString();
    JsonFactory factory = factory(file);
    try (JsonParser parser = factory.createParser(Files.readAllBytes(file))) {
      return new PotReader(parser, source).document();
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s: is not valid: %s".formatted(place(source, e.getLocation()), firstLine(e)), e);
    } catch (IOException e) {
      String reason = Files.exists(file) ? "cannot be read: " + e : "does not exist";
      throw new InputException("configuration '" + file + "' " + reason, e);
    }
  }

  private static JsonFactory factory(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return new YAMLFactory();
    }
    throw new InputException(
        "Unknown file extension for the file \"%s\"; must be .json, .yaml or .yml".formatted(file));
  }

  private PotNode document() throws IOException {
    if (parser.nextToken() == null) {
      throw new InputException(source + ": is empty; must be an object {...}");
    }
    PotNode root = value(here());
    if (!(root.value() instanceof PotNode.Fields)) {
      throw new InputException(root.place() + ": must be an object {...}, not " + root);
    }
    if (parser.nextToken() != null) {
      throw new InputException(here() + ": one configuration is enough; nothing may follow it");
    }
    return root;
  }

  private PotNode value(Place place) throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new InputException(here() + ": aliases (*NAME) are not read; write the value again");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> new PotNode(place, fields());
      case START_ARRAY -> new PotNode(place, items());
      case VALUE_TRUE -> new PotNode(place, true);
      case VALUE_FALSE -> new PotNode(place, false);
      case VALUE_NULL -> new PotNode(place, null);
      case VALUE_NUMBER_FLOAT -> new PotNode(place, parser.getDoubleValue());
      case VALUE_NUMBER_INT -> new PotNode(place, number());
      default -> new PotNode(place, parser.getText());
    };
  }

  /** A whole number as a Long, if it fits into one. */
  private Object number() throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return parser.getDoubleValue();
    }
    return parser.getLongValue();
  }

  private PotNode.Fields fields() throws IOException {
    Map<String, PotNode> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Place place = here();
      String key = parser.currentName();
      parser.nextToken();
      if (fields.put(key, value(place)) != null) {
        throw new InputException(place + ": key '" + key + "' is given twice");
      }
    }
    return new PotNode.Fields(fields);
  }

  private PotNode.Items items() throws IOException {
    List<PotNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(here()));
    }
    return new PotNode.Items(items);
  }

  private Place here() {
    return place(source, parser.currentTokenLocation());
  }

  private static Place place(String source, JsonLocation location) {
    return location == null
        ? new Place(source, 0, 0)
        : new Place(source, Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
