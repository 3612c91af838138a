package org.octet.engines.openvino.extras;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.StdString;
import org.bytedeco.openvino.ov_infer_request_t;
import org.bytedeco.openvino.ov_model_t;

/**
 * C++ functions of OpenVINO. A library of its own: if a C++ function is missing in the OpenVINO of
 * the machine, only this class fails to load, with {@link UnsatisfiedLinkError}. Thread-safe;
 * OpenVINO must have been loaded before.
 */
@Platform(
    include = "ov_models.h",
    library = "jniovmodels",
    compiler = {"cpp17", "nowarnings"})
public final class OvModels {
  private static final String FIELD = "\u001f";
  private static final String RECORD = "\u001e";

  static {
    Loader.load();
  }

  private OvModels() {}

  /**
   * Reads a model of any format that OpenVINO knows and writes it as an IR without compressing its
   * weights.
   *
   * @param from the model
   * @param xml the file to write; the weights go beside it, with the suffix {@code .bin}
   * @throws RuntimeException with OpenVINO's text
   */
  public static void convert(Path from, Path xml) {
    try (BytePointer source = path(from);
        BytePointer target = path(xml)) {
      convert(source, target);
    }
  }

  /**
   * The names of a model's inputs or outputs.
   *
   * @return per port: the friendly name of the operation (for an output, of the one that computes
   *     it), then all tensor names in byte order
   * @throws RuntimeException when this OpenVINO keeps its models in another way
   */
  public static List<List<String>> portNames(ov_model_t model, boolean inputs) {
    try (BytePointer text = names(model, inputs)) {
      return records(text);
    }
  }

  /**
   * Whether inferences of a model remember variables.
   *
   * @throws RuntimeException when this OpenVINO keeps its models in another way
   */
  @Name("octet::stateful")
  public static native @Cast("bool") boolean stateful(@Const ov_model_t model);

  /**
   * Sets the variables of a request back to what they are before its first inference.
   *
   * @param request of a model that {@link #stateful} was asked about without an error
   * @throws RuntimeException with OpenVINO's text
   */
  @Name("octet::reset_state")
  public static native void resetState(@Const ov_infer_request_t request);

  /**
   * The nodes of a runtime model in topological order.
   *
   * @param runtimeModel from {@code ov_compiled_model_get_runtime_model}
   * @return per node: name, layer type, primitive, runtime precision, original names separated by
   *     commas, execution order
   * @throws RuntimeException when this OpenVINO keeps its models in another way
   */
  public static List<List<String>> executedGraph(ov_model_t runtimeModel) {
    try (BytePointer text = graph(runtimeModel)) {
      return records(text);
    }
  }

  /** The path in the bytes that the file system has for it. */
  public static BytePointer path(Path path) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return new BytePointer(path.toString(), Charset.forName(encoding));
  }

  private static List<List<String>> records(BytePointer text) {
    String all = text.getString(StandardCharsets.UTF_8);
    if (all.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(all.split(RECORD)).map(r -> List.of(r.split(FIELD, -1))).toList();
  }

  @Name("octet::convert")
  private static native void convert(
      @Cast("const char*") BytePointer from, @Cast("const char*") BytePointer xml);

  @Name("octet::port_names")
  private static native @StdString BytePointer names(
      @Const ov_model_t model, @Cast("bool") boolean inputs);

  @Name("octet::executed_graph")
  private static native @StdString BytePointer graph(@Const ov_model_t runtimeModel);
}
