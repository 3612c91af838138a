package org.octet.engines.decoders.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.octet.api.data.Annotation;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Numbers that {@code src/test/python/make_fixtures.py} wrote, and what tests need all the time.
 */
final class Fixture {
  private final Properties entries = new Properties();

  private Fixture(String file) {
    try (InputStream in = Fixture.class.getResourceAsStream(file)) {
      entries.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Fixture load(String file) {
    return new Fixture(file);
  }

  double[] numbers(String key) {
    return Stream.of(entries.getProperty(key).split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  double number(String key) {
    return numbers(key)[0];
  }

  int[] integers(String key) {
    return Arrays.stream(numbers(key)).mapToInt(v -> (int) v).toArray();
  }

  float[] floats(String key) {
    String[] parts = entries.getProperty(key).split(" ");
    float[] values = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = Float.parseFloat(parts[i]);
    }
    return values;
  }

  /** A decoder with {@code key=value} parameters, made as core makes it. */
  static Decoder decoder(DecoderProvider provider, String... parameters) {
    Map<String, Object> raw = new HashMap<>();
    for (String p : parameters) {
      raw.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1));
    }
    List<String> complaints = new ArrayList<>();
    var checked = provider.parameters().check(raw, provider.name(), complaints);
    assertThat(complaints).isEmpty();
    return provider.create(checked);
  }

  /** A sample that is a picture of this size, unscaled. */
  static Sample picture(int width, int height) {
    return picture(Placement.filling(width, height, width, height));
  }

  static Sample picture(Placement placement) {
    Tensor tensor = Tensor.of(Shape.of(1), 0f);
    return new Sample("picture", Map.of("", tensor), Optional.empty(), Optional.of(placement));
  }

  /** A sample that knows no placement. */
  static Sample plain(long... shape) {
    return Sample.of("plain", Tensor.allocate(ElementType.F32, Shape.of(shape)), Optional.empty());
  }

  static Map<String, Tensor> output(Tensor tensor) {
    return Map.of("out", tensor);
  }

  static Map<String, Tensor> output(Shape shape, float... values) {
    return output(Tensor.of(shape, values));
  }

  /** The classes of a mask. */
  static int[] classes(Annotation annotation) {
    Tensor tensor = ((Annotation.Mask) annotation).classes();
    ByteBuffer bytes = tensor.bytes();
    int[] classes = new int[Math.toIntExact(tensor.shape().elements())];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = tensor.type() == ElementType.U8 ? bytes.get() & 0xFF : bytes.getInt();
    }
    return classes;
  }
}
