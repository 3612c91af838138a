package org.octet.core.internal.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/**
 * Lists of objects that are given as text, as on the command line: the JSON itself, or the name of
 * a file with it.
 */
final class ObjectTexts {
  private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};

  private ObjectTexts() {}

  /** The parameters, with lists in place of texts; what is not readable is left out. */
  static Map<String, Object> read(
      ParameterSchema schema,
      Map<String, Object> parameters,
      String where,
      List<String> complaints) {
    Map<String, Object> read = new HashMap<>(parameters);
    parameters.forEach(
        (key, value) -> {
          boolean objects =
              schema.find(key).filter(p -> p.kind() == Parameter.Kind.OBJECTS).isPresent();
          if (objects && value instanceof String text) {
            try {
              read.put(key, parse(text));
            } catch (IOException | InvalidPathException e) {
              complaints.add("%s: %s=%s: %s".formatted(where, key, text, problem(e)));
              read.put(key, List.of());
            }
          }
        });
    return read;
  }

  private static List<Map<String, Object>> parse(String text) throws IOException {
    String json = text.strip().startsWith("[") ? text : Files.readString(Path.of(text.strip()));
    return JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readValue(json, OBJECTS);
  }

  private static String problem(Exception e) {
    return e instanceof JsonProcessingException json
        ? "must be a JSON list of objects: " + json.getOriginalMessage()
        : "must be a JSON list of objects, or a file that can be read: " + e;
  }
}
