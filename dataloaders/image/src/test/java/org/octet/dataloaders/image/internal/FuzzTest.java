package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Coverage-guided fuzzing of the annotation formats. */
class FuzzTest {
  private static final int RUNS = 10_000;
  private static final int FULL_RUNS = 500_000;

  @TempDir Path folder;

  /** A format with inputs to start from and words that it is made of. */
  enum Format {
    YOLO(
        FuzzTargets.Yolo.class,
        List.of(
            "0.5", "1e309", "-0", "NaN", "0x1p3", " ", "\\x0A", "\\x0D\\x0A", "\\xEF\\xBB\\xBF")) {
      @Override
      Map<String, byte[]> seeds() {
        return Map.of("boxes", utf8("0 0.5 0.5 0.5 0.25\r\n\n79.0 0.25 0.75 0.5 0.5"));
      }
    },
    VOC(
        FuzzTargets.Voc.class,
        List.of(
            "<object>",
            "</object>",
            "<name>cat</name>",
            "<bndbox>",
            "<xmin>1</xmin>",
            "<difficult>1</difficult>",
            "<size>",
            "<width>27</width>",
            "<!DOCTYPE a [",
            "<!ENTITY e ",
            "&e;",
            "&#0;",
            "<![CDATA[",
            "<!--",
            "-->",
            "<?xml version=\\\"1.1\\\"?>",
            "xmlns=")) {
      @Override
      Map<String, byte[]> seeds() {
        String box = "<xmin>1</xmin><ymin>2</ymin><xmax>20</xmax><ymax>19.5</ymax>";
        return Map.of(
            "objects",
            utf8(
                "<?xml version=\"1.0\"?><annotation><size><width>27</width><height>19</height>"
                    + "</size><object><name>cat</name><difficult>1</difficult><part/><bndbox>"
                    + box
                    + "</bndbox></object></annotation>"));
      }
    },
    COCO(
        FuzzTargets.Coco.class,
        List.of(
            "\\\"images\\\":[",
            "\\\"annotations\\\":[",
            "\\\"categories\\\":[",
            "\\\"id\\\":",
            "\\\"bbox\\\":[",
            "\\\"file_name\\\":\\\"a.png\\\"",
            "1e999",
            "9223372036854775808",
            "null",
            "true",
            "{",
            "}",
            "]",
            "\\\\uD800",
            "\\xFF\\xFE")) {
      @Override
      Map<String, byte[]> seeds() {
        return Map.of(
            "instances",
            utf8(
                "{\"info\":{},\"images\":[{\"id\":7,\"file_name\":\"a.png\",\"width\":27,"
                    + "\"height\":19}],\"annotations\":[{\"image_id\":7,\"category_id\":1,"
                    + "\"bbox\":[1,2,3.5,4],\"iscrowd\":1}],\"categories\":[{\"id\":1,"
                    + "\"name\":\"cat\"}]}"));
      }
    },
    MASKS(
        FuzzTargets.Masks.class,
        List.of(
            "IHDR",
            "PLTE",
            "tRNS",
            "IDAT",
            "IEND",
            "acTL",
            "fdAT",
            "eXIf",
            "\\x00\\x00\\x00\\x0D")) {
      @Override
      Map<String, byte[]> seeds() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (String name : List.of("palette1", "palette8", "interlaced4", "grey2", "grey16")) {
          try (var in = FuzzTest.class.getResourceAsStream("fixtures/masks/" + name + ".png")) {
            seeds.put(name, in.readAllBytes());
          }
        }
        return seeds;
      }
    };

    private final Class<?> target;
    private final List<String> words;

    Format(Class<?> target, List<String> words) {
      this.target = target;
      this.words = words;
    }

    abstract Map<String, byte[]> seeds() throws IOException;

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsReadOrRefused(Format format) throws Exception {
    clean(format, RUNS);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource
  void halfAMillionFilesAreReadOrRefused(Format format) throws Exception {
    clean(format, FULL_RUNS);
  }

  @Test
  void theFuzzerFindsAPlantedDefect() throws Exception {
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, FuzzTargets.Planted.class, 200_000, Format.YOLO.words)
            .run(Format.YOLO.seeds());
    assertThat(outcome.exit()).as(outcome.log()).isEqualTo(77);
    assertThat(outcome.log()).contains("IllegalStateException: found");
  }

  private void clean(Format format, int runs) throws Exception {
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, format.target, runs, format.words).run(format.seeds());
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }
}
