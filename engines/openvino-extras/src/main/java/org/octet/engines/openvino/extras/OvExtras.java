package org.octet.engines.openvino.extras;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.ByPtrPtr;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.openvino.ov_compiled_model_t;
import org.bytedeco.openvino.ov_core_t;
import org.bytedeco.openvino.ov_model_t;

/**
 * C functions of OpenVINO with any number of arguments. Needs only the classes that our preset and
 * the official one have in common. Thread-safe as far as the objects passed in are; OpenVINO and
 * the preset must have been loaded before.
 */
@Platform(
    include = "ov_extras.h",
    library = "jniovextras",
    compiler = {"cpp17", "nowarnings"})
public final class OvExtras {
  static {
    Loader.load();
  }

  private OvExtras() {}

  /**
   * Compiles a model for a device.
   *
   * @param properties of the device, at most 32, passed in the map's order
   * @param compiled receives the compiled model
   * @return OpenVINO's status; 0 is success
   * @throws RuntimeException for more than 32 properties
   */
  public static int compile(
      ov_core_t core,
      ov_model_t model,
      String device,
      Map<String, String> properties,
      ov_compiled_model_t compiled) {
    try (BytePointer name = new BytePointer(device, StandardCharsets.UTF_8);
        BytePointer packed = new BytePointer(pack(properties))) {
      return compile(core, model, name, packed, properties.size(), compiled);
    }
  }

  private static byte[] pack(Map<String, String> properties) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    properties.forEach(
        (key, value) -> {
          packed.writeBytes(key.getBytes(StandardCharsets.UTF_8));
          packed.write(0);
          packed.writeBytes(value.getBytes(StandardCharsets.UTF_8));
          packed.write(0);
        });
    packed.write(0); // never empty
    return packed.toByteArray();
  }

  @Name("octet::compile")
  private static native int compile(
      @Const ov_core_t core,
      @Const ov_model_t model,
      @Cast("const char*") BytePointer device,
      @Cast("const char*") BytePointer packed,
      @Cast("size_t") long pairs,
      @ByPtrPtr ov_compiled_model_t compiled);
}
