package org.octet.core.internal.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.core.internal.execution.TestRuntime;
import org.octet.core.internal.ir.IrReader;

/** ONNX models that other tools quantized are refused once they are imported. */
class QuantizedImportTest {
  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @ParameterizedTest
  @CsvSource({
    "qdq, FakeQuantize",
    "weights-only, of i8 is multiplied by a scale",
    "dynamic, computes with 8-bit integers"
  })
  void quantizedOnnxIsRefused(String name, String reason, @TempDir Path folder)
      throws URISyntaxException {
    Path file = Path.of(getClass().getResource("/quantized/" + name + ".onnx").toURI());
    ModelFiles imported = runtime.importModel(file, folder);
    Model model = IrReader.read(imported.model(), imported.weights());
    assertThatThrownBy(() -> QuantizedCheck.refuse(file.getFileName().toString(), model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("model '" + name + ".onnx' is quantized already: ")
        .hasMessageContaining(reason);
  }
}
