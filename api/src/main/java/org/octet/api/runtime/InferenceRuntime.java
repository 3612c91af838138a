package org.octet.api.runtime;

import java.nio.file.Path;
import java.util.List;
import org.octet.api.error.InferenceException;
import org.octet.api.error.InputException;
import org.osgi.annotation.versioning.ConsumerType;

/** Runs models on devices. Thread-safe; compiled models are closed before it. */
@ConsumerType
public interface InferenceRuntime extends AutoCloseable {
  /** Name and version for provenance, such as {@code OpenVINO 2026.2.1-...}. */
  String version();

  /** The devices of this machine. */
  List<Device> devices();

  /**
   * Compiles a model.
   *
   * @throws InputException for an unknown device, with those there are
   * @throws InferenceException with the runtime's own text
   */
  CompiledModel compile(ModelSource model, CompileOptions options);

  /**
   * Imports a model of another format, such as ONNX, as an uncompressed IR.
   *
   * @param source the model file
   * @param directory existing folder that receives the files; the caller owns it
   * @throws InputException when the file is not a model that the runtime can read
   */
  ModelFiles importModel(Path source, Path directory);

  /** Frees the runtime. */
  @Override
  void close();
}
