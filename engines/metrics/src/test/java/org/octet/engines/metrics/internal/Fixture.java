package org.octet.engines.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.MetricContract.Case;

/** What {@code src/test/python/make_fixtures.py} wrote, and what tests need all the time. */
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

  /** Pictures with detected and true boxes. */
  static List<Case> boxes(String file) {
    List<List<Box>> detected = new ArrayList<>();
    List<List<Box>> truths = new ArrayList<>();
    List<BitSet> difficult = new ArrayList<>();
    for (String line : lines(file)) {
      String[] cells = line.split(",");
      int picture = Integer.parseInt(cells[0]);
      while (detected.size() <= picture) {
        detected.add(new ArrayList<>());
        truths.add(new ArrayList<>());
        difficult.add(new BitSet());
      }
      double[] v = Stream.of(cells).skip(2).mapToDouble(Double::parseDouble).toArray();
      Box box = new Box((int) v[0], v[1], v[2], v[3], v[4], v[5]);
      if (cells[1].equals("d")) {
        detected.get(picture).add(box);
      } else {
        difficult.get(picture).set(truths.get(picture).size(), v[6] == 1);
        truths.get(picture).add(box);
      }
    }
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < detected.size(); i++) {
      cases.add(
          new Case(
              decoded(new Boxes(detected.get(i))), new Boxes(truths.get(i), difficult.get(i))));
    }
    return cases;
  }

  private static List<String> lines(String file) {
    try (InputStream in = Fixture.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A metric with {@code key=value} parameters, made as core makes it. */
  static Metric metric(MetricProvider provider, String... parameters) {
    Map<String, Object> raw = new HashMap<>();
    for (String p : parameters) {
      raw.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1));
    }
    List<String> complaints = new ArrayList<>();
    var checked = provider.parameters().check(raw, provider.name(), complaints);
    assertThat(complaints).isEmpty();
    return provider.create(checked);
  }

  /** The values after these cases. */
  static Map<String, Double> measure(Metric metric, List<Case> cases) {
    metric.reset();
    cases.forEach(c -> metric.update(c.prediction(), c.truth()));
    return metric.values();
  }

  static Map<String, Double> measure(Metric metric, Case... cases) {
    return measure(metric, List.of(cases));
  }

  static Prediction decoded(Annotation annotation) {
    return new Prediction(Map.of(), Optional.of(annotation));
  }

  static Prediction output(Tensor tensor) {
    return new Prediction(Map.of("out", tensor), Optional.empty());
  }

  static Prediction output(float... values) {
    return output(Tensor.of(Shape.of(1, values.length), values));
  }

  static Annotation.Target target(float... values) {
    return new Annotation.Target(Tensor.of(Shape.of(1, values.length), values));
  }

  /** A mask of bytes. */
  static Mask mask(int ignored, Shape shape, int... classes) {
    Tensor tensor = Tensor.allocate(ElementType.U8, shape);
    for (int i = 0; i < classes.length; i++) {
      tensor.bytes().put(i, (byte) classes[i]);
    }
    return new Mask(tensor, ignored);
  }
}
