package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openvino.global.openvino;
import org.bytedeco.openvino.ov_available_devices_t;
import org.bytedeco.openvino.ov_compiled_model_t;
import org.bytedeco.openvino.ov_core_t;
import org.bytedeco.openvino.ov_model_t;
import org.octet.api.error.InferenceException;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.Device;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.runtime.ModelSource;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.engines.openvino.extras.OvExtras;
import org.octet.engines.openvino.extras.OvModels;

/** A core of OpenVINO. */
public final class OvRuntime implements InferenceRuntime {
  private static final String READ_VALUE = "type=\"ReadValue\"";

  private final Natives natives;
  private final ov_core_t core = new ov_core_t();
  private final Guard guard = new Guard("the OpenVINO runtime");

  /**
   * Creates a core.
   *
   * @param natives proof that the libraries are loaded
   * @throws InferenceException with OpenVINO's text
   */
  public OvRuntime(Natives natives) {
    this.natives = natives;
    Status.check(openvino.ov_core_create(core), "creating an OpenVINO core");
  }

  @Override
  public String version() {
    return "OpenVINO " + natives.version();
  }

  @Override
  public List<Device> devices() {
    return guard.use(
        () ->
            deviceNames().stream()
                .map(
                    name ->
                        new Device(
                            name,
                            property(name, "FULL_DEVICE_NAME"),
                            words(property(name, "OPTIMIZATION_CAPABILITIES"))))
                .toList());
  }

  @Override
  public CompiledModel compile(ModelSource model, CompileOptions options) {
    return guard.use(() -> compileOpen(model, options));
  }

  private CompiledModel compileOpen(ModelSource source, CompileOptions options) {
    Map<String, String> properties = properties(options);
    ov_model_t model = read(source);
    try {
      ov_compiled_model_t compiled = new ov_compiled_model_t();
      Status.check(
          OvExtras.compile(core, model, options.device(), properties, compiled),
          "compiling %s for %s with %s".formatted(name(source), options.device(), properties));
      return new OvCompiledModel(
          compiled, Ports.names(model, natives), stateful(model, source), source, natives);
    } finally {
      openvino.ov_model_free(model);
    }
  }

  // resetting variables needs to look into models: where that is not possible, it is an error then
  private boolean stateful(ov_model_t model, ModelSource source) {
    return natives.showsModels() ? OvModels.stateful(model) : text(source).contains(READ_VALUE);
  }

  private static String text(ModelSource source) {
    if (source instanceof ModelInMemory memory) {
      return new String(memory.xml(), StandardCharsets.UTF_8);
    }
    Path file = ((ModelFiles) source).model();
    try {
      return file.toString().endsWith(".xml") ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new InputException("model file " + file + " cannot be read: " + e, e);
    }
  }

  private static String name(ModelSource source) {
    return source instanceof ModelFiles files ? files.model().toString() : "a model in memory";
  }

  /** One stream of one thread per request; the user's own properties come last and win. */
  private Map<String, String> properties(CompileOptions options) {
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("NUM_STREAMS", Integer.toString(options.requests()));
    wanted.put("INFERENCE_NUM_THREADS", Integer.toString(options.requests()));
    wanted.put("INFERENCE_PRECISION_HINT", options.precision());
    // GPUs, for example, have no number of threads
    wanted.keySet().retainAll(supported(options.device()));
    wanted.putAll(options.properties());
    return wanted;
  }

  private Set<String> supported(String device) {
    String base = device.split("[:.(]")[0];
    List<String> all = deviceNames();
    if (all.stream().noneMatch(d -> d.split("\\.")[0].equals(base))) {
      throw new InputException(
          "device '%s' is not there; this machine and this OpenVINO offer %s"
              .formatted(device, String.join(", ", all)));
    }
    return Set.copyOf(words(property(base, "SUPPORTED_PROPERTIES")));
  }

  private ov_model_t read(ModelSource source) {
    return source instanceof ModelInMemory memory ? read(memory) : read((ModelFiles) source);
  }

