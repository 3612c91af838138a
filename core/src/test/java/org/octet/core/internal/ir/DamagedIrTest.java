package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;

/** Whatever is wrong with a file, the answer is an error with place and reason. */
class DamagedIrTest {
  private static void refused(String xml, String... reasons) {
    assertThatThrownBy(() -> SampleIr.read(xml))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample.xml")
        .hasMessageMatching("(?s).*line \\d+, column \\d+.*")
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
  }

  private static String changed(String from, String to) {
    assertThat(SampleIr.XML).contains(from);
    return SampleIr.XML.replace(from, to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id=\"5\" name=\"first\"     | id=\"4\" name=\"first\" | same layer id 4",
        "id=\"5\" name=\"first\"     | id=\"five\" name=\"first\" | 'five'",
        "from-layer=\"3\" from-port  | from-layer=\"77\" from-port | layer 77",
        "to-layer=\"5\" to-port=\"0\"| to-layer=\"5\" to-port=\"9\" | input port 9",
        "from-port=\"2\" to-layer=\"3\"| from-port=\"0\" to-layer=\"3\" | output port 0",
        "to-layer=\"5\" to-port      | to-layer=\"4\" to-port | second edge",
        "<dim>-1</dim><dim>3</dim>   | <dim>-2</dim><dim>3</dim> | '-2'",
        "<dim>-1</dim><dim>3</dim>   | <dim>1e3</dim><dim>3</dim> | '1e3'",
        "<dim>-1</dim><dim>3</dim>   | <dim>99999999999999999999</dim> | '99999999999999999999'",
        "?,3,1..8,8                  | ?,3,8..1,8 | 8..1",
        "?,3,1..8,8                  | ?,3,,8 | shape",
        "shape=\"2, 3, 1, 1\"        | shape=\"2, 3, 1, -1\" | weight",
        "shape=\"2, 3, 1, 1\"        | shape=\"2, 3, 1, 2\" | needs 48",
        "shape=\"2, 3, 1, 1\"        | shape=\"4294967296,4294967296\" | too large",
        "shape=\"2, 3, 1, 1\"        | shape=\"4611686018427387904,1\" | too large",
        "offset=\"64\"               | offset=\"-64\" | offset",
        "offset=\"64\"               | start=\"64\" | offset",
        "size=\"24\"                 | size=\"23\" | needs 24",
        "external_port_id=\"0\"      | external_port_id=\"5\" | port 5",
        "internal_layer_id=\"2\"     | internal_layer_id=\"8\" | layer 8",
        "<port id=\"2\" precision    | <port precision | id",
        "precision=\"FP32\" names    | names | precision",
        "<layer id=\"2\" name=\"conv\" type=\"Convolution\"| <layer id=\"2\" name=\"conv\" | type",
        "</net>                      | </nett> | net",
        "<rt_info />                 | <rt_info> | rt_info",
        "name=\"sample\"             | name=\"a<b\" | '<'",
        "<note>some text</note>      | <note>&nosuch;</note> | nosuch",
      })
  void namesPlaceAndReason(String from, String to, String reason) {
    refused(changed(from, to), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "version=\"11\", version=\"7\", 10 and 11",
    "precision=\"FP32\" names, precision=\"FP8\" names, FP8",
    "element_type=\"f32\" shape, element_type=\"f33\" shape, f33",
  })
  void whatOctetDoesNotKnowIsUnsupported(String from, String to, String reason) {
    assertThatThrownBy(() -> SampleIr.read(changed(from, to)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("sample.xml");
  }

  @Test
  void aFileThatEndsEarlyIsRefusedWhereverItEnds() {
    for (int end = 0; end < SampleIr.XML.strip().length(); end += 7) {
      refused(SampleIr.XML.substring(0, end), "model");
    }
  }

  @Test
  void aCycleIsRefused() {
    String edge = "from-layer=\"0\" from-port=\"0\" to-layer=\"2\" to-port=\"0\"";
    refused(
        changed(edge, "from-layer=\"3\" from-port=\"1\" to-layer=\"2\" to-port=\"0\""), "cycle");
    refused(
        changed(edge, "from-layer=\"2\" from-port=\"2\" to-layer=\"2\" to-port=\"0\""), "cycle");
  }

  @Test
  void whatIsNotAnIrIsRefused() {
    refused("", "not an OpenVINO IR");
    refused("\u0008\u0007PK\u0003", "not an OpenVINO IR");
    refused("<html><body/></html>", "html");
    refused("<net name=\"n\" version=\"11\"/>", "layers");
  }

  @Test
  void entitiesAndDocumentTypesAreRefused(@TempDir Path folder) throws Exception {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE net [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
    }
    String body = "<net name=\"&a29;\" version=\"11\"><layers/></net>";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> refused(bomb + "]>" + body, "document type"));
    Path secret = Files.writeString(folder.resolve("secret"), "1");
    String external = "<!DOCTYPE net [<!ENTITY s SYSTEM \"%s\">]>".formatted(secret.toUri());
    refused(external + "<net name=\"n\" version=\"1&s;\"><layers/></net>", "document type");
    refused("<!DOCTYPE net SYSTEM \"%s\"><net/>".formatted(secret.toUri()), "document type");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "<a>".repeat(100_000);
    refused(changed("<note>some text</note>", deep), "256 deep");
    String bodies = "<layers><layer id=\"0\" name=\"b\" type=\"If\" version=\"opset8\"><then_body>";
    refused("<net name=\"n\" version=\"11\">" + bodies.repeat(20_000), "256 deep");
  }

  @Test
  void manyAttributesAreReadAndTooManyRefused() {
    refused(changed("<note>", "<note " + attributes(10_001) + ">"), "\"note\"", "attributes");
    Model model = SampleIr.read(changed("<note>", "<note " + attributes(10_000) + ">"));
    assertThat(model.runtimeInfo().find("note").orElseThrow().attributes()).hasSize(10_000);
  }

  private static String attributes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a%d=\"v\"".formatted(i))
        .collect(Collectors.joining(" "));
  }

  @Test
  void aPlaceIsNeverNegative() {
    // the parser counts columns anew whenever a value fills its buffer
    String value = "x".repeat(40_000) + "<";
    assertThatThrownBy(() -> SampleIr.read(changed("some text", "</note><note v=\"" + value)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(line 8")
        .hasMessageNotContaining("column -");
  }

  @Test
  void missingAndShortWeightsNameFileOperationAndBytes(@TempDir Path folder) throws Exception {
    Path xml = Files.writeString(folder.resolve("m.xml"), SampleIr.XML);
    assertThatThrownBy(() -> IrReader.read(xml, null))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("m.bin", "do not exist", "Const 'weight'", "24 bytes", "byte 64");
    Path bin = Files.write(folder.resolve("m.bin"), new byte[80]);
    assertThatThrownBy(() -> IrReader.read(xml, bin))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("m.bin", "Const 'weight'", "24 bytes", "byte 64", "80 bytes");
    assertThatThrownBy(
            () -> SampleIr.read(changed("offset=\"64\"", "offset=\"9223372036854775807\"")))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("Const 'weight'", "9223372036854775807", "256 bytes");
    assertThatThrownBy(() -> IrReader.read(folder.resolve("no.xml"), null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no.xml");
    assertThatThrownBy(() -> IrReader.read(folder, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("folder");
  }

  @Test
  void tenThousandMutationsGiveAModelOrAnOctetException() {
    byte[] original = SampleIr.XML.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(20260101);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = mutate(original, random);
      try {
        Model model = IrReader.read(mutated, SampleIr.weights(), "mutant");
        IrWriter.toMemory(model);
      } catch (OctetException e) {
        assertThat(e.getMessage()).as("mutation %d", i).isNotBlank();
        refused++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "mutation " + i + ":\n" + new String(mutated, StandardCharsets.UTF_8), e);
      }
    }
    assertThat(refused).isBetween(1_000, 9_900);
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    String text = new String(bytes, StandardCharsets.UTF_8);
    String[] lines = text.split("\n");
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      case 1 -> lines[random.nextInt(lines.length)] = lines[random.nextInt(lines.length)];
      case 2 -> {
        int line = random.nextInt(lines.length);
        String number = Long.toString(random.nextBoolean() ? random.nextInt(9) : random.nextLong());
        lines[line] = lines[line].replaceFirst("-?\\d+(?=[\"<,])", number);
      }
      default -> lines[random.nextInt(lines.length)] = "";
    }
    String joined = String.join("\n", lines);
    return joined.equals(text.stripTrailing()) ? bytes : joined.getBytes(StandardCharsets.UTF_8);
  }
}
