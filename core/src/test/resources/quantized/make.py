"""Makes the ONNX models of this folder: one convolution, quantized in the ways that ONNX has.

Needs numpy and onnx (made with onnx 1.23.2, numpy 2): python make.py
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = Path(__file__).parent


def save(name, nodes, constants):
    tensors = [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4, 8, 8])],
        tensors,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8
    )
    onnx.checker.check_model(model)
    onnx.save(model, FOLDER / f"{name}.onnx")


node = helper.make_node
codes = np.arange(12, dtype=np.int8).reshape(4, 3, 1, 1) * 7
weight = {"w": codes, "ws": np.full(4, 0.01, np.float32), "wz": np.zeros(4, np.int8)}
dequantized = node("DequantizeLinear", ["w", "ws", "wz"], ["wd"], axis=0)

save("weights-only", [dequantized, node("Conv", ["x", "wd"], ["y"])], weight)
save(
    "qdq",
    [
        node("QuantizeLinear", ["x", "xs", "xz"], ["xq"]),
        node("DequantizeLinear", ["xq", "xs", "xz"], ["xd"]),
        dequantized,
        node("Conv", ["xd", "wd"], ["y"]),
    ],
    weight | {"xs": np.float32(0.02), "xz": np.uint8(128)},
)
save(
    "dynamic",
    [
        node("DynamicQuantizeLinear", ["x"], ["xq", "xs", "xz"]),
        node("ConvInteger", ["xq", "w", "xz"], ["yi"]),
        node("Cast", ["yi"], ["yf"], to=TensorProto.FLOAT),
        node("Mul", ["yf", "xs"], ["ys"]),
        node("Mul", ["ys", "s"], ["y"]),
    ],
    {"w": codes, "s": np.float32(0.01)},
)
