"""Measures the top-1 accuracy of an ONNX file on the demo's JPEG files.

    python evaluate.py
    python evaluate.py --model other.onnx --pictures ../pictures/calibration
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

MEAN = 127.5
"""Subtracted from every channel."""
SCALE = 127.5
"""Divides what is left, for every channel."""


def read_split(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Decoded pictures, N x H x W x RGB uint8, and their classes by sub-folder order."""
    images, labels = [], []
    for label, group in enumerate(sorted(p for p in folder.iterdir() if p.is_dir())):
        for path in sorted(group.glob("*.jpg")):
            with Image.open(path) as picture:
                images.append(np.asarray(picture.convert("RGB")))
            labels.append(label)
    return np.stack(images), np.array(labels)


def main() -> None:
    """Command line."""
    import onnxruntime

    home = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=home / "model" / "demo.onnx")
    parser.add_argument("--pictures", type=Path, default=home / "pictures" / "validation")
    options = parser.parse_args()

    names = (home / "labels.txt").read_text().split()
    images, labels = read_split(options.pictures)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(options.model), settings, providers=["CPUExecutionProvider"])
    planes = ((images.astype(np.float32) - MEAN) / SCALE).transpose(0, 3, 1, 2)
    found = np.array([int(session.run(None, {"image": planes[i : i + 1]})[0].argmax()) for i in range(len(planes))])
    for label, name in enumerate(names):
        group = labels == label
        print(f"{name:10s} {100 * (found[group] == label).mean():6.2f} %  of {group.sum()}")
    print(f"top-1 {100 * (found == labels).mean():.2f} %  ({(found == labels).sum()} of {len(labels)})")


if __name__ == "__main__":
    main()
