package org.octet.core.internal.ir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.octet.api.model.Model;

/** A small IR as OpenVINO writes it: input, weights, convolution, loop, two outputs, metadata. */
final class SampleIr {
  static final int WEIGHTS = 256;

  static final String XML =
      """
      <?xml version="1.0"?>
      <net name="sample" version="11">
        <layers>
          <layer id="0" name="input" type="Parameter" version="opset1">
            <data shape="?,3,1..8,8" element_type="f32" />
            <output>
              <port id="0" precision="FP32" names="image,in\\,put">
                <dim>-1</dim><dim>3</dim><dim>-1</dim><dim>8</dim>
              </port>
            </output>
          </layer>
          <layer id="1" name="weight" type="Const" version="opset1">
            <data element_type="f32" shape="2, 3, 1, 1" offset="64" size="24" />
            <output>
              <port id="0" precision="FP32"><dim>2</dim><dim>3</dim><dim>1</dim><dim>1</dim></port>
            </output>
          </layer>
          <layer id="2" name="conv" type="Convolution" version="opset1">
            <data strides="1, 1" dilations="1, 1" pads_begin="0, 0" pads_end="0, 0" auto_pad="explicit" />
            <rt_info>
              <attribute name="fused_names" version="0" value="conv" />
            </rt_info>
            <input>
              <port id="0" precision="FP32"><dim>-1</dim><dim>3</dim><dim>-1</dim><dim>8</dim></port>
              <port id="1" precision="FP32"><dim>2</dim><dim>3</dim><dim>1</dim><dim>1</dim></port>
            </input>
            <output>
              <port id="2" precision="FP32" names="features">
                <dim>-1</dim><dim>2</dim><dim>-1</dim><dim>8</dim>
                <rt_info><attribute name="layout" version="0" value="[N,C,H,W]" /></rt_info>
              </port>
            </output>
          </layer>
          <layer id="3" name="loop" type="TensorIterator" version="opset1">
            <port_map>
              <input axis="1" external_port_id="0" internal_layer_id="0" start="0" end="-1" stride="1" part_size="1" />
              <output external_port_id="1" internal_layer_id="2" />
            </port_map>
            <back_edges>
              <edge from-layer="2" to-layer="0" />
            </back_edges>
            <input>
              <port id="0" precision="FP32"><dim>-1</dim><dim>2</dim><dim>-1</dim><dim>8</dim></port>
            </input>
            <output>
              <port id="1" precision="FP32"><dim>-1</dim><dim>1</dim><dim>-1</dim><dim>8</dim></port>
            </output>
            <body>
              <layers>
                <layer id="0" name="slice" type="Parameter" version="opset1">
                  <data shape="?,1,?,8" element_type="f32" />
                  <output><port id="0" precision="FP32"><dim>-1</dim><dim>1</dim><dim>-1</dim><dim>8</dim></port></output>
                </layer>
                <layer id="1" name="relu" type="ReLU" version="opset1">
                  <input><port id="0" precision="FP32"><dim>-1</dim><dim>1</dim><dim>-1</dim><dim>8</dim></port></input>
                  <output><port id="1" precision="FP32"><dim>-1</dim><dim>1</dim><dim>-1</dim><dim>8</dim></port></output>
                </layer>
                <layer id="2" name="out" type="Result" version="opset1">
                  <input><port id="0" precision="FP32"><dim>-1</dim><dim>1</dim><dim>-1</dim><dim>8</dim></port></input>
                </layer>
              </layers>
              <edges>
                <edge from-layer="0" from-port="0" to-layer="1" to-port="0" />
                <edge from-layer="1" from-port="1" to-layer="2" to-port="0" />
              </edges>
              <rt_info />
            </body>
          </layer>
          <layer id="4" name="second" type="Result" version="opset1" output_names="second">
            <input><port id="0" precision="FP32"><dim>-1</dim><dim>1</dim><dim>-1</dim><dim>8</dim></port></input>
          </layer>
          <layer id="5" name="first" type="Result" version="opset1">
            <input><port id="0" precision="FP32"><dim>-1</dim><dim>2</dim><dim>-1</dim><dim>8</dim></port></input>
          </layer>
        </layers>
        <edges>
          <edge from-layer="0" from-port="0" to-layer="2" to-port="0" />
          <edge from-layer="1" from-port="0" to-layer="2" to-port="1" />
          <edge from-layer="2" from-port="2" to-layer="3" to-port="0" />
          <edge from-layer="3" from-port="1" to-layer="4" to-port="0" />
          <edge from-layer="2" from-port="2" to-layer="5" to-port="0" />
        </edges>
        <rt_info>
          <Runtime_version value="2026.2.1" />
          <conversion_parameters>
            <input_model value="DIR/model.onnx" />
          </conversion_parameters>
          <!-- a comment -->
          <note>some text</note>
        </rt_info>
      </net>
      """;

  private SampleIr() {}

  static ByteBuffer weights() {
    ByteBuffer weights = ByteBuffer.allocateDirect(WEIGHTS);
    for (int i = 0; i < WEIGHTS; i++) {
      weights.put(i, (byte) i);
    }
    return weights;
  }

  static Model read(String xml) {
    return IrReader.read(xml.getBytes(StandardCharsets.UTF_8), weights(), "sample.xml");
  }
}
