package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.Recipe;
import org.octet.api.error.InputException;

class RecipeJsonTest {
  private static final String RUN =
      """
      {
        "title": "t",
        "folders": { "data": "pictures and the model" },
        "runs": [ {
          "name": "net",
          "job": { "models": [ { "model": "${data}/net.onnx", "decoder": { "name": "argmax" } } ],
                   "data": { "loader": "image", "path": "${data}/a" } },
          "validation": { "loader": "image", "path": "${data}/b",
                          "parameters": { "labels": "${data}/labels.csv" } },
          "metrics": [ { "name": "accuracy", "parameters": { "topK": 5 } } ]
        } ]
      }
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.writeString(folder.resolve("r.json"), RUN);
  }

  @Test
  void foldersAreFilledInEverywhere() throws IOException {
    Path data = Files.createDirectory(folder.resolve("with \"quotes\" \\ and $1"));
    Recipe.Run run = RecipeJson.read(file, Map.of("data", data)).runs().get(0);
    assertThat(run.job().models().get(0).model()).isEqualTo(data.resolve("net.onnx"));
    assertThat(run.job().models().get(0).decoder().name()).isEqualTo("argmax");
    assertThat(run.job().data().path()).isEqualTo(data.resolve("a"));
    assertThat(run.validation().parameters()).containsEntry("labels", data + "/labels.csv");
  }

  @Test
  void aMissingFolderIsAskedForByItsMeaning() {
    assertThatThrownBy(() -> RecipeJson.read(file, Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'data' is missing: pictures and the model");
    assertThatThrownBy(() -> RecipeJson.read(file, Map.of("data", folder, "dat", folder)))
        .hasMessageContaining("no folder 'dat'; it has [data]");
    assertThatThrownBy(() -> RecipeJson.read(file, Map.of("data", file)))
        .hasMessageContaining("is not a folder");
  }

  @Test
  void aFolderThatIsNotDeclaredIsAnError() throws IOException {
    Files.writeString(file, RUN.replace("${data}/b", "${val}/b"));
    assertThatThrownBy(() -> RecipeJson.read(file, Map.of("data", folder)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("${val}");
  }

  @Test
  void whatIsNotARecipeIsRefusedWithThePlace() throws IOException {
    Files.writeString(file, RUN.replace("\"validation\"", "\"validaton\""));
    assertThatThrownBy(() -> RecipeJson.read(file))
        .hasMessageContaining("r.json:8:")
        .hasMessageContaining("did you mean 'validation'?");
    Files.writeString(file, RUN.replace("\"net\"", "\"../net\""));
    assertThatThrownBy(() -> RecipeJson.read(file)).hasMessageContaining("../net");
    Files.writeString(file, "{\"runs\": []}");
    assertThatThrownBy(() -> RecipeJson.read(file)).hasMessageContaining("at least one");
    Files.writeString(file, RUN.replace("\"title\"", "\"schemaVersion\": 9, \"title\""));
    assertThatThrownBy(() -> RecipeJson.read(file)).hasMessageContaining("9 is not known");
  }
}
