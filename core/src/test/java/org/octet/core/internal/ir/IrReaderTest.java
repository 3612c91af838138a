package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.SubGraph;
import org.octet.api.model.XmlElement;
import org.octet.api.tensor.ElementType;

class IrReaderTest {
  @Test
  void readsEverythingThatOpenVinoWrites() {
    Model model = SampleIr.read(SampleIr.XML);

    assertThat(model.name()).isEqualTo("sample");
    assertThat(model.irVersion()).isEqualTo(11);
    assertThat(model.results()).extracting(Operation::name).containsExactly("second", "first");
    Operation input = model.parameters().get(0);
    assertThat(input.output(0).names()).containsExactly("image", "in,put");
    assertThat(input.output(0).shape()).hasToString("?,3,1..8,8");
    assertThat(input.output(0).type()).isEqualTo(ElementType.F32);
    Operation conv = model.operation("conv").orElseThrow();
    assertThat(conv.attribute("auto_pad")).contains("explicit");
    assertThat(conv.input(1).source().operation().name()).isEqualTo("weight");
    assertThat(conv.runtimeInfo().entries().get(0).attributes())
        .containsEntry("name", "fused_names");
    assertThat(conv.output(0).runtimeInfo().entries()).hasSize(1);
    assertThat(conv.output(0).shape()).hasToString("?,2,?,8");
    assertThat(model.results().get(0).layerAttributes())
        .isEqualTo(Map.of("output_names", "second"));
    assertThat(model.runtimeInfo().find("note"))
        .contains(new XmlElement("note", Map.of(), List.of(), "some text"));
  }

  @Test
  void aConstantIsAReadOnlyViewOfTheWeights() {
    Operation weight = SampleIr.read(SampleIr.XML).operation("weight").orElseThrow();
    assertThat(weight.value().shape()).hasToString("[2,3,1,1]");
    assertThat(weight.value().bytes().get(0)).isEqualTo((byte) 64);
    assertThat(weight.value().bytes().isReadOnly()).isTrue();
    assertThat(weight.attributes()).isEmpty();
  }

  @Test
  void aNestedBodyIsTiedToItsOperation() {
    Model model = SampleIr.read(SampleIr.XML);
    SubGraph body = model.operation("loop").orElseThrow().subGraphs().get(0);
    assertThat(body.role()).isEqualTo("body");
    assertThat(body.links()).hasSize(3);
    SubGraph.Link in = body.links().get(0);
    assertThat(in.kind()).isEqualTo(SubGraph.LinkKind.INPUT);
    assertThat(in.externalPort()).isZero();
    assertThat(in.to().name()).isEqualTo("slice");
    assertThat(in.attributes()).containsEntry("part_size", "1");
    SubGraph.Link out = body.links().get(1);
    assertThat(out.externalPort()).isZero();
    assertThat(out.from().name()).isEqualTo("out");
  }

  @Test
  void theWeightsBesideTheModelAreFound(@TempDir Path folder) throws Exception {
    Path xml = Files.writeString(folder.resolve("sample.xml"), SampleIr.XML);
    byte[] weights = new byte[SampleIr.WEIGHTS];
    weights[64] = 42;
    Files.write(folder.resolve("sample.bin"), weights);
    Model model = IrReader.read(xml, null);
    assertThat(model.operation("weight").orElseThrow().value().bytes().get(0)).isEqualTo((byte) 42);
  }

  @Test
  void aByteOrderMarkAndCommentsSayNothing() {
    Model model = SampleIr.read("\uFEFF" + SampleIr.XML.replace("<edges>", "<!-- e --><edges>"));
    assertThat(ModelDescription.of(model))
        .isEqualTo(ModelDescription.of(SampleIr.read(SampleIr.XML)));
  }

  @Test
  void aModelWithoutConstantsNeedsNoWeights(@TempDir Path folder) throws Exception {
    String text =
        """
        <net name="n" version="10"><layers>
          <layer id="7" name="in" type="Parameter" version="opset1">
            <data shape="..." element_type="i64"/><output><port id="3" precision="I64"/></output>
          </layer>
          <layer id="5" name="out" type="Result" version="opset1">
            <input><port id="0" precision="I64"/></input>
          </layer></layers>
          <edges><edge from-layer="7" from-port="3" to-layer="5" to-port="0"/></edges>
          <meta_data><MO_version value="x"/></meta_data>
        </net>
        """;
    Model model = IrReader.read(Files.writeString(folder.resolve("a.xml"), text), null);
    assertThat(model.parameters().get(0).output(0).shape().hasRank()).isFalse();
    assertThat(model.extensions().find("meta_data")).isPresent();
    assertThat(new String(IrWriter.toMemory(model).xml(), StandardCharsets.UTF_8))
        .contains("version=\"10\"", "<meta_data>", "shape=\"...\"")
        .doesNotContain("rt_info");
  }
}
