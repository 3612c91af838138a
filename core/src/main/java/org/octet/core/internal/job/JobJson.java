package org.octet.core.internal.job;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.octet.api.Job;
import org.octet.api.error.InputException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.core.internal.report.JsonForms;

/** Reads and writes {@code job.json}. */
public final class JobJson {
  private JobJson() {}

  /**
   * Reads a job; relative paths start at the file's folder.
   *
   * @throws InputException when the file cannot be read, is not JSON, or has a key or a value that
   *     a job does not take, with the place
   */
  public static Job read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.getFileName().toString(), file.toAbsolutePath().getParent());
    } catch (IOException e) {
      String reason = Files.exists(file) ? "cannot be read: " + e : "does not exist";
      throw new InputException("job file '" + file + "' " + reason, e);
    }
  }

  /**
   * Reads a job.
   *
   * @param in the text in UTF-8; stays open
   * @param name names the text in messages
   * @param folder where relative paths start
   * @throws InputException as {@link #read(Path)}
   */
  public static Job read(InputStream in, String name, Path folder) {
    byte[] json;
    try {
      json = in.readAllBytes();
    } catch (IOException e) {
      throw new InputException("job '" + name + "' cannot be read: " + e, e);
    }
    Job job = parse(Job.class, json, name, folder);
    if (job.schemaVersion() != null && job.schemaVersion() != Job.SCHEMA_VERSION) {
      throw new InputException(
          "%s: schemaVersion: %d is not known; this Octet reads %d"
              .formatted(name, job.schemaVersion(), Job.SCHEMA_VERSION));
    }
    return job;
  }

  /** Reads a form; complaints name the place. */
  static <T> T parse(Class<T> form, byte[] json, String name, Path folder) {
    try {
      T value = JsonForms.reader(form, folder).readValue(json);
      if (value == null) {
        throw new InputException(name + ": must be a JSON object {...}, not null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InputException(name + place(e, json) + explain(e), e);
    } catch (IOException e) {
      throw new InputException("'" + name + "' cannot be read: " + e, e);
    }
  }

  /** The job as JSON text. */
  public static String write(Job job) {
    return JsonForms.write(job);
  }

  private static String place(JsonProcessingException e, byte[] json) {
    JsonLocation location =
        e instanceof JsonMappingException mapping
            ? JsonPlaces.find(json, mapping.getPath()).orElse(e.getLocation())
            : e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ": "
        : ":%d:%d: ".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String explain(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return unknownKey(unknown);
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return key(mismatch) + "must be " + expected(mismatch.getTargetType());
    }
    if (e instanceof JsonMappingException mapping) {
      String reason =
          mapping.getCause() instanceof NullPointerException
              ? "must not contain null"
              : mapping.getOriginalMessage();
      return key(mapping) + reason;
    }
    return "is not valid JSON: " + e.getOriginalMessage();
  }

  private static String unknownKey(UnrecognizedPropertyException e) {
    List<String> names =
        Arrays.stream(e.getReferringClass().getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    String nearest =
        ParameterSchema.nearest(ParameterSchema.camel(e.getPropertyName()), names)
            .map(n -> " (did you mean '" + n + "'?)")
            .orElse("");
    return "unknown key '%s'%s; allowed are %s"
        .formatted(dotted(e.getPath()), nearest, String.join(", ", names));
  }

  private static String key(JsonMappingException e) {
    String path = dotted(e.getPath());
    return path.isEmpty() ? "" : path + ": ";
  }

  private static String dotted(List<JsonMappingException.Reference> path) {
    StringBuilder text = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return text.toString();
  }

  private static String expected(Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "a whole number" + (type == Integer.class ? " of at most 2147483647" : "");
    }
    if (type == Double.class) {
      return "a number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text in quotes";
    }
    if (Path.class.isAssignableFrom(type)) {
      return "a path in quotes";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list [...]";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord()
        ? "an object {...}"
        : "of kind " + type.getSimpleName();
  }
}
