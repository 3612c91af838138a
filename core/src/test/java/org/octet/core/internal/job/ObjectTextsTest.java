package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

class ObjectTextsTest {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.objects("stages", "in order", Parameter.numbers("mean", "1,2", "means")),
          Parameter.string("title", null, "a text"));

  @TempDir private Path folder;
  private final List<String> complaints = new ArrayList<>();

  private Object read(String text) {
    Map<String, Object> given = Map.of("stages", text, "title", "[]");
    Map<String, Object> read = ObjectTexts.read(SCHEMA, given, "engine e", complaints);
    assertThat(read).containsEntry("title", "[]");
    return read.get("stages");
  }

  @Test
  void readsTheTextItselfOrAFile() throws IOException {
    String json = " [{\"mean\": [3, 4]}, {}] ";
    Path file = Files.writeString(folder.resolve("stages.json"), json);
    List<Map<String, List<Integer>>> expected = List.of(Map.of("mean", List.of(3, 4)), Map.of());
    assertThat(read(json)).isEqualTo(expected);
    assertThat(read(file.toString())).isEqualTo(expected);
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("list.json"), "[1]");
    for (String bad : List.of("[{]", "[{}] x", folder.resolve("gone").toString(), "" + file)) {
      complaints.clear();
      read(bad);
      assertThat(complaints)
          .singleElement()
          .asString()
          .startsWith("engine e: stages=" + bad + ": must be a JSON list of objects");
    }
  }

  @Test
  void checkedObjectsArePlainAgain() {
    Parameters p =
        SCHEMA.check(
            Map.of("stages", List.of(Map.of(), Map.of("mean", "5"))), "engine e", complaints);
    assertThat(PlainValues.of(p))
        .containsEntry(
            "stages", List.of(Map.of("mean", List.of(1.0, 2.0)), Map.of("mean", List.of(5.0))));
  }
}
