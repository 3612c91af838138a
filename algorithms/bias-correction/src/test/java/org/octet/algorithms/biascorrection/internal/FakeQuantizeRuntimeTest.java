package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * {@link FakeQuantize} computes what OpenVINO computes on a constant, bit by bit, ties included.
 */
class FakeQuantizeRuntimeTest {
  private static final int CHANNELS = 8;
  private static final int ELEMENTS = 100;

  @ParameterizedTest
  @CsvSource({"255, 1, 1", "255, 2, 1", "256, 1, 0", "256, 1, 0.4", "16, 1, 1"})
  void constantsAreRoundedAsByTheRuntime(int levels, float reserve, float lowShare) {
    Random random = new Random(levels + (long) (100 * lowShare));
    float[] low = new float[CHANNELS];
    float[] high = new float[CHANNELS];
    float[] values = new float[CHANNELS * ELEMENTS];
    for (int c = 0; c < CHANNELS; c++) {
      high[c] = reserve * (0.01f + random.nextFloat());
      low[c] = 0 - lowShare * high[c];
      fill(values, c, low[c], high[c], levels, random);
    }
    Shape shape = Shape.of(CHANNELS, ELEMENTS);
    Tensor data = Tensor.of(shape, values);
    Output constant = Operation.constant("data", data).output(0);
    FakeQuantize.Range range = new FakeQuantize.Range(Shape.of(CHANNELS, 1), low, high);
    FakeQuantize fq =
        FakeQuantize.insert(new Model("m", 11), "fq", constant, List.of(), levels, range);

    assertThat(fq.fakeQuantize(values, shape)).containsExactly(run(data, range, levels));
  }

  /** Random values, some beyond the range, every fourth half way between two levels. */
  private static void fill(
      float[] values, int channel, float low, float high, int levels, Random random) {
    float step = (high - low) / (levels - 1);
    for (int i = 0; i < ELEMENTS; i++) {
      values[channel * ELEMENTS + i] =
          i % 4 == 0
              ? low + step * (random.nextInt(levels - 1) + 0.5f)
              : low + (high - low) * (1.2f * random.nextFloat() - 0.1f);
    }
  }

  private static float[] run(Tensor data, FakeQuantize.Range range, int levels) {
    ByteBuffer weights = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    String xml = ir(weights, data, range, levels);
    weights.flip();
    RuntimeProvider provider = ServiceLoader.load(RuntimeProvider.class).findFirst().orElseThrow();
    ModelInMemory source = new ModelInMemory(xml.getBytes(StandardCharsets.UTF_8), weights);
    try (InferenceRuntime runtime =
            provider.open(provider.parameters().check(Map.of(), "test", new ArrayList<>()));
        CompiledModel model = runtime.compile(source, CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      request.setInput(0, Tensor.allocate(data.type(), data.shape()));
      request.infer();
      return request.output(0).toFloats();
    }
  }

  /** Parameter + FakeQuantize(constant): with zeros as input the result is the constant's. */
  private static String ir(ByteBuffer weights, Tensor data, FakeQuantize.Range range, int levels) {
    Tensor low = Tensor.of(range.shape(), range.low());
    Tensor high = Tensor.of(range.shape(), range.high());
    String whole = dims(data.shape());
    String bound = dims(range.shape());
    return """
        <?xml version="1.0"?>
        <net name="m" version="11"><layers>
        <layer id="0" name="x" type="Parameter" version="opset1">
          <data shape="%s" element_type="f32"/><output><port id="0" precision="FP32">%s</port></output>
        </layer>
        %s%s%s
        <layer id="4" name="fq" type="FakeQuantize" version="opset1">
          <data levels="%d" auto_broadcast="numpy"/>
          <input><port id="0">%s</port><port id="1">%s</port><port id="2">%s</port>
            <port id="3">%s</port><port id="4">%s</port></input>
          <output><port id="5" precision="FP32">%s</port></output>
        </layer>
        <layer id="5" name="sum" type="Add" version="opset1"><data auto_broadcast="numpy"/>
          <input><port id="0">%s</port><port id="1">%s</port></input>
          <output><port id="2" precision="FP32">%s</port></output>
        </layer>
        <layer id="6" name="result" type="Result" version="opset1">
          <input><port id="0">%s</port></input>
        </layer>
        </layers><edges>
        <edge from-layer="1" from-port="0" to-layer="4" to-port="0"/>
        <edge from-layer="2" from-port="0" to-layer="4" to-port="1"/>
        <edge from-layer="3" from-port="0" to-layer="4" to-port="2"/>
        <edge from-layer="2" from-port="0" to-layer="4" to-port="3"/>
        <edge from-layer="3" from-port="0" to-layer="4" to-port="4"/>
        <edge from-layer="0" from-port="0" to-layer="5" to-port="0"/>
        <edge from-layer="4" from-port="5" to-layer="5" to-port="1"/>
        <edge from-layer="5" from-port="2" to-layer="6" to-port="0"/>
        </edges></net>
        """
        .formatted(
            csv(data.shape()),
            whole,
            constant(1, data, weights),
            constant(2, low, weights),
            constant(3, high, weights),
            levels,
            whole,
            bound,
            bound,
            bound,
            bound,
            whole,
            whole,
            whole,
            whole,
            whole);
  }

  private static String constant(int id, Tensor value, ByteBuffer weights) {
    int offset = weights.position();
    weights.put(value.bytes());
    return """
        <layer id="%d" name="c%d" type="Const" version="opset1">
          <data element_type="f32" shape="%s" offset="%d" size="%d"/>
          <output><port id="0" precision="FP32">%s</port></output>
        </layer>
        """
        .formatted(
            id, id, csv(value.shape()), offset, value.bytes().remaining(), dims(value.shape()));
  }

  private static String csv(Shape shape) {
    return shape.toString().replaceAll("[\\[\\]]", "");
  }

  private static String dims(Shape shape) {
    StringBuilder dims = new StringBuilder();
    for (long d : shape.toArray()) {
      dims.append("<dim>").append(d).append("</dim>");
    }
    return dims.toString();
  }
}
