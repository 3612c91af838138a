package org.octet.core.internal.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.octet.api.error.InternalException;

/**
 * The one place that knows how Octet's records look in JSON: keys in the order of the record, maps
 * sorted by key, paths as texts, numbers that are not finite as null, Unix line ends. Reading is
 * strict: no unknown or repeated key, no value of another type. Thread-safe.
 */
public final class JsonForms {
  private static final JsonMapper MAPPER = mapper();
  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private JsonForms() {}

  /**
   * Reads one form.
   *
   * @param folder where relative paths start
   */
  public static ObjectReader reader(Class<?> form, Path folder) {
    return MAPPER.readerFor(form).withAttribute(PathReader.FOLDER, folder);
  }

  /** A form as JSON text, ending with a line end. */
  public static String write(Object form) {
    try {
      return WRITER.writeValueAsString(form) + "\n";
    } catch (JsonProcessingException e) {
      throw new InternalException(
          "cannot write " + form.getClass().getSimpleName() + " as JSON", e);
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withRootSeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  private static JsonMapper mapper() {
    SimpleModule module = new SimpleModule("octet");
    module.addSerializer(Path.class, new PathWriter());
    module.addDeserializer(Path.class, new PathReader());
    module.addSerializer(Double.class, new NumberWriter());
    module.addSerializer(double.class, new NumberWriter());
    module.addSerializer(OptionalDouble.class, new OptionalWriter());
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModule(module)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      builder.withCoercionConfig(
          LogicalType.Textual, c -> c.setCoercion(shape, CoercionAction.Fail));
    }
    return builder.build();
  }

  private static final class PathWriter extends StdSerializer<Path> {
    private static final long serialVersionUID = 1L;

    PathWriter() {
      super(Path.class);
    }

    @Override
    public void serialize(Path value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class PathReader extends StdDeserializer<Path> {
    private static final long serialVersionUID = 1L;
    static final String FOLDER = "octet.folder";

    PathReader() {
      super(Path.class);
    }

    @Override
    public Path deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.hasToken(JsonToken.VALUE_STRING)) {
        return (Path) context.handleUnexpectedToken(Path.class, in);
      }
      try {
        Path path = Path.of(in.getText());
        return context.getAttribute(FOLDER) instanceof Path folder ? folder.resolve(path) : path;
      } catch (InvalidPathException e) {
        return (Path) context.handleWeirdStringValue(Path.class, in.getText(), e.getReason());
      }
    }
  }

  private static final class NumberWriter extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    NumberWriter() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class OptionalWriter extends StdSerializer<OptionalDouble> {
    private static final long serialVersionUID = 1L;

    OptionalWriter() {
      super(OptionalDouble.class);
    }

    @Override
    public void serialize(OptionalDouble value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value.isPresent()) {
        out.writeNumber(value.getAsDouble());
      } else {
        out.writeNull();
      }
    }
  }
}
