"""Trains the demo's classifier on drawn pictures and writes ../model/demo.onnx.

    python train.py

Runs on one CPU thread. The pictures of ../pictures are never trained on; the
training pictures are drawn from seeds of their own and cached.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

import draw
from evaluate import MEAN, SCALE, read_split

WIDTHS = (32, 64, 80, 96)
"""Channels of the four stages, at 64x64, 32x32, 16x16 and 8x8."""
SCHEDULE = ((64, 10), (96, 4), (128, 8))
"""Side of the pictures and how many epochs; small ones teach the shapes quickly."""
BATCH = 32
"""Pictures in one step."""
RATE = 3e-3
"""The highest learning rate of the one cycle."""


class Unit(nn.Module):
    """A convolution and its batch norm."""

    def __init__(self, inputs: int, outputs: int, size: int = 3, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.conv(x))

    def folded(self) -> nn.Conv2d:
        """One convolution with the batch norm in its weights and bias."""
        return fuse_conv_bn_eval(self.conv, self.norm)


class Block(nn.Module):
    """Two 3x3 convolutions beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = Unit(inputs, outputs, 3, stride)
        self.second = Unit(outputs, outputs)
        self.shortcut = Unit(inputs, outputs, 1, stride) if stride > 1 or inputs != outputs else None

    def forward(self, x: Tensor) -> Tensor:
        y = self.second(F.relu(self.first(x)))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class Network(nn.Module):
    """A small plain residual network."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = Unit(3, WIDTHS[0], 3, 2)
        inputs = (WIDTHS[0],) + WIDTHS[:-1]
        self.blocks = nn.ModuleList(Block(a, b, 1 if i == 0 else 2) for i, (a, b) in enumerate(zip(inputs, WIDTHS)))
        self.head = nn.Linear(WIDTHS[-1], classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.stem(x))
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean((2, 3)))


def training_set(count: int, cache: Path) -> tuple[np.ndarray, np.ndarray]:
    """The training pictures after JPEG coding, N x 128 x 128 x 3 uint8, and their classes."""
    path = cache / f"octet-demo-train-{count}.npy"
    if not path.exists():
        start = time.time()
        images = np.stack([draw.decode(draw.jpeg(draw.draw("train", i)[0])) for i in range(count)])
        np.save(path, images)
        print(f"drew {count} pictures in {time.time() - start:.0f} s", flush=True)
    return np.load(path), np.arange(count) % len(draw.LABELS)


def to_tensor(images: np.ndarray) -> Tensor:
    """Pixels as the network wants them."""
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float()
    return ((x - MEAN) / SCALE).contiguous(memory_format=torch.channels_last)


def augment(x: Tensor, generator: torch.Generator) -> Tensor:
    """Random mirror, turn, zoom, shift, gain and brightness."""
    n = len(x)

    def uniform(low: float, high: float, *shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator) * (high - low) + low

    angle, zoom = uniform(-0.15, 0.15, n), uniform(0.9, 1.12, n)
    flip = torch.where(torch.rand(n, generator=generator) < 0.5, -1.0, 1.0)
    c, s = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    theta = torch.stack([torch.stack([c * flip, -s, uniform(-0.15, 0.15, n)], 1), torch.stack([s * flip, c, uniform(-0.15, 0.15, n)], 1)], 1)
    x = F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), padding_mode="reflection", align_corners=False)
    x = x * uniform(0.9, 1.1, n, 3, 1, 1) + uniform(-0.1, 0.1, n, 1, 1, 1)
    return x.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def accuracy(network: nn.Module, images: np.ndarray, labels: np.ndarray) -> float:
    """Top-1 accuracy in percent."""
    network.eval()
    found = np.concatenate([network(to_tensor(images[i : i + 50])).argmax(1).numpy() for i in range(0, len(images), 50)])
    return 100.0 * float((found == labels).mean())


def fit(network: nn.Module, images: np.ndarray, labels: np.ndarray, seed: int, low_precision: bool) -> None:
    """Trains in place; the last epoch's weights are kept, none are selected."""
    generator = torch.Generator().manual_seed(seed)
    steps = len(images) // BATCH
    sides = [side for side, epochs in SCHEDULE for _ in range(epochs)]
    decayed = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}], lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=len(sides) * steps, pct_start=0.2)
    targets = torch.from_numpy(labels)
    for epoch, side in enumerate(sides, 1):
        network.train()
        start, total, right = time.time(), 0.0, 0
        order = torch.randperm(len(images), generator=generator)
        for step in range(steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            x = to_tensor(images[rows.numpy()])
            if side < draw.SIZE:
                x = F.adaptive_avg_pool2d(x, side)
            with torch.autocast("cpu", torch.bfloat16, enabled=low_precision):
                logits = network(augment(x, generator))
            loss = F.cross_entropy(logits.float(), targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            right += int((logits.argmax(1) == targets[rows]).sum())
        print(f"epoch {epoch:2d}/{len(sides)}  {side:3d}x{side:<3d}  loss {total / steps:.4f}  top-1 {100 * right / steps / BATCH:.1f} %  {time.time() - start:.0f} s", flush=True)


def export(network: Network, path: Path) -> tuple[int, int]:
    """Writes the ONNX file, batch norms folded; gives multiply-adds and parameters."""
    network.eval()
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    macs = 0

    def constant(name: str, value: Tensor) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value.detach().numpy()), name))
        return name

    def node(kind: str, name: str, inputs: list[str], output: str | None = None, **attributes: object) -> str:
        output = output or name
        nodes.append(helper.make_node(kind, inputs, [output], name=name, **attributes))
        return output

    def conv(name: str, unit: Unit, source: str, side: int) -> tuple[str, int]:
        nonlocal macs
        folded = unit.folded()
        size, stride = folded.kernel_size[0], folded.stride[0]
        side //= stride
        macs += folded.weight.numel() * side * side
        inputs = [source, constant(name + ".weight", folded.weight), constant(name + ".bias", folded.bias)]
        return node("Conv", name, inputs, kernel_shape=[size] * 2, strides=[stride] * 2, pads=[size // 2] * 4), side

    x, side = conv("stem", network.stem, "image", draw.SIZE)
    x = node("Relu", "stem.relu", [x])
    for i, block in enumerate(network.blocks, 1):
        name = f"block{i}"
        y, reduced = conv(name + ".conv1", block.first, x, side)
        y = node("Relu", name + ".relu1", [y])
        y, _ = conv(name + ".conv2", block.second, y, reduced)
        if block.shortcut is not None:
            x, _ = conv(name + ".shortcut", block.shortcut, x, side)
        x = node("Relu", name + ".relu2", [node("Add", name + ".add", [y, x])])
        side = reduced
    x = node("Flatten", "flatten", [node("GlobalAveragePool", "pool", [x])], axis=1)
    weight = network.head.weight
    macs += weight.numel()
    node("Gemm", "head", [x, constant("head.weight", weight), constant("head.bias", network.head.bias)], "logits", transB=1)

    graph = helper.make_graph(
        nodes, "octet-demo",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, draw.SIZE, draw.SIZE])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, len(draw.LABELS)])],
        constants,
    )
    model = helper.make_model(graph, producer_name="octet-demo", opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))
    return macs, sum(int(np.prod(c.dims)) for c in constants)


