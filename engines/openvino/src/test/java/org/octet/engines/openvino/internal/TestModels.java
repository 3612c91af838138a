package org.octet.engines.openvino.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.octet.api.runtime.ModelInMemory;

/** Small IRs written by hand. */
public final class TestModels {
  private TestModels() {}

  /**
   * {@code y = a x + b} with the constants a = [1, 2, 3] and b = [10, 20, 30].
   *
   * @param rows first extent of the input, {@code ?} for any
   */
  public static ModelInMemory affine(String rows) {
    String port = rows.equals("?") ? "-1" : rows;
    String xml =
        """
        <?xml version="1.0"?>
        <net name="affine" version="11">
          <layers>
            <layer id="0" name="in" type="Parameter" version="opset1">
              <data shape="%1$s,3" element_type="f32"/>
              <output><port id="0" precision="FP32" names="x,also_x"><dim>%2$s</dim><dim>3</dim></port></output>
            </layer>
            <layer id="1" name="a" type="Const" version="opset1">
              <data element_type="f32" shape="1,3" offset="0" size="12"/>
              <output><port id="0" precision="FP32"><dim>1</dim><dim>3</dim></port></output>
            </layer>
            <layer id="2" name="mul" type="Multiply" version="opset1">
              <data auto_broadcast="numpy"/>
              <input>
                <port id="0" precision="FP32"><dim>%2$s</dim><dim>3</dim></port>
                <port id="1" precision="FP32"><dim>1</dim><dim>3</dim></port>
              </input>
              <output><port id="2" precision="FP32"><dim>%2$s</dim><dim>3</dim></port></output>
            </layer>
            <layer id="3" name="b" type="Const" version="opset1">
              <data element_type="f32" shape="1,3" offset="12" size="12"/>
              <output><port id="0" precision="FP32"><dim>1</dim><dim>3</dim></port></output>
            </layer>
            <layer id="4" name="sum" type="Add" version="opset1">
              <data auto_broadcast="numpy"/>
              <input>
                <port id="0" precision="FP32"><dim>%2$s</dim><dim>3</dim></port>
                <port id="1" precision="FP32"><dim>1</dim><dim>3</dim></port>
              </input>
              <output><port id="2" precision="FP32"><dim>%2$s</dim><dim>3</dim></port></output>
            </layer>
            <layer id="5" name="out" type="Result" version="opset1">
              <input><port id="0" precision="FP32"><dim>%2$s</dim><dim>3</dim></port></input>
            </layer>
          </layers>
          <edges>
            <edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>
            <edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>
            <edge from-layer="2" from-port="2" to-layer="4" to-port="0"/>
            <edge from-layer="3" from-port="0" to-layer="4" to-port="1"/>
            <edge from-layer="4" from-port="2" to-layer="5" to-port="0"/>
          </edges>
        </net>
        """
            .formatted(rows, port);
    ByteBuffer weights = ByteBuffer.allocateDirect(24).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : new float[] {1, 2, 3, 10, 20, 30}) {
      weights.putFloat(v);
    }
    return new ModelInMemory(xml.getBytes(StandardCharsets.UTF_8), weights.flip());
  }

  /** {@code y = relu(x)} of a scalar: rank 0 in, rank 0 out. */
  public static ModelInMemory scalar() {
    String xml =
        """
        <net name="scalar" version="11">
          <layers>
            <layer id="0" name="x" type="Parameter" version="opset1">
              <data shape="" element_type="f32"/>
              <output><port id="0" precision="FP32" names="x"/></output>
            </layer>
            <layer id="1" name="relu" type="ReLU" version="opset1">
              <input><port id="0" precision="FP32"/></input>
              <output><port id="1" precision="FP32" names="y"/></output>
            </layer>
            <layer id="2" name="out" type="Result" version="opset1">
              <input><port id="0" precision="FP32"/></input>
            </layer>
          </layers>
          <edges>
            <edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>
            <edge from-layer="1" from-port="1" to-layer="2" to-port="0"/>
          </edges>
        </net>
        """;
    return new ModelInMemory(xml.getBytes(StandardCharsets.UTF_8), ByteBuffer.allocateDirect(0));
  }

  /** {@code y = concat(x, a constant without elements)}: a constant, but no weights. */
  public static ModelInMemory emptyConstant() {
    String xml =
        """
        <net name="empty" version="11">
          <layers>
            <layer id="0" name="x" type="Parameter" version="opset1">
              <data shape="3" element_type="f32"/>
              <output><port id="0" precision="FP32" names="x"><dim>3</dim></port></output>
            </layer>
            <layer id="1" name="none" type="Const" version="opset1">
              <data element_type="f32" shape="0" offset="0" size="0"/>
              <output><port id="0" precision="FP32"><dim>0</dim></port></output>
            </layer>
            <layer id="2" name="both" type="Concat" version="opset1">
              <data axis="0"/>
              <input>
                <port id="0" precision="FP32"><dim>3</dim></port>
                <port id="1" precision="FP32"><dim>0</dim></port>
              </input>
              <output><port id="2" precision="FP32" names="y"><dim>3</dim></port></output>
            </layer>
            <layer id="3" name="out" type="Result" version="opset1">
              <input><port id="0" precision="FP32"><dim>3</dim></port></input>
            </layer>
          </layers>
          <edges>
            <edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>
            <edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>
            <edge from-layer="2" from-port="2" to-layer="3" to-port="0"/>
          </edges>
        </net>
        """;
    return new ModelInMemory(xml.getBytes(StandardCharsets.UTF_8), ByteBuffer.allocateDirect(0));
  }

  /** An input of three elements that is the output too. */
  public static ModelInMemory identity() {
    String xml =
        """
        <net name="identity" version="11">
          <layers>
            <layer id="0" name="x" type="Parameter" version="opset1">
              <data shape="3" element_type="f32"/>
              <output><port id="0" precision="FP32" names="x_tensor"><dim>3</dim></port></output>
            </layer>
            <layer id="1" name="out" type="Result" version="opset1">
              <input><port id="0" precision="FP32"><dim>3</dim></port></input>
            </layer>
          </layers>
          <edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/></edges>
        </net>
        """;
    return new ModelInMemory(xml.getBytes(StandardCharsets.UTF_8), ByteBuffer.allocateDirect(0));
  }

  /** {@code y} is the sum of all {@code x} since the state was reset, from 100 on. */
  public static ModelInMemory accumulator() {
    String xml =
        """
        <net name="accumulator" version="11">
          <layers>
            <layer id="0" name="x" type="Parameter" version="opset1">
              <data shape="1" element_type="f32"/>
              <output><port id="0" precision="FP32" names="x"><dim>1</dim></port></output>
            </layer>
            <layer id="1" name="start" type="Const" version="opset1">
              <data element_type="f32" shape="1" offset="0" size="4"/>
              <output><port id="0" precision="FP32"><dim>1</dim></port></output>
            </layer>
            <layer id="2" name="read" type="ReadValue" version="opset6">
              <data variable_id="total" variable_type="f32" variable_shape="1"/>
              <input><port id="0" precision="FP32"><dim>1</dim></port></input>
              <output><port id="1" precision="FP32"><dim>1</dim></port></output>
            </layer>
            <layer id="3" name="sum" type="Add" version="opset1">
              <data auto_broadcast="numpy"/>
              <input>
                <port id="0" precision="FP32"><dim>1</dim></port>
                <port id="1" precision="FP32"><dim>1</dim></port>
              </input>
              <output><port id="2" precision="FP32" names="y"><dim>1</dim></port></output>
            </layer>
            <layer id="4" name="assign" type="Assign" version="opset6">
              <data variable_id="total"/>
              <input><port id="0" precision="FP32"><dim>1</dim></port></input>
              <output><port id="1" precision="FP32"><dim>1</dim></port></output>
            </layer>
            <layer id="5" name="out" type="Result" version="opset1">
              <input><port id="0" precision="FP32"><dim>1</dim></port></input>
            </layer>
          </layers>
          <edges>
            <edge from-layer="1" from-port="0" to-layer="2" to-port="0"/>
            <edge from-layer="2" from-port="1" to-layer="3" to-port="0"/>
            <edge from-layer="0" from-port="0" to-layer="3" to-port="1"/>
            <edge from-layer="3" from-port="2" to-layer="4" to-port="0"/>
            <edge from-layer="3" from-port="2" to-layer="5" to-port="0"/>
          </edges>
        </net>
        """;
    ByteBuffer start = ByteBuffer.allocateDirect(4).order(ByteOrder.LITTLE_ENDIAN);
    return new ModelInMemory(xml.getBytes(StandardCharsets.UTF_8), start.putFloat(100).flip());
  }
}
