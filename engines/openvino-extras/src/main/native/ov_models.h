// What OpenVINO's C API does not have: writing IR files, all names of a port, the nodes of the executed graph, variables.
// C++ exceptions reach Java as RuntimeException with their text.
#pragma once

#include <dlfcn.h>
#include <openvino/c/ov_common.h>
#include <openvino/c/ov_infer_request.h>
#include <openvino/c/ov_model.h>

#include <filesystem>
#include <map>
#include <memory>
#include <openvino/core/graph_util.hpp>
#include <openvino/core/model.hpp>
#include <openvino/op/util/op_types.hpp>
#include <openvino/pass/constant_folding.hpp>
#include <openvino/pass/manager.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <set>
#include <stdexcept>
#include <string>

namespace octet {

// Records end with RS, fields with US: neither occurs in a name.
constexpr char FIELD = '\x1f';
constexpr char RECORD = '\x1e';

// The transformations that OpenVINO's own converter runs on a model of another framework: constants are folded, batch
// norms and decomposed activations become single operations. Their class is exported, but its header is not shipped, so
// this one has its layout (two flags behind the base) and calls its method by name. An OpenVINO without it only folds.
class CommonOptimizations : public ov::pass::ModelPass {
public:
    OPENVINO_MODEL_PASS_RTTI("octet::CommonOptimizations");

    bool run_on_model(const std::shared_ptr<ov::Model>& model) override {
        using Method = bool (*)(ov::pass::ModelPass*, const std::shared_ptr<ov::Model>&);
        auto method = reinterpret_cast<Method>(
            dlsym(RTLD_DEFAULT, "_ZN2ov4pass18MOCTransformations12run_on_modelERKSt10shared_ptrINS_5ModelEE"));
        if (method == nullptr) {
            ov::pass::ConstantFolding folding;
            return folding.run_on_model(model);
        }
        return method(this, model);
    }

private:
    [[maybe_unused]] bool m_use_shapes = false;  // nothing may depend on the shapes of this moment: they can change
    [[maybe_unused]] bool m_low_precision_enabled = true;
};

// Reads any model that OpenVINO can read and writes it as an IR with uncompressed weights.
inline void convert(const char* from, const char* to_xml) {
    ov::Core core;
    auto model = core.read_model(std::string(from));
    ov::pass::Manager manager;
    manager.register_pass<CommonOptimizations>();
    manager.run_passes(model);
    ov::save_model(model, std::filesystem::path(to_xml), false);
}

// The C++ object behind a C model. The C API keeps it as the only member of a struct, unchanged from the first release
// of that API on (2022.1), but private: whoever calls this has checked that the version is one that was looked at. The
// name, asked both ways, is the last line of defence.
inline const ov::Model& model_of(const ov_model_t* model) {
    const auto& object = *reinterpret_cast<const std::shared_ptr<ov::Model>*>(model);
    char* name = nullptr;
    if (!object || ov_model_get_friendly_name(model, &name) != 0) {
        throw std::invalid_argument("no model");
    }
    bool same = object->get_friendly_name() == name;
    ov_free(name);
    if (!same) {
        throw std::runtime_error("this version of OpenVINO keeps its models in another way");
    }
    return *object;
}

inline void put_port(std::string& text, const ov::Output<const ov::Node>& port, bool input) {
    // an output goes by its producer: Results have names that nobody chose
    ov::Output<const ov::Node> named = port;
    if (!input && ov::op::util::is_output(port.get_node())) {
        auto source = port.get_node()->input_value(0);
        named = ov::Output<const ov::Node>(source.get_node(), source.get_index());
    }
    text += named.get_node()->get_friendly_name();
    if (named.get_node()->get_output_size() > 1) {
        text += "." + std::to_string(named.get_index());
    }
    const auto& names = port.get_names();
    for (const auto& name : std::set<std::string>(names.begin(), names.end())) {
        text += FIELD + name;
    }
    text += RECORD;
}

// Per input or output: friendly name, then all tensor names in byte order.
inline std::string port_names(const ov_model_t* model, bool inputs) {
    const ov::Model& graph = model_of(model);
    std::string text;
    for (const auto& port : inputs ? graph.inputs() : graph.outputs()) {
        put_port(text, port, inputs);
    }
    return text;
}

// Whether inferences of the model remember variables.
inline bool stateful(const ov_model_t* model) {
    return !model_of(model).get_variables().empty();
}

// Sets the variables of a request back to what they are before its first inference. The C API keeps the C++ object as it
// keeps that of a model: in a shared pointer that is the only member of the struct, the same from 2022.1 on. Only for
// requests of models that model_of has accepted, which stands for the version.
inline void reset_state(const ov_infer_request_t* request) {
    const auto& object = *reinterpret_cast<const std::shared_ptr<ov::InferRequest>*>(request);
    if (!object) {
        throw std::invalid_argument("no infer request");
    }
    object->reset_state();
}

inline std::string info(const ov::Node& node, const char* key) {
    const auto& all = node.get_rt_info();
    auto found = all.find(key);
    return found == all.end() ? std::string() : found->second.as<std::string>();
}

// Per node of a runtime model: name, layer type, primitive, runtime precision, original names, order.
inline std::string executed_graph(const ov_model_t* runtime_model) {
    std::string text;
    for (const auto& node : model_of(runtime_model).get_ordered_ops()) {
        text += node->get_friendly_name();
        for (const char* key : {"layerType", "primitiveType", "runtimePrecision", "originalLayersNames", "execOrder"}) {
            text += FIELD + info(*node, key);
        }
        text += RECORD;
    }
    return text;
}

}  // namespace octet