@torch.no_grad()
def difference(network: Network, path: Path, images: np.ndarray) -> float:
    """The largest difference between the file's logits and the network's."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for image in images:
        x = to_tensor(image[None])
        worst = max(worst, float(np.abs(session.run(None, {"image": x.contiguous().numpy()})[0] - network(x).numpy()).max()))
    return worst


def main() -> None:
    """Command line."""
    home = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=home / "model" / "demo.onnx")
    parser.add_argument("--pictures", type=Path, default=home / "pictures")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()), help="where drawn training pictures are kept")
    parser.add_argument("--count", type=int, default=3000, help="training pictures")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fp32", action="store_true", help="no bfloat16 in the training steps; slower")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    start = time.time()
    images, labels = training_set(options.count, options.cache)
    network = Network(len(draw.LABELS)).to(memory_format=torch.channels_last)
    fit(network, images, labels, options.seed, not options.fp32)
    macs, parameters = export(network, options.out)
    validation, truth = read_split(options.pictures / "validation")
    print(f"training pictures   {accuracy(network, images[:1000], labels[:1000]):.2f} %")
    print(f"validation pictures {accuracy(network, validation, truth):.2f} %")
    print(f"multiply-adds {macs}, parameters {parameters}, {options.out.stat().st_size} bytes")
    print(f"largest difference to the ONNX file {difference(network, options.out, validation[:40]):.2e}")
    print(f"{time.time() - start:.0f} s in all")


if __name__ == "__main__":
    main()
