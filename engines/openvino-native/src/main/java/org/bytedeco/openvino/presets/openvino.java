package org.bytedeco.openvino.presets;

import java.util.StringJoiner;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP how to read OpenVINO's C API. The packages and class names are those of the
 * official preset {@code org.bytedeco:openvino}, so that its artifact can take the place of this
 * one.
 *
 * <p>JavaCPP parses each header on its own: a header is listed after the ones it includes. Nothing
 * is linked: the process loads {@code libopenvino_c} with global symbols before this library, so
 * one binary serves every OpenVINO whose C API has these functions, the embedded one or the user's.
 */
@Properties(
    value = {
      @Platform(
          value = {"linux-x86_64", "linux-arm64", "macosx-arm64", "windows-x86_64"},
          compiler = {"cpp17", "nowarnings"},
          include = {
            "openvino/c/ov_common.h",
            "openvino/c/ov_dimension.h",
            "openvino/c/ov_rank.h",
            "openvino/c/ov_shape.h",
            "openvino/c/ov_layout.h",
            "openvino/c/ov_partial_shape.h",
            "openvino/c/ov_node.h",
            "openvino/c/ov_tensor.h",
            "openvino/c/ov_model.h",
            "openvino/c/ov_remote_context.h",
            "openvino/c/ov_property.h",
            "openvino/c/ov_infer_request.h",
            "openvino/c/ov_compiled_model.h",
            "openvino/c/ov_core.h",
            "openvino/c/ov_prepostprocess.h",
            "openvino/c/ov_util.h",
            "openvino/c/auto/properties.h"
          }),
      // Windows has no unbound symbols in a DLL: there, and only there, the import library of the
      // wheel is named
      @Platform(value = "windows-x86_64", link = "openvino_c")
    },
    target = "org.bytedeco.openvino",
    global = "org.bytedeco.openvino.global.openvino")
public class openvino implements InfoMapper {

  @Override
  public void map(InfoMap infos) {
    macros(infos);
    types(infos);
    // C varargs have no Java form; fixed numbers of properties stand in. Any number:
    // OvExtras.compile.
    String compile = ", String device_name, @Cast(\"const size_t\") long property_args_size, ";
    String result = "@ByPtrPtr ov_compiled_model_t compiled_model";
    fixedArity(
        infos,
        "ov_core_compile_model",
        "@Const ov_core_t core, @Const ov_model_t model" + compile + result,
        0,
        1);
    fixedArity(
        infos,
        "ov_core_compile_model_from_file",
        "@Const ov_core_t core, String model_path" + compile + result,
        0,
        1);
    fixedArity(infos, "ov_core_set_property", "@Const ov_core_t core, String device_name", 1, 1);
    fixedArity(
        infos, "ov_compiled_model_set_property", "@Const ov_compiled_model_t compiled_model", 1, 1);
    // variadic functions that nobody here needs
    infos.put(
        new Info(
                "ov_core_create_context",
                "ov_core_compile_model_with_context",
                "ov_remote_context_create_tensor",
                "ov_preprocess_input_tensor_info_set_color_format_with_subname")
            .skip());
  }

  /** The parser evaluates no compiler tests, so it gets the results of those in ov_common.h. */
  private static void macros(InfoMap infos) {
    for (String wrapper : new String[] {"OPENVINO_C_API", "OPENVINO_C_VAR"}) {
      infos.put(new Info(wrapper).cppText("#define " + wrapper + "(...) __VA_ARGS__"));
    }
    infos.put(
        new Info("OPENVINO_C_API_EXTERN", "OPENVINO_C_API_CALLBACK", "OV_NODISCARD")
            .cppTypes()
            .annotations()
            .cppText(""));
    infos.put(new Info("OPENVINO_ENABLE_UNICODE_PATH_SUPPORT").define(false));
  }

  private static void types(InfoMap infos) {
    // a macro of windows.h has the same name as this enumerator
    infos.put(new Info("BOOLEAN").skip());
    // a rank is a dimension under another name: one Java class for both
    infos.put(
        new Info("ov_dimension", "ov_dimension_t", "ov_rank_t").pointerTypes("ov_dimension_t"));
  }

  private static void fixedArity(InfoMap infos, String function, String first, int min, int max) {
    StringBuilder java = new StringBuilder();
    for (int pairs = min; pairs <= max; pairs++) {
      StringJoiner parameters = new StringJoiner(", ", "(", ")");
      parameters.add(first);
      for (int i = 1; i <= pairs; i++) {
        parameters.add("String key" + i).add("String value" + i);
      }
      java.append("public static native @Cast(\"ov_status_e\") int ")
          .append(function)
          .append(parameters)
          .append(";\n");
    }
    infos.put(new Info(function).javaText(java.toString()));
  }
}