  private ov_model_t read(ModelFiles files) {
    for (Path file :
        files.weights() == null
            ? List.of(files.model())
            : List.of(files.model(), files.weights())) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new InputException("model file " + file + " does not exist or cannot be read");
      }
    }
    ov_model_t model = new ov_model_t();
    try (BytePointer xml = OvModels.path(files.model());
        BytePointer bin = files.weights() == null ? none() : OvModels.path(files.weights())) {
      Status.check(openvino.ov_core_read_model(core, xml, bin, model), "reading " + files.model());
    }
    return model;
  }

  private static BytePointer none() {
    return new BytePointer((Pointer) null);
  }

  private ov_model_t read(ModelInMemory source) {
    ov_model_t model = new ov_model_t();
    try (BytePointer xml = new BytePointer(source.xml());
        OvTensor weights = OvTensor.over(bytes(weights(source)))) {
      Status.check(
          openvino.ov_core_read_model_from_memory_buffer(
              core, xml, source.xml().length, weights.handle(), model),
          "reading a model in memory");
    }
    return model;
  }

  /** Never without a byte: OpenVINO wants weights for constants that have no elements, too. */
  private static ByteBuffer weights(ModelInMemory source) {
    ByteBuffer weights = source.weights();
    if (weights == null || weights.limit() == 0) {
      return ByteBuffer.allocateDirect(1);
    }
    if (!weights.isDirect()) {
      throw new IllegalArgumentException("the weights of a model in memory need a direct buffer");
    }
    return weights.duplicate().rewind();
  }

  private static Tensor bytes(ByteBuffer weights) {
    return Tensor.of(ElementType.U8, Shape.of(weights.remaining()), weights);
  }

  @Override
  public ModelFiles importModel(Path source, Path directory) {
    return guard.use(() -> importOpen(source, directory));
  }

  private ModelFiles importOpen(Path source, Path directory) {
    if (natives.cppError() != null) {
      throw new InferenceException(
          "this OpenVINO (%s) cannot import models for Octet: %s. Use the embedded one."
              .formatted(natives.version(), natives.cppError()));
    }
    String name = source.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path xml = directory.resolve(name + ".xml");
    try {
      OvModels.convert(source, xml);
    } catch (RuntimeException e) {
      // whose fault: does reading work?
      openvino.ov_model_free(readable(source, e));
      throw new OutputException("cannot write " + xml + ": " + text(e), e);
    }
    return new ModelFiles(xml, directory.resolve(name + ".bin"));
  }

  private ov_model_t readable(Path source, RuntimeException failure) {
    try {
      return read(new ModelFiles(source, null));
    } catch (InferenceException e) {
      throw new InputException(
          "%s is not a model that OpenVINO %s can read (the embedded one reads IR and ONNX): %s"
              .formatted(source, natives.version(), text(failure)),
          failure);
    }
  }

  private static String text(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().strip();
  }

  private List<String> deviceNames() {
    try (ov_available_devices_t devices = new ov_available_devices_t()) {
      Status.check(openvino.ov_core_get_available_devices(core, devices), "listing the devices");
      List<String> names = new ArrayList<>();
      for (int i = 0; i < devices.size(); i++) {
        names.add(devices.devices(i).getString(StandardCharsets.UTF_8));
      }
      openvino.ov_available_devices_free(devices);
      return names;
    }
  }

  private String property(String device, String key) {
    BytePointer value = none();
    try (BytePointer d = new BytePointer(device, StandardCharsets.UTF_8);
        BytePointer k = new BytePointer(key, StandardCharsets.UTF_8)) {
      Status.check(
          openvino.ov_core_get_property(core, d, k, value), "reading " + key + " of " + device);
    }
    return Status.take(value);
  }

  /** OpenVINO prints lists with spaces between. */
  static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(w -> !w.isEmpty()).toList();
  }

  @Override
  public void close() {
    guard.close(() -> openvino.ov_core_free(core));
  }
}
