"""Writes the fixtures of the decoders' tests: outputs of imaginary models, and what they mean by other software.

    pip install numpy pillow scipy
    python make_fixtures.py            # writes beside the test resources; the same bytes each time

Maps are resized by Pillow, cosines are SciPy's, YOLOX is decoded with NumPy here.
"""
import pathlib

import numpy as np
from PIL import Image
from scipy.spatial.distance import cosine

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources/org/octet/engines/decoders/internal"


def text(values):
    """As few digits as tell the numbers apart."""
    return " ".join(str(v) for v in np.asarray(values).ravel())


def write(name, entries):
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = [f"# made by make_fixtures.py", *(f"{key} = {value}" for key, value in entries.items())]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def smooth(rng, classes, height, width):
    """Maps as networks make them: a few blobs, so that classes have borders."""
    maps = rng.normal(size=(classes, height // 3 + 2, width // 3 + 2)).astype(np.float32)
    return np.stack([np.asarray(Image.fromarray(m).resize((width, height), Image.BICUBIC)) for m in maps])


def map_case(rng, classes, source, picture, box=None):
    """source and picture are (width, height); box is where the picture lies in the map."""
    maps = smooth(rng, classes, source[1], source[0])
    resized = np.stack([np.asarray(Image.fromarray(m).resize(picture, Image.BILINEAR, box=box)) for m in maps])
    return {
        "source": text(source),
        "picture": text(picture),
        "box": text(box or (0, 0, *source)),
        "values": text(maps),
        "resized": text(resized[0]),
        "classes": text(resized.argmax(0)),
        "above": text((resized[1] > 0.1).astype(int)),
    }


def maps():
    rng = np.random.default_rng(11)
    cases = {
        "larger": map_case(rng, 5, (13, 11), (47, 38)),
        "smaller": map_case(rng, 5, (41, 32), (17, 9)),
        "mixed": map_case(rng, 4, (12, 31), (29, 14)),
        "same": map_case(rng, 3, (16, 10), (16, 10)),
        "letterbox": map_case(rng, 5, (16, 16), (50, 30), (0.0, 0.0, 16.0, 9.5)),
        "centred": map_case(rng, 5, (16, 16), (33, 52), (3.25, 0.5, 12.75, 15.5)),
    }
    return {f"{name}.{key}": value for name, case in cases.items() for key, value in case.items()}


def overlap(a, b):
    """Intersection over union of every pair of corners."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=2)
    area_a, area_b = np.prod(a[:, 2:] - a[:, :2], axis=1), np.prod(b[:, 2:] - b[:, :2], axis=1)
    return shared / (area_a[:, None] + area_b[None] - shared)


def yolox():
    """An input of 64x96, picture scaled by a half in its top left corner."""
    rng = np.random.default_rng(5)
    width, height, scale, classes = 64, 96, 0.5, 3
    origin, stride = [], []
    for s in (8, 16, 32):
        for row in range(height // s):
            for column in range(width // s):
                origin.append((column, row))
                stride.append(s)
    origin, stride = np.array(origin, float), np.array(stride, float)[:, None]
    raw = rng.normal(scale=0.6, size=(len(origin), 5 + classes)).astype(np.float32)
    raw[:, 4:] = rng.uniform(size=(len(origin), 1 + classes)) ** 3
    p = raw.astype(float)
    centre, size = (p[:, :2] + origin) * stride, np.exp(p[:, 2:4]) * stride
    corners = np.concatenate([centre - size / 2, centre + size / 2], axis=1) / scale
    found = []
    for c in range(classes):
        score = p[:, 4] * p[:, 5 + c]
        left = [i for i in np.argsort(-score) if score[i] > 0.01]
        while left:
            best = left.pop(0)
            found.append((score[best], c, *corners[best]))
            left = [i for i in left if overlap(corners[best:best + 1], corners[i:i + 1])[0, 0] <= 0.65]
    found = sorted(found, reverse=True)[:100]
    return {"rows": len(raw), "values": text(raw), "boxes": text(found)}


def similarity():
    rng = np.random.default_rng(3)
    tokens = rng.normal(size=(2, 7, 12)).astype(np.float32)
    mask = np.array([[1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1, 1]])
    wide = tokens.astype(float)
    mean = [wide[i][mask[i] == 1].mean(0) for i in range(2)]
    return {
        "values": text(tokens),
        "mask": text(mask),
        "masked": text(1 - cosine(*mean)),
        "unmasked": text(1 - cosine(wide[0].mean(0), wide[1].mean(0))),
        "first": text(1 - cosine(wide[0, 0], wide[1, 0])),
    }


if __name__ == "__main__":
    write("maps.properties", maps())
    write("yolox.properties", yolox())
    write("similarity.properties", similarity())
