package org.octet.core.internal.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a value stands in a JSON text. Jackson reports an unknown key of a record only when
 * the whole object is read, and then names the place after it.
 */
final class JsonPlaces {
  private JsonPlaces() {}

  /** Where the last step of a path begins: its key, or the list's element. */
  static Optional<JsonLocation> find(byte[] json, List<Reference> path) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      JsonLocation place = parser.currentTokenLocation();
      for (Reference step : path) {
        Optional<JsonLocation> next =
            step.getFieldName() == null
                ? element(parser, step.getIndex())
                : field(parser, step.getFieldName());
        if (next.isEmpty()) {
          return Optional.empty();
        }
        place = next.get();
      }
      return Optional.of(place);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Moves to the value of a key, and answers where the key is. */
  private static Optional<JsonLocation> field(JsonParser parser, String name) throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      return Optional.empty();
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      JsonLocation place = parser.currentTokenLocation();
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        return Optional.of(place);
      }
      parser.skipChildren();
    }
    return Optional.empty();
  }

  private static Optional<JsonLocation> element(JsonParser parser, int index) throws IOException {
    if (!parser.hasToken(JsonToken.START_ARRAY)) {
      return Optional.empty();
    }
    for (int i = 0;
        parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null;
        i++) {
      if (i == index) {
        return Optional.of(parser.currentTokenLocation());
      }
      parser.skipChildren();
    }
    return Optional.empty();
  }
}
