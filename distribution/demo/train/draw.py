"""Draws the demo's pictures: ten kinds of shaded objects in cluttered scenes.

Only numpy and Pillow are used. A picture is a pure function of its split and
its index, so any one of them can be drawn again alone:

    python draw.py                     # writes ../pictures, ../labels.txt
    python draw.py --sheet sheet.png   # a contact sheet to look at
"""

from __future__ import annotations

import argparse
import colorsys
import io
import math
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy as np
from PIL import Image, ImageDraw

SIZE = 128
"""Side of a finished picture, in pixels."""
WORK = 256
"""Side of the picture while it is drawn; it is halved at the end."""
QUALITY = 80
"""JPEG quality of every picture, the training pictures included."""
SPLITS = {"train": 11, "calibration": 22, "validation": 33}
"""First word of the seed of each split; the second word is the index."""
COUNTS = {"calibration": 200, "validation": 400}
"""How many pictures of each split are kept as files."""

Array = np.ndarray
Rng = np.random.Generator
Paint = Callable[[Array, Array, Array], Array]


# ---------------------------------------------------------------- small tools


def hsv(h: float, s: float, v: float) -> Array:
    """A colour from hue, saturation and value, as three floats in 0..1."""
    return np.array(colorsys.hsv_to_rgb(h % 1.0, min(max(s, 0.0), 1.0), min(max(v, 0.0), 1.0)), np.float32)


def any_color(rng: Rng, s: tuple[float, float] = (0.25, 0.95), v: tuple[float, float] = (0.35, 0.95)) -> Array:
    """A random colour with saturation and value in the given ranges."""
    return hsv(rng.random(), rng.uniform(*s), rng.uniform(*v))


def pick(rng: Rng, *items):
    """One of the items, all equally likely."""
    return items[int(rng.integers(len(items)))]


def noise(rng: Rng, height: int, width: int, cells: float, octaves: int = 3, stretch: float = 1.0) -> Array:
    """Smooth fractal noise in about 0..1; `stretch` > 1 draws it out along x."""
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    norm = 0.0
    for octave in range(octaves):
        rows = max(2, int(round(cells * 2**octave)) + 1)
        columns = max(2, int(round(cells * 2**octave / stretch)) + 1)
        grid = rng.random((rows, columns)).astype(np.float32)
        total += weight * np.asarray(Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC))
        norm += weight
        weight *= 0.5
    return total / norm


def blur(a: Array, radius: float) -> Array:
    """Two box blurs in each direction, close to a Gaussian of that radius."""
    r = max(1, int(round(radius)))
    for _ in range(2):
        for axis in (0, 1):
            pad = [(0, 0)] * a.ndim
            pad[axis] = (r + 1, r)
            c = np.cumsum(np.pad(a, pad, mode="edge"), axis=axis, dtype=np.float32)
            n = 2 * r + 1
            a = (c[n:] - c[:-n]) / n if axis == 0 else (c[:, n:] - c[:, :-n]) / n
    return a


def smooth(edge0: float, edge1: float, x: Array) -> Array:
    """Hermite step from 0 at edge0 to 1 at edge1."""
    t = np.clip((x - edge0) / (edge1 - edge0), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


# --------------------------------------------------------------------- shapes


def ellipse(cx: float, cy: float, rx: float, ry: float, a0: float = 0.0, a1: float = 360.0, n: int = 40) -> Array:
    """Points on an elliptic arc; angles in degrees, clockwise on screen."""
    t = np.radians(np.linspace(a0, a1, n))
    return np.stack([cx + rx * np.cos(t), cy + ry * np.sin(t)], 1)


def poly(*points: tuple[float, float]) -> Array:
    """A polygon from its corners."""
    return np.array(points, float)


def box(x0: float, y0: float, x1: float, y1: float) -> Array:
    """An upright rectangle."""
    return poly((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def spline(points: Array, closed: bool = True, steps: int = 8) -> Array:
    """A Catmull-Rom curve through the points."""
    p = np.asarray(points, float)
    p = np.concatenate([p[-1:], p, p[:2]]) if closed else np.concatenate([p[:1], p, p[-1:]])
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    out = []
    for i in range(len(p) - 3):
        a, b, c, d = p[i : i + 4]
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    if not closed:
        out.append(p[-1:])
    return np.concatenate(out)


def stroke(points: Array, width: float, end: float | None = None) -> Array:
    """The outline of a line of that width, narrowing to `end` if given."""
    p = np.asarray(points, float)
    d = np.gradient(p, axis=0)
    normal = np.stack([-d[:, 1], d[:, 0]], 1) / (np.linalg.norm(d, axis=1, keepdims=True) + 1e-9)
    half = np.linspace(width, width if end is None else end, len(p))[:, None] / 2
    return np.concatenate([p + normal * half, (p - normal * half)[::-1]])


def blob(rng: Rng, cx: float, cy: float, rx: float, ry: float, rough: float = 0.18, n: int = 9) -> Array:
    """An irregular round shape."""
    t = np.linspace(0, 2 * np.pi, n, endpoint=False) + rng.random()
    r = 1 + rng.uniform(-rough, rough, n)
    return spline(np.stack([cx + rx * r * np.cos(t), cy + ry * r * np.sin(t)], 1), steps=6)


@dataclass
class Part:
    """One shaded piece of an object, in the object's own coordinates (y down)."""

    points: Array
    color: Array
    bevel: float = 0.10
    relief: float = 1.0
    gloss: float = 0.15
    holes: list[Array] = field(default_factory=list)
    paint: Paint | None = None
    alpha: float = 1.0


@dataclass
class Pose:
    """Where an object stands: a 2x2 matrix and an offset, in work pixels."""

    matrix: Array
    offset: Array

    @staticmethod
    def make(scale: float, angle: float, x: float, y: float, flip: bool = False, squash: float = 1.0, shear: float = 0.0) -> "Pose":
        """Scale in pixels per unit, angle in degrees, centre in pixels."""
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        m = np.array([[c, -s], [s, c]]) @ np.array([[1.0, shear], [0.0, 1.0]]) @ np.diag([scale * squash, scale / squash])
        return Pose(m @ np.diag([-1.0 if flip else 1.0, 1.0]), np.array([x, y], float))

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return math.sqrt(abs(float(np.linalg.det(self.matrix))))

    def apply(self, points: Array) -> Array:
        """Object coordinates to pixels."""
        return points @ self.matrix.T + self.offset

    def invert(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Pixels to object coordinates."""
        i = np.linalg.inv(self.matrix)
        x, y = x - self.offset[0], y - self.offset[1]
        return (i[0, 0] * x + i[0, 1] * y).astype(np.float32), (i[1, 0] * x + i[1, 1] * y).astype(np.float32)


@dataclass
class Light:
    """The scene's light: a direction on screen and a strength."""

    x: float
    y: float
    strength: float

    @staticmethod
    def make(rng: Rng) -> "Light":
        """Light from somewhere above."""
        a = math.radians(rng.uniform(-150, -30))
        return Light(math.cos(a), math.sin(a), rng.uniform(0.7, 1.25))


# ------------------------------------------------------------------ rendering


def mask_of(part: Part, pose: Pose, pad: int) -> tuple[Array, int, int] | None:
    """The part's coverage on the smallest box around it, and the box's corner."""
    p = pose.apply(part.points)
    x0, y0 = np.maximum(np.floor(p.min(0)).astype(int) - pad, -pad)
    x1, y1 = np.minimum(np.ceil(p.max(0)).astype(int) + pad + 1, WORK + pad)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None
    k = 2
    image = Image.new("L", ((x1 - x0) * k, (y1 - y0) * k))
    pen = ImageDraw.Draw(image)
    corner = np.array([x0, y0])
    pen.polygon([tuple(q) for q in ((p - corner) * k).tolist()], fill=255)
    for hole in part.holes:
        pen.polygon([tuple(q) for q in ((pose.apply(hole) - corner) * k).tolist()], fill=0)
    image = image.resize((x1 - x0, y1 - y0), Image.Resampling.BOX)
    return np.asarray(image, np.float32) / 255.0, int(x0), int(y0)


def render(canvas: Array, parts: list[Part], pose: Pose, light: Light, haze: float = 0.0) -> None:
    """Paints the parts over the canvas; `haze` lets the background through."""
    for part in parts:
        radius = max(1.0, part.bevel * pose.scale)
        found = mask_of(part, pose, int(radius) + 2)
        if found is None:
            continue
        mask, x0, y0 = found
        h, w = mask.shape
        cx0, cy0, cx1, cy1 = max(x0, 0), max(y0, 0), min(x0 + w, WORK), min(y0 + h, WORK)
        if cx1 <= cx0 or cy1 <= cy0:
            continue
        height = blur(mask, radius / 1.6) * radius * 2.2
        gy, gx = np.gradient(height)
        lit = -(gx * light.x + gy * light.y)
        lit /= np.sqrt(1.0 + gx * gx + gy * gy)
        u, v = pose.invert(*np.meshgrid(np.arange(x0, x0 + w, dtype=np.float32), np.arange(y0, y0 + h, dtype=np.float32)))
        rgb = np.broadcast_to(part.color.astype(np.float32), (h, w, 3))
        if part.paint is not None:
            rgb = part.paint(u, v, rgb)
        shade = 1.0 + part.relief * light.strength * 0.55 * lit
        shine = part.gloss * light.strength * np.clip(lit, 0, 1) ** 3
        rgb = rgb * np.clip(shade, 0.25, 1.7)[..., None] + shine[..., None]
        view = (slice(cy0, cy1), slice(cx0, cx1))
        cut = (slice(cy0 - y0, cy1 - y0), slice(cx0 - x0, cx1 - x0))
        a = (mask[cut] * part.alpha * (1.0 - haze))[..., None]
        canvas[view] = canvas[view] * (1 - a) + np.clip(rgb[cut], 0, 1) * a


def shadow(canvas: Array, parts: list[Part], pose: Pose, light: Light, reach: float, strength: float) -> None:
    """Darkens the canvas where the object's soft shadow falls."""
    cover = np.zeros((WORK, WORK), np.float32)
    shifted = Pose(pose.matrix, pose.offset + np.array([-light.x, -light.y]) * reach)
    for part in parts:
        found = mask_of(part, shifted, 1)
        if found is None or part.alpha < 0.6:
            continue
        mask, x0, y0 = found
        h, w = mask.shape
        cx0, cy0, cx1, cy1 = max(x0, 0), max(y0, 0), min(x0 + w, WORK), min(y0 + h, WORK)
        if cx1 > cx0 and cy1 > cy0:
            view = (slice(cy0, cy1), slice(cx0, cx1))
            cover[view] = np.maximum(cover[view], mask[cy0 - y0 : cy1 - y0, cx0 - x0 : cx1 - x0])
    canvas *= 1.0 - strength * blur(cover, max(2.0, reach * 0.5))[..., None]


# ---------------------------------------------------------------------- paint


def cylinder(centre: float, half: float, depth: float = 0.45) -> Paint:
    """Shading of an upright round body."""

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        x = np.clip((u - centre) / half, -1, 1)
        return rgb * (1.12 - depth * np.abs(x - 0.25) ** 1.6)[..., None]

    return paint


def stripes(color: Array, angle: float, pitch: float, duty: float = 0.5, phase: float = 0.0) -> Paint:
    """Stripes of a second colour."""
    c, s = math.cos(angle), math.sin(angle)

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        t = ((u * c + v * s) / pitch + phase) % 1.0
        a = (smooth(0.0, 0.06, t) - smooth(duty, duty + 0.06, t))[..., None]
        return rgb * (1 - a) + color * a

    return paint


def dots(color: Array, pitch: float, radius: float) -> Paint:
    """A grid of dots of a second colour."""

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        row = np.floor(v / pitch)
        x = ((u / pitch + 0.5 * (row % 2)) % 1.0 - 0.5) * pitch
        y = ((v / pitch) % 1.0 - 0.5) * pitch
        a = (1 - smooth(radius * 0.85, radius * 1.15, np.hypot(x, y)))[..., None]
        return rgb * (1 - a) + color * a

    return paint


def mottled(seed: int, cells: float, depth: float) -> Paint:
    """Irregular light and dark patches."""

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        field_ = noise(np.random.default_rng(seed), *u.shape, cells, 3)
        return rgb * (1 + depth * 2 * (field_ - 0.5))[..., None]

    return paint


def masonry(width: float, height: float, depth: float = 0.22) -> Paint:
    """Courses of bricks with mortar between them."""

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        row = np.floor(v / height)
        x = (u / width + 0.5 * (row % 2)) % 1.0
        y = (v / height) % 1.0
        line = np.maximum(1 - smooth(0.0, 0.1, x), 1 - smooth(0.0, 0.16, y))
        tone = np.sin(np.floor(u / width + 0.5 * (row % 2)) * 12.9 + row * 78.2) * 0.06
        return rgb * (1 + tone - depth * line)[..., None]

    return paint


def fade(a: Array, b: Array, v0: float, v1: float) -> Paint:
    """A vertical blend of two colours."""

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        t = np.clip((v - v0) / (v1 - v0), 0, 1)[..., None]
        return a * (1 - t) + b * t

    return paint


def chain(*paints: Paint | None) -> Paint:
    """Several paints, one over the other."""

    def paint(u: Array, v: Array, rgb: Array) -> Array:
        for each in paints:
            if each is not None:
                rgb = each(u, v, rgb)
        return rgb

    return paint


def pattern(rng: Rng, base: Array) -> Paint | None:
    """A random decoration, often none."""
    other = any_color(rng) if rng.random() < 0.6 else np.clip(base * 0.45 + 0.5, 0, 1)
    kind = rng.integers(6)
    if kind == 0:
        return stripes(other, pick(rng, 0.0, math.pi / 2, 0.7), rng.uniform(0.22, 0.5), rng.uniform(0.25, 0.55), rng.random())
    if kind == 1:
        pitch = rng.uniform(0.26, 0.42)
        return dots(other, pitch, pitch * rng.uniform(0.2, 0.34))
    if kind == 2:
        return mottled(int(rng.integers(1 << 30)), rng.uniform(3, 7), 0.35)
    return None


# -------------------------------------------------------------------- objects


def cup(rng: Rng) -> list[Part]:
    """A mug or tea cup with a handle, sometimes on a saucer."""
    base = any_color(rng, (0.05, 0.9), (0.4, 0.97))
    top, bottom = rng.uniform(0.52, 0.7), rng.uniform(0.32, 0.58)
    y0, y1 = -rng.uniform(0.45, 0.72), rng.uniform(0.5, 0.75)
    lid = top * rng.uniform(0.16, 0.34)
    foot = lid * bottom / top
    parts: list[Part] = []
    if rng.random() < 0.45:
        c = base if rng.random() < 0.6 else any_color(rng)
        w = rng.uniform(0.8, 1.0)
        parts.append(Part(ellipse(0, y1 + 0.05, w, w * 0.27), c * 0.9, 0.12, 0.9, 0.25))
        parts.append(Part(ellipse(0, y1 + 0.02, w * 0.66, w * 0.16), c * 0.78, 0.05, 0.5, 0.1))
    mid = (y0 + y1) / 2 + rng.uniform(-0.1, 0.08)
    r = rng.uniform(0.26, 0.38)
    handle = ellipse((top + bottom) / 2 + 0.06, mid, r * rng.uniform(0.85, 1.1), r * rng.uniform(0.9, 1.25), -110, 110, 24)
    parts.append(Part(stroke(handle, rng.uniform(0.11, 0.17)), base * 0.95, 0.06, 1.2, 0.3))
    bulge = rng.uniform(-0.06, 0.12)
    side = spline(poly((top, y0), ((top + bottom) / 2 + bulge, (y0 + y1) / 2 + 0.1), (bottom, y1)), closed=False)
    arc = ellipse(0, y1, bottom, foot, 0, 180, 24)
    body = np.concatenate([side, arc, side[::-1] * [-1, 1]])
    parts.append(Part(body, base, 0.12, 0.55, 0.2, paint=chain(pattern(rng, base), cylinder(0, top))))
    parts.append(Part(ellipse(0, y0, top, lid), np.clip(base * 1.12, 0, 1), 0.03, 0.8, 0.3))
    parts.append(Part(ellipse(0, y0 + 0.01, top * 0.9, lid * 0.85), base * 0.55, 0.05, 0.4, 0.0))
    drink = pick(rng, hsv(0.07, 0.8, 0.3), hsv(0.08, 0.6, 0.5), hsv(0.1, 0.75, 0.7), hsv(0.25, 0.5, 0.6))
    parts.append(Part(ellipse(0, y0 + lid * 0.22, top * 0.82, lid * 0.62), drink, 0.05, 0.5, 0.25))
    if rng.random() < 0.3:
        for x in (-0.18, 0.16):
            t = np.linspace(0, 1, 14)
            line = np.stack([x + 0.07 * np.sin(t * 7 + x * 9), y0 - 0.05 - 0.42 * t], 1)
            parts.append(Part(stroke(line, 0.09, 0.03), hsv(0, 0, 0.95), 0.04, 0.0, 0.0, alpha=0.4))
    return parts


def fish(rng: Rng) -> list[Part]:
    """A fish from the side."""
    base = any_color(rng, (0.2, 0.95))
    belly = np.clip(base * 0.5 + 0.5, 0, 1)
    h = rng.uniform(0.3, 0.52)
    fin = any_color(rng) if rng.random() < 0.4 else base * 0.8
    fan = rng.uniform(0.3, 0.48)
    notch = rng.uniform(0.02, 0.2)
    parts = [
        Part(spline(poly((0.5, -0.05), (0.78, -fan * 0.7), (1.0, -fan), (0.92 - notch, 0.0), (1.0, fan), (0.78, fan * 0.7), (0.5, 0.05))), fin, 0.06, 0.9,
             paint=stripes(fin * 0.75, 1.35, 0.11, 0.3)),
        Part(spline(poly((-0.4, -h * 0.75), (-0.15, -h - rng.uniform(0.15, 0.32)), (0.2, -h - rng.uniform(0.02, 0.16)), (0.4, -h * 0.4))), fin, 0.05, 0.9,
             paint=stripes(fin * 0.75, 0.3, 0.11, 0.3)),
        Part(spline(poly((-0.1, h * 0.8), (0.12, h + rng.uniform(0.1, 0.22)), (0.3, h * 0.5))), fin, 0.05, 0.9),
    ]
    nose = rng.uniform(0.9, 1.0)
    body = spline(poly((-nose, 0.02), (-0.72, -h * 0.62), (-0.25, -h), (0.25, -h * 0.68), (0.62, -h * 0.2), (0.66, 0.0), (0.62, h * 0.2), (0.25, h * 0.7), (-0.25, h), (-0.72, h * 0.66)))
    deco = pick(rng, stripes(np.clip(any_color(rng), 0, 1), rng.uniform(-0.3, 0.3), rng.uniform(0.25, 0.5), rng.uniform(0.25, 0.5), rng.random()),
                dots(base * 0.7, 0.13, 0.055), mottled(int(rng.integers(1 << 30)), 6, 0.5), None)
    parts.append(Part(body, base, 0.2, 0.95, 0.25, paint=chain(fade(base, belly, -h * 0.4, h), deco)))
    parts.append(Part(spline(poly((-0.28, 0.08), (0.02, 0.02), (0.1, 0.2), (-0.08, 0.26))), fin * 0.9, 0.04, 1.0))
    gill = ellipse(-0.56, 0.0, 0.14, h * 0.62, -60, 60, 14)
    parts.append(Part(stroke(gill, 0.03), base * 0.55, 0.02, 0.3, 0.0))
    parts.append(Part(ellipse(-0.7, -h * 0.2, 0.085, 0.085), hsv(0.13, 0.1, 0.95), 0.03, 0.6))
    parts.append(Part(ellipse(-0.71, -h * 0.2, 0.048, 0.048), hsv(0, 0, 0.06), 0.03, 0.2, 0.4))
    parts.append(Part(stroke(poly((-nose + 0.01, 0.07), (-nose + 0.08, 0.1), (-nose + 0.17, 0.09)), 0.03), base * 0.4, 0.02, 0.0, 0.0))
    return parts


def house(rng: Rng) -> list[Part]:
    """A house with a roof, a door and windows."""
    wall = any_color(rng, (0.05, 0.6), (0.5, 0.97))
    roof = any_color(rng, (0.2, 0.85), (0.25, 0.75))
    w, eave, foot = rng.uniform(0.55, 0.78), rng.uniform(-0.25, 0.05), rng.uniform(0.62, 0.82)
    peak = eave - rng.uniform(0.45, 0.75)
    parts: list[Part] = []
    if rng.random() < 0.65:
        x = pick(rng, -1, 1) * w * rng.uniform(0.4, 0.6)
        parts.append(Part(box(x - 0.09, peak + 0.02, x + 0.09, eave), hsv(0.03, 0.5, 0.55), 0.03, 0.7, 0.0, paint=masonry(0.09, 0.06)))
        parts.append(Part(box(x - 0.12, peak - 0.03, x + 0.12, peak + 0.05), hsv(0.03, 0.4, 0.4), 0.03, 0.7, 0.0))
    surface = masonry(rng.uniform(0.14, 0.24), rng.uniform(0.08, 0.12)) if rng.random() < 0.4 else (
        stripes(wall * 0.88, pick(rng, 0.0, math.pi / 2), 0.13, 0.12) if rng.random() < 0.5 else None)
    parts.append(Part(box(-w, eave - 0.02, w, foot), wall, 0.08, 0.7, 0.02, paint=surface))
    over = rng.uniform(0.08, 0.2)
    style = rng.integers(3)
    tiles = masonry(0.13, 0.09, 0.3)
    if style == 0:
        parts.append(Part(poly((-w, eave), (0, peak + 0.1), (w, eave)), wall * 0.94, 0.03, 0.4, 0.0, paint=surface))
        for s in (-1, 1):
            parts.append(Part(stroke(poly((s * (w + over), eave + 0.1), (0, peak)), 0.15), roof * (0.85 if s < 0 else 1.05), 0.04, 0.9, 0.05))
        parts.append(Part(ellipse(0, (eave + peak) / 2 + 0.1, 0.1, 0.1), hsv(0.58, 0.4, 0.4), 0.03, -0.6, 0.1))
    elif style == 1:
        k = rng.uniform(0.45, 0.75)
        parts.append(Part(poly((-w - over, eave + 0.05), (-w * k, peak + 0.1), (w * k, peak + 0.1), (w + over, eave + 0.05)), roof, 0.06, 0.9, 0.05, paint=tiles))
    else:
        parts.append(Part(poly((-w - over, eave + 0.06), (0, peak), (w + over, eave + 0.06)), roof, 0.08, 1.0, 0.05, paint=tiles))
    door = any_color(rng, (0.3, 0.9), (0.25, 0.7))
    dx = rng.uniform(-0.4, 0.4) * w
    dh = rng.uniform(0.4, 0.52)
    parts.append(Part(box(dx - 0.15, foot - dh, dx + 0.15, foot), np.clip(wall * 1.1, 0, 1), 0.02, 0.6, 0.0))
    parts.append(Part(box(dx - 0.12, foot - dh + 0.03, dx + 0.12, foot), door, 0.04, 0.8, 0.1))
    parts.append(Part(ellipse(dx + 0.07, foot - dh * 0.45, 0.022, 0.022), hsv(0.13, 0.7, 0.9), 0.01))
    glass = pick(rng, hsv(0.57, 0.35, 0.75), hsv(0.14, 0.6, 0.95), hsv(0.6, 0.4, 0.3))
    trim = pick(rng, hsv(0, 0, 0.95), wall * 0.55)
    for x in (-0.62 * w, 0.0, 0.62 * w):
        if abs(x - dx) < 0.32:
            continue
        y = (eave + foot) / 2 - rng.uniform(0.02, 0.1)
        s = rng.uniform(0.12, 0.16)
        parts.append(Part(box(x - s, y - s, x + s, y + s), trim, 0.02, 0.6, 0.0))
        for ox, oy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
            parts.append(Part(box(*sorted_box(x + ox * s * 0.1, y + oy * s * 0.1, x + ox * s * 0.8, y + oy * s * 0.8)), glass, 0.02, -0.5, 0.1))
    return parts


def sorted_box(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """The same box with its corners in order."""
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def key(rng: Rng) -> list[Part]:
    """A door key."""
    metal = pick(rng, hsv(0.12, 0.65, 0.8), hsv(0.07, 0.6, 0.62), hsv(0.58, 0.08, 0.75), hsv(0.0, 0.0, 0.5), hsv(0.1, 0.4, 0.45), hsv(0.12, 0.7, 0.7), any_color(rng))
    r = rng.uniform(0.3, 0.4)
    x = -0.95 + r
    style = rng.integers(4)
    parts: list[Part] = []
    bit = rng.uniform(0.1, 0.15)
    end = rng.uniform(0.88, 1.0)
    parts.append(Part(box(x + r * 0.7, -bit / 2, end, bit / 2), metal, 0.05, 1.1, 0.5))
    modern = rng.random() < 0.45
    count = int(rng.integers(2, 5))
    if modern:
        xs = np.linspace(x + r + 0.22, end, count * 2 + 1)
        ys = bit / 2 + rng.uniform(0.06, 0.22, len(xs))
        ys[0] = ys[-1] = bit / 2
        parts.append(Part(np.concatenate([np.stack([xs, ys], 1), poly((end, 0.0), (xs[0], 0.0))]), metal * 0.95, 0.04, 1.1, 0.5))
    else:
        for tooth in np.linspace(end - 0.1, end - 0.12 - 0.14 * (count - 1), count):
            length = rng.uniform(0.16, 0.34)
            parts.append(Part(box(tooth - 0.05, 0.0, tooth + 0.05, bit / 2 + length), metal * 0.96, 0.04, 1.1, 0.5))
        parts.append(Part(ellipse(x + r + 0.08, 0, 0.05, 0.12), metal * 1.05, 0.03, 1.1, 0.5))
    if style == 0:
        hole = rng.uniform(0.5, 0.72)
        parts.append(Part(ellipse(x, 0, r, r), metal, 0.07, 1.2, 0.5, [ellipse(x, 0, r * hole, r * hole)]))
    elif style == 1:
        parts.append(Part(ellipse(x, 0, r * 0.8, r * 1.2), metal, 0.07, 1.2, 0.5, [ellipse(x, 0, r * 0.48, r * 0.85)]))
    elif style == 2:
        for a in (90, 180, 270):
            cx, cy = x + 0.52 * r * math.cos(math.radians(a)), 0.58 * r * math.sin(math.radians(a))
            parts.append(Part(ellipse(cx, cy, r * 0.55, r * 0.55), metal, 0.06, 1.2, 0.5, [ellipse(cx, cy, r * 0.28, r * 0.28)]))
    else:
        t = ellipse(x, 0, r * 1.05, r * 1.05, 22.5, 337.5, 8)
        parts.append(Part(t, metal, 0.07, 1.2, 0.5, [ellipse(x - r * 0.4, 0, r * 0.28, r * 0.28)]))
    return parts


def leaf(rng: Rng) -> list[Part]:
    """A leaf with its veins."""
    hue = rng.random() if rng.random() < 0.1 else pick(rng, rng.uniform(0.22, 0.36), rng.uniform(0.22, 0.36), rng.uniform(0.02, 0.16))
    base = hsv(hue, rng.uniform(0.4, 0.9), rng.uniform(0.35, 0.85))
    w = rng.uniform(0.32, 0.55)
    peak = rng.uniform(0.35, 0.6)
    t = np.linspace(0, 1, 60)
    width = w * np.sin(np.pi * t ** (math.log(0.5) / math.log(peak))) ** rng.uniform(0.7, 1.1)
    if rng.random() < 0.5:
        teeth = rng.integers(6, 14)
        width = width * (1 + rng.uniform(0.08, 0.3) * ((t * teeth) % 1.0 - 0.5))
    bend = rng.uniform(-0.25, 0.25)
    centre = bend * (4 * t * (1 - t))
    y = 0.72 - 1.68 * t
    outline = np.concatenate([np.stack([centre + width, y], 1), np.stack([centre - width, y], 1)[::-1]])
    vein = np.clip(base * pick(rng, 0.55, 1.5) + 0.04, 0, 1)
    tip = hsv(hue + rng.uniform(-0.1, 0.06), 0.7, rng.uniform(0.4, 0.85))
    parts = [Part(stroke(spline(poly((centre[0] + rng.uniform(-0.15, 0.15), 1.0), (centre[0], 0.85), (centre[2], 0.62)), closed=False), 0.07, 0.05), base * 0.75, 0.03, 1.0)]
    parts.append(Part(outline, base, 0.12, 0.8, 0.12, paint=chain(fade(base, tip, 0.5, -1.2), mottled(int(rng.integers(1 << 30)), 5, 0.25))))
    parts.append(Part(stroke(np.stack([centre, y], 1)[2:58], 0.05, 0.015), vein, 0.02, 0.8))
    count = int(rng.integers(4, 8))
    for k in np.linspace(0.12, 0.78, count):
        i = int(k * 59)
        for s in (-1, 1):
            j = min(58, i + int(rng.integers(7, 12)))
            line = np.stack([np.linspace(centre[i], centre[j] + s * width[j] * 0.8, 5), np.linspace(y[i], y[j], 5) + 0.03 * np.sin(np.linspace(0, 3.1, 5))], 1)
            parts.append(Part(stroke(line, 0.028, 0.01), vein, 0.01, 0.5))
    return parts


def mushroom(rng: Rng) -> list[Part]:
    """A toadstool."""
    cap = pick(rng, hsv(rng.uniform(-0.03, 0.03), 0.85, 0.75), hsv(rng.uniform(0.05, 0.11), rng.uniform(0.3, 0.75), rng.uniform(0.35, 0.8)), hsv(0.0, 0.8, 0.7), any_color(rng))
    flesh = hsv(rng.uniform(0.08, 0.15), rng.uniform(0.05, 0.3), rng.uniform(0.65, 0.95))
    w, h = rng.uniform(0.6, 0.95), rng.uniform(0.5, 0.85)
    brim = rng.uniform(-0.15, 0.12)
    stem = rng.uniform(0.15, 0.26)
    foot = stem * rng.uniform(1.0, 1.6)
    parts = []
    side = spline(poly((stem, brim), (stem * 0.92, 0.45), (foot, 0.82), (foot * 0.7, 0.92)), closed=False)
    parts.append(Part(np.concatenate([side, side[::-1] * [-1, 1]]), flesh, 0.1, 0.6, 0.05, paint=chain(mottled(int(rng.integers(1 << 30)), 5, 0.18), cylinder(0, foot * 1.1, 0.4))))
    if rng.random() < 0.4:
        y = rng.uniform(0.2, 0.38)
        parts.append(Part(spline(poly((-stem, y - 0.08), (stem, y - 0.08), (stem * 1.7, y + 0.07), (0, y + 0.1), (-stem * 1.7, y + 0.07))), flesh * 0.95, 0.05, 1.0, 0.05))
    lip = rng.uniform(0.08, 0.17)
    def gills(u: Array, v: Array, rgb: Array) -> Array:
        return rgb * (0.8 + 0.15 * np.sin(np.arctan2(u, v - brim + 0.35) * 60))[..., None]
    parts.append(Part(ellipse(0, brim, w, lip), flesh * 0.8, 0.06, 0.5, 0.0, paint=gills))
    point = rng.uniform(0.0, 0.25)
    dome = spline(poly((w, brim + 0.02), (w * 0.86, brim - h * 0.5), (w * 0.5 * (1 - point), brim - h * 0.9), (0, brim - h * (1 + point * 0.6)), (-w * 0.5 * (1 - point), brim - h * 0.9), (-w * 0.86, brim - h * 0.5), (-w, brim + 0.02)), closed=False)
    under = ellipse(0, brim, w, lip * 0.55, 180, 0, 24)
    parts.append(Part(np.concatenate([dome, under]), cap, 0.22, 0.95, 0.25, paint=mottled(int(rng.integers(1 << 30)), 4, 0.15)))
    if rng.random() < 0.6:
        spot = np.clip(flesh * 1.05, 0, 1) if rng.random() < 0.7 else cap * 0.6
        for _ in range(int(rng.integers(4, 10))):
            a, k = rng.uniform(-1.25, 1.25), rng.uniform(0.15, 0.82)
            r = rng.uniform(0.05, 0.12)
            cx, cy = w * k * math.sin(a), brim - 0.1 - h * k * math.cos(a) * 0.85
            parts.append(Part(blob(rng, cx, cy, r * (1 - 0.4 * abs(cx) / w), r * 0.8, 0.2, 7), spot, 0.03, 0.9))
    return parts


def sailboat(rng: Rng) -> list[Part]:
    """A sailing boat."""
    hull = any_color(rng, (0.1, 0.9), (0.25, 0.9))
    sail = any_color(rng, (0.0, 0.25), (0.75, 1.0)) if rng.random() < 0.6 else any_color(rng)
    x = rng.uniform(-0.15, 0.15)
    deck = rng.uniform(0.42, 0.55)
    top = -rng.uniform(0.85, 1.0)
    length = rng.uniform(0.75, 0.98)
    parts = [Part(box(x - 0.025, top, x + 0.025, deck + 0.05), hsv(0.08, 0.5, 0.4), 0.02, 1.0)]
    boom = deck - rng.uniform(0.08, 0.16)
    clew = x + rng.uniform(0.5, 0.75)
    deco = pick(rng, None, stripes(any_color(rng), math.pi / 2, rng.uniform(0.3, 0.6), 0.45, rng.random()), stripes(sail * 0.85, 1.3, 0.22, 0.08))
    main = np.concatenate([spline(poly((x + 0.04, top + 0.05), (x + (clew - x) * rng.uniform(0.55, 0.75), (top + boom) / 2), (clew, boom)), closed=False), poly((x + 0.04, boom))])
    parts.append(Part(main, sail, 0.15, 0.75, 0.1, paint=deco))
    parts.append(Part(stroke(poly((x, boom + 0.02), (clew, boom + 0.02)), 0.035), hsv(0.08, 0.5, 0.45), 0.02, 1.0))
    if rng.random() < 0.8:
        second = sail if rng.random() < 0.6 else any_color(rng)
        tack = x - rng.uniform(0.5, 0.8)
        head = top + rng.uniform(0.08, 0.4)
        jib = np.concatenate([poly((x - 0.04, head)), spline(poly((x - 0.04, head), (x - 0.12, (head + boom) / 2), (x - 0.06, boom)), closed=False), spline(poly((x - 0.06, boom), ((x + tack) / 2, boom + 0.03), (tack, boom + 0.08)), closed=False)])
        parts.append(Part(jib, second * 0.95, 0.12, 0.75, 0.1))
    if rng.random() < 0.5:
        parts.append(Part(poly((x, top), (x + 0.22, top + 0.06), (x, top + 0.13)), any_color(rng, (0.6, 1.0), (0.5, 1.0)), 0.02, 0.6))
    keel = rng.uniform(0.8, 0.92)
    shape = np.concatenate([spline(poly((-length, deck), (0, deck + 0.05), (length, deck - 0.03)), closed=False), spline(poly((length, deck - 0.03), (length * 0.72, keel - 0.06), (0.1, keel), (-length * 0.6, keel - 0.04), (-length, deck)), closed=False)])
    parts.append(Part(shape, hull, 0.13, 0.9, 0.25, paint=stripes(np.clip(hull * 0.4 + 0.55, 0, 1), math.pi / 2, 3.0, 0.03, -(deck + 0.07) / 3.0)))
    return parts


def star(rng: Rng) -> list[Part]:
    """A star, faceted, rounded or flat."""
    base = any_color(rng) if rng.random() < 0.35 else hsv(rng.uniform(0.1, 0.16), 0.85, 0.95)
    n = int(pick(rng, 5, 5, 5, 5, 6, 4))
    inner = rng.uniform(0.36, 0.52) if n > 4 else rng.uniform(0.3, 0.42)
    a = np.arange(2 * n) * math.pi / n - math.pi / 2
    r = np.where(np.arange(2 * n) % 2 == 0, 0.98, inner)
    tips = np.stack([r * np.cos(a), r * np.sin(a)], 1)
    style = rng.integers(3)
    if style == 0:
        parts = [Part(tips, base, 0.05, 0.8)]
        for i in range(2 * n):
            side = 1.18 if i % 2 else 0.72
            parts.append(Part(np.stack([np.zeros(2), tips[i], tips[(i + 1) % (2 * n)]]), np.clip(base * side, 0, 1), 0.04, 0.35, 0.15))
        return parts
    if style == 1:
        dense = np.concatenate([np.linspace(tips[i] * (0.92 if i % 2 == 0 else 1.0), tips[(i + 1) % (2 * n)] * (0.92 if i % 2 else 1.0), 4)[:3] for i in range(2 * n)])
        parts = [Part(spline(dense, steps=4), base, 0.2, 1.1, 0.35, paint=pattern(rng, base))]
    else:
        rim = base * 0.55 if rng.random() < 0.5 else any_color(rng)
        parts = [Part(tips, rim, 0.05, 1.0, 0.3), Part(tips * rng.uniform(0.7, 0.82), base, 0.1, 0.9, 0.2, paint=pattern(rng, base))]
    return parts


def tree(rng: Rng) -> list[Part]:
    """A round tree or a conifer."""
    hue = rng.random() if rng.random() < 0.1 else pick(rng, rng.uniform(0.22, 0.38), rng.uniform(0.22, 0.38), rng.uniform(0.02, 0.14))
    base = hsv(hue, rng.uniform(0.35, 0.85), rng.uniform(0.3, 0.75))
    bark = hsv(rng.uniform(0.04, 0.1), rng.uniform(0.25, 0.6), rng.uniform(0.2, 0.55))
    t = rng.uniform(0.09, 0.16)
    parts = [Part(spline(poly((-t, -0.1), (t, -0.1), (t * 1.05, 0.6), (t * 1.9, 0.95), (0, 0.9), (-t * 1.9, 0.95), (-t * 1.05, 0.6))), bark, 0.07, 1.0, 0.0, paint=stripes(bark * 0.7, 0.1, 0.09, 0.3))]
    def foliage(c: Array) -> Paint:
        return mottled(int(rng.integers(1 << 30)), rng.uniform(6, 9), 0.55)
    if rng.random() < 0.4:
        tiers = int(rng.integers(2, 5))
        low, high = rng.uniform(0.4, 0.6), -0.98
        for i in range(tiers):
            f = i / tiers
            y1 = low + (high - low) * f
            y0 = y1 + (high - low) * (1.0 / tiers + 0.16 * (i < tiers - 1))
            w = rng.uniform(0.6, 0.72) * (1 - 0.62 * f)
            edge = np.linspace(w, -w, 9)
            sag = y1 + np.where(np.arange(9) % 2 == 0, 0.04, -0.05) + 0.05 * (1 - (edge / w) ** 2)
            parts.append(Part(np.concatenate([poly((0, y0)), np.stack([edge, sag], 1)]), np.clip(base * (0.85 + 0.12 * i), 0, 1), 0.1, 1.0, 0.0, paint=foliage(base)))
        return parts
    for s in (-1, 1):
        if rng.random() < 0.7:
            parts.append(Part(stroke(poly((0, 0.3), (s * 0.2, 0.05), (s * 0.42, -0.2)), 0.1, 0.05), bark * 0.9, 0.04, 1.0))
    w, h, cy = rng.uniform(0.55, 0.78), rng.uniform(0.45, 0.6), rng.uniform(-0.45, -0.35)
    clumps = [(rng.uniform(0.72, 0.95), a + rng.uniform(-0.2, 0.2)) for a in np.linspace(0, 2 * math.pi, int(rng.integers(6, 10)), endpoint=False)]
    parts.append(Part(blob(rng, 0, cy, w * 0.9, h * 0.9, 0.1), base * 0.75, 0.2, 0.9, 0.0, paint=foliage(base)))
    for k, a in sorted(clumps, key=lambda c: -math.sin(c[1])):
        r = rng.uniform(0.26, 0.38)
        tone = rng.uniform(0.8, 1.15)
        parts.append(Part(blob(rng, w * k * 0.7 * math.cos(a), cy + h * k * 0.7 * math.sin(a), r, r * 0.85, 0.14), np.clip(base * tone, 0, 1), 0.12, 1.0, 0.0, paint=foliage(base)))
    if rng.random() < 0.25:
        fruit = hsv(pick(rng, 0.0, 0.08, 0.14), 0.85, 0.85)
        for _ in range(7):
            a, k = rng.uniform(0, 6.28), rng.uniform(0.1, 0.9)
            parts.append(Part(ellipse(w * k * math.cos(a), cy + h * k * math.sin(a), 0.05, 0.05), fruit, 0.03, 1.0, 0.3))
    return parts


def umbrella(rng: Rng) -> list[Part]:
    """An open umbrella."""
    one = any_color(rng)
    two = pick(rng, one * 0.75, any_color(rng), hsv(0, 0, 0.92))
    w = rng.uniform(0.85, 1.0)
    h = rng.uniform(0.5, 0.8)
    brim = rng.uniform(-0.18, 0.02)
    wood = pick(rng, hsv(0.08, 0.6, 0.4), hsv(0, 0, 0.2), hsv(0.58, 0.05, 0.65))
    hook = rng.uniform(0.1, 0.17)
    side = pick(rng, -1, 1)
    end = rng.uniform(0.72, 0.86)
    line = np.concatenate([poly((0, brim - h * 0.8), (0, 0.2), (0, 0.5), (0, end - 0.04)), ellipse(side * hook, end, side * hook, hook, 180, 0, 14)])
    parts = [
        Part(stroke(poly((0, brim - h - 0.14), (0, brim - h * 0.8)), 0.03, 0.06), wood, 0.02, 1.0),
        Part(stroke(line, 0.06), wood, 0.03, 1.1, 0.3),
    ]
    n = int(rng.integers(4, 8))
    edges = w * np.sin(np.linspace(-math.pi / 2, math.pi / 2, n + 1))
    dip = rng.uniform(0.05, 0.13)
    bulge = rng.uniform(0.02, 0.12)

    def rib(x: float) -> Array:
        s = np.linspace(0, 1, 12)
        return np.stack([x * np.sin(s * math.pi / 2) ** (1.0 - bulge), brim - h * np.cos(s * math.pi / 2)], 1)

    dome = np.concatenate([rib(-w)[::-1], rib(w)])
    parts.append(Part(dome, one * 0.45, 0.05, 0.4, 0.0))
    for i in range(n):
        a, b = rib(float(edges[i])), rib(float(edges[i + 1]))
        mid = (edges[i] + edges[i + 1]) / 2
        arc = spline(poly(tuple(a[-1]), (mid, brim - dip), tuple(b[-1])), closed=False)
        tone = 1.08 - 0.12 * abs(2 * (i + 0.5) / n - 1)
        parts.append(Part(np.concatenate([a, arc, b[::-1]]), np.clip((one if i % 2 == 0 else two) * tone, 0, 1), 0.09, 0.85, 0.2))
    return parts


OBJECTS: dict[str, Callable[[Rng], list[Part]]] = {
    "cup": cup, "fish": fish, "house": house, "key": key, "leaf": leaf,
    "mushroom": mushroom, "sailboat": sailboat, "star": star, "tree": tree, "umbrella": umbrella,
}
LABELS = sorted(OBJECTS)
TURN = {"cup": 20, "fish": 28, "house": 16, "key": 55, "leaf": 60, "mushroom": 22, "sailboat": 18, "star": 180, "tree": 15, "umbrella": 35}
"""How far each kind of object may be turned, in degrees either way."""


# ---------------------------------------------------------------- backgrounds


def grid(angle: float, scale: float) -> tuple[Array, Array]:
    """Turned and scaled pixel coordinates."""
    y, x = np.mgrid[0:WORK, 0:WORK].astype(np.float32) - WORK / 2
    c, s = math.cos(angle), math.sin(angle)
    return (x * c + y * s) / scale, (-x * s + y * c) / scale


def tint(t: Array, a: Array, b: Array) -> Array:
    """A blend of two colours by a field in 0..1."""
    t = np.clip(t, 0, 1)[..., None]
    return (a * (1 - t) + b * t).astype(np.float32)


def landscape(rng: Rng) -> Array:
    """Sky with clouds over hills."""
    y = np.linspace(0, 1, WORK, dtype=np.float32)[:, None] * np.ones((1, WORK), np.float32)
    hue = pick(rng, rng.uniform(0.52, 0.64), rng.uniform(0.52, 0.64), rng.uniform(0.0, 0.12), rng.uniform(0.7, 0.9))
    sky = tint(y * 1.4, hsv(hue, rng.uniform(0.3, 0.75), rng.uniform(0.5, 0.9)), hsv(hue + rng.uniform(-0.08, 0.08), 0.2, rng.uniform(0.75, 0.97)))
    cloud = smooth(0.5, 0.72, noise(rng, WORK, WORK, 3, 4, 0.6).T)
    sky = sky * (1 - 0.7 * cloud[..., None]) + np.float32(0.95) * 0.7 * cloud[..., None]
    ground = hsv(rng.uniform(0.08, 0.4), rng.uniform(0.25, 0.65), rng.uniform(0.3, 0.65))
    base = rng.uniform(0.45, 0.75)
    for i in range(3):
        ridge = base + 0.12 * i + 0.3 * (noise(rng, 2, WORK, 3, 3)[0] - 0.5)
        cover = smooth(-0.004, 0.004, y - ridge[None, :])[..., None]
        grain = 0.8 + 0.4 * noise(rng, WORK, WORK, 18, 2)[..., None]
        sky = sky * (1 - cover) + np.clip(ground * (1.15 - 0.2 * i), 0, 1) * grain * cover
    return sky


def planks(rng: Rng) -> Array:
    """Wooden boards."""
    u, v = grid(pick(rng, 0.0, math.pi / 2) + rng.uniform(-0.5, 0.5), 1.0)
    pitch = rng.uniform(28, 60)
    row = np.floor(v / pitch)
    wood = hsv(rng.uniform(0.04, 0.12), rng.uniform(0.2, 0.65), rng.uniform(0.3, 0.8))
    wobble = noise(rng, WORK, WORK, 5, 3) * 30
    grain = 0.5 + 0.5 * np.sin((v + wobble * 0.5) * rng.uniform(0.5, 0.9) + row * 7 + 0.01 * u)
    tone = 0.12 * np.sin(row * 37.7)
    gap = 1 - smooth(0.0, 2.5, np.minimum(v % pitch, pitch - v % pitch))
    return wood * (0.92 + tone + 0.14 * (grain - 0.5) + 0.3 * (wobble / 30 - 0.5) - 0.5 * gap)[..., None]


def bricks(rng: Rng) -> Array:
    """A brick or tiled wall."""
    u, v = grid(rng.uniform(-0.3, 0.3), 1.0)
    base = any_color(rng, (0.05, 0.6), (0.35, 0.8))
    h = rng.uniform(20, 40)
    w = h * pick(rng, 1.0, 2.0, 2.4)
    row = np.floor(v / h)
    x = u / w + 0.5 * (row % 2)
    edge = np.minimum(np.minimum(x % 1, 1 - x % 1) * w, np.minimum(v % h, h - v % h))
    tone = 0.14 * np.sin(np.floor(x) * 12.9 + row * 78.2)
    mortar = (1 - smooth(1.5, 3.5, edge))[..., None]
    rough = 0.25 * (noise(rng, WORK, WORK, 20, 3) - 0.5)
    return base * (1 + tone + rough)[..., None] * (1 - mortar) + hsv(0.1, 0.1, rng.uniform(0.3, 0.85)) * mortar


def cloth(rng: Rng) -> Array:
    """A chequered, striped or dotted cloth with soft folds."""
    u, v = grid(rng.uniform(0, math.pi), rng.uniform(18, 42))
    a, b = any_color(rng, (0.1, 0.7)), any_color(rng, (0.05, 0.7))
    kind = rng.integers(3)
    p, q = smooth(0.42, 0.58, np.abs(u % 2 - 1)), smooth(0.42, 0.58, np.abs(v % 2 - 1))
    t = (p + q) / 2 if kind == 0 else (p if kind == 1 else 1 - smooth(0.28, 0.36, np.hypot(u % 1 - 0.5, v % 1 - 0.5)))
    return tint(t, a, b) * (0.75 + 0.5 * noise(rng, WORK, WORK, 4, 2))[..., None]


def pebbles(rng: Rng) -> Array:
    """Round stones side by side."""
    n, half = int(rng.integers(25, 90)), WORK // 2
    p = rng.random((n, 2)) * half * 1.2 - half * 0.1
    y, x = np.mgrid[0:half, 0:half].astype(np.float32)
    d = np.sqrt((x[..., None] - p[:, 0]) ** 2 + (y[..., None] - p[:, 1]) ** 2)
    two = np.partition(d, 1, axis=2)[..., :2]
    near = d.argmin(2)
    hue, sat = rng.random(), rng.uniform(0.05, 0.4)
    colors = np.stack([hsv(hue + rng.uniform(-0.06, 0.06), sat, rng.uniform(0.3, 0.85)) for _ in range(n)])
    crack = smooth(0.5, 9.0, two[..., 1] - two[..., 0])
    picture = colors[near] * (0.35 + 0.75 * crack)[..., None]
    planes = [np.asarray(Image.fromarray(np.ascontiguousarray(picture[..., c], np.float32)).resize((WORK, WORK), Image.Resampling.BICUBIC)) for c in range(3)]
    return np.stack(planes, 2) * (0.85 + 0.3 * noise(rng, WORK, WORK, 24, 2))[..., None]


def water(rng: Rng) -> Array:
    """Ripples."""
    u, v = grid(rng.uniform(-0.3, 0.3), 1.0)
    bend = noise(rng, WORK, WORK, 5, 3) * 60
    wave = np.sin(v * rng.uniform(0.1, 0.25) + bend * 0.25) * 0.5 + np.sin(v * 0.37 + u * 0.05 + bend * 0.3) * 0.3
    hue = rng.uniform(0.45, 0.66)
    return tint(0.5 + 0.45 * wave, hsv(hue, rng.uniform(0.4, 0.8), rng.uniform(0.25, 0.55)), hsv(hue, 0.35, rng.uniform(0.6, 0.95)))


def meadow(rng: Rng) -> Array:
    """Grass or undergrowth out of focus."""
    hue = pick(rng, rng.uniform(0.2, 0.38), rng.uniform(0.03, 0.15))
    streak = noise(rng, WORK, WORK, 44, 2, 5).T
    t = smooth(0.1, 0.9, 0.6 * noise(rng, WORK, WORK, 5, 4) + 0.4 * streak + rng.uniform(-0.1, 0.1))
    return tint(t, hsv(hue, 0.7, rng.uniform(0.1, 0.35)), hsv(hue + rng.uniform(-0.06, 0.06), 0.55, rng.uniform(0.5, 0.8)))


def marble(rng: Rng) -> Array:
    """Stone with veins, or crumpled paper."""
    u, _ = grid(rng.uniform(0, math.pi), rng.uniform(20, 50))
    n = noise(rng, WORK, WORK, 4, 5)
    t = np.abs(np.sin(u + n * rng.uniform(4, 9))) ** rng.uniform(0.3, 0.8)
    return tint(t, any_color(rng, (0.05, 0.5), (0.2, 0.6)), any_color(rng, (0.02, 0.4), (0.6, 0.97)))


def bokeh(rng: Rng) -> Array:
    """Blurred lights."""
    y, x = np.mgrid[0:WORK, 0:WORK].astype(np.float32)
    out = tint(y / WORK, any_color(rng, (0.3, 0.8), (0.1, 0.4)), any_color(rng, (0.3, 0.8), (0.15, 0.5)))
    for _ in range(int(rng.integers(10, 24))):
        r = rng.uniform(6, 26)
        d = np.hypot(x - rng.uniform(0, WORK), y - rng.uniform(0, WORK))
        a = (1 - smooth(r * 0.8, r * 1.1, d)) * rng.uniform(0.15, 0.5)
        out = out * (1 - a[..., None]) + any_color(rng, (0.2, 0.8), (0.6, 1.0)) * a[..., None]
    return out


BACKGROUNDS = [landscape, planks, bricks, cloth, pebbles, water, meadow, marble, bokeh]


# --------------------------------------------------------------------- scenes


def thing(rng: Rng) -> list[Part]:
    """A meaningless piece of clutter."""
    c = any_color(rng, (0.1, 0.9), (0.2, 0.95))
    kind = rng.integers(6)
    if kind == 0:
        return [Part(blob(rng, 0, 0, 0.8, rng.uniform(0.4, 0.8), 0.25), c, 0.25, 1.0, paint=pattern(rng, c))]
    if kind == 1:
        bend = rng.uniform(-0.5, 0.5)
        return [Part(stroke(spline(poly((-1.4, 0), (0, bend), (1.4, rng.uniform(-0.4, 0.4))), closed=False), rng.uniform(0.12, 0.4), 0.1), c * 0.8, 0.08, 1.0)]
    if kind == 2:
        r = rng.uniform(0.55, 0.8)
        return [Part(ellipse(0, 0, 0.9, 0.9), c, 0.12, 1.1, 0.3, [ellipse(0, 0, r, r)])]
    if kind == 3:
        w, h = rng.uniform(0.4, 0.9), rng.uniform(0.4, 0.9)
        return [Part(box(-w, -h, w, h), c, 0.06, 1.0, paint=pattern(rng, c))]
    if kind == 4:
        return [Part(poly((-0.8, 0.6), (0.0, -0.8), (0.8, rng.uniform(0.2, 0.8))), c, 0.1, 1.0)]
    return [Part(ellipse(0, 0, 0.8, 0.8), c, 0.4, 1.1, 0.5, paint=pattern(rng, c))]


def blades(rng: Rng, canvas: Array, light: Light) -> None:
    """Grass in front of everything, along the lower edge."""
    hue = rng.uniform(0.18, 0.4)
    for _ in range(int(rng.integers(10, 26))):
        x, tall, lean = rng.uniform(-10, WORK + 10), rng.uniform(40, 125), rng.uniform(-45, 45)
        c = hsv(hue + rng.uniform(-0.05, 0.05), rng.uniform(0.4, 0.8), rng.uniform(0.2, 0.7))
        line = spline(poly((x, WORK + 6), (x + lean * 0.25, WORK - tall * 0.55), (x + lean, WORK - tall)), closed=False)
        render(canvas, [Part(stroke(line, rng.uniform(6, 13), 1), c, 3, 0.9, 0.05)], Pose(np.eye(2), np.zeros(2)), light)


def occlude(rng: Rng, canvas: Array, light: Light, x: float, y: float, scale: float) -> None:
    """Puts things in front of the object."""
    kind = rng.integers(5)
    if kind == 0:
        blades(rng, canvas, light)
    elif kind == 1:
        c = hsv(rng.uniform(0.03, 0.12), rng.uniform(0.1, 0.5), rng.uniform(0.2, 0.8))
        pitch, width, angle = rng.uniform(56, 90), rng.uniform(9, 18), pick(rng, 0.0, math.pi / 2, rng.uniform(0, math.pi))
        shift = rng.uniform(0, pitch)
        for k in range(-6, 7):
            o = k * pitch + shift
            line = poly((-260, o), (0, o), (260, o)) @ np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]) + WORK / 2
            render(canvas, [Part(stroke(line, width), c, 5, 1.0, 0.05)], Pose(np.eye(2), np.zeros(2)), light)
    else:
        for _ in range(int(rng.integers(1, 4))):
            a = rng.uniform(0, 2 * math.pi)
            far = scale * rng.uniform(0.25, 0.95)
            size = scale * rng.uniform(0.25, 0.5)
            parts = thing(rng)
            pose = Pose.make(size, rng.uniform(0, 360), x + far * math.cos(a), y + far * math.sin(a))
            shadow(canvas, parts, pose, light, 6, 0.35)
            render(canvas, parts, pose, light)


def draw(split: str, index: int) -> tuple[Image.Image, int]:
    """The picture of that index in that split, and its class."""
    rng = np.random.default_rng([SPLITS[split], index])
    label = index % len(LABELS)
    name = LABELS[label]
    light = Light.make(rng)
    canvas = np.clip(pick(rng, *BACKGROUNDS)(rng), 0, 1).astype(np.float32)
    mean = canvas.mean((0, 1))
    canvas = mean + (canvas - mean) * rng.uniform(0.4, 0.9)
    if rng.random() < 0.7:
        canvas = blur(canvas, rng.uniform(1, 5))

    for _ in range(int(rng.integers(0, 4))):
        parts = thing(rng)
        pose = Pose.make(rng.uniform(10, 42), rng.uniform(0, 360), *rng.uniform(0, WORK, 2))
        shadow(canvas, parts, pose, light, rng.uniform(3, 8), 0.4)
        render(canvas, parts, pose, light, rng.uniform(0, 0.4))
    if rng.random() < 0.2:
        other = LABELS[(label + int(rng.integers(1, len(LABELS)))) % len(LABELS)]
        edge = rng.uniform(0, 2 * math.pi)
        pose = Pose.make(rng.uniform(22, 34), rng.uniform(-TURN[other], TURN[other]), WORK / 2 + 100 * math.cos(edge), WORK / 2 + 100 * math.sin(edge), rng.random() < 0.5)
        render(canvas, OBJECTS[other](rng), pose, light, rng.uniform(0.0, 0.4))

    scale = rng.uniform(76, 114)
    slack = max(6.0, 108.0 - scale)
    x, y = WORK / 2 + rng.uniform(-slack, slack, 2)
    parts = OBJECTS[name](rng)
    pose = Pose.make(scale, rng.uniform(-TURN[name], TURN[name]), x, y, rng.random() < 0.5, rng.uniform(0.86, 1.16), rng.uniform(-0.18, 0.18))
    shadow(canvas, parts, pose, light, rng.uniform(4, 16), rng.uniform(0.2, 0.6))
    render(canvas, parts, pose, light, rng.uniform(0.2, 0.55) if rng.random() < 0.1 else rng.uniform(0.0, 0.12))
    if rng.random() < 0.42:
        occlude(rng, canvas, light, x, y, scale)

    return finish(rng, canvas), label


def finish(rng: Rng, canvas: Array) -> Image.Image:
    """Exposure, colour cast, focus and sensor noise, at the final size."""
    yy, xx = np.mgrid[-1 : 1 : WORK * 1j, -1 : 1 : WORK * 1j].astype(np.float32)
    slope = rng.uniform(-0.25, 0.25, 2)
    field_ = 1 + slope[0] * xx + slope[1] * yy - rng.uniform(0.0, 0.25) * (xx * xx + yy * yy)
    canvas = canvas * field_[..., None] * rng.uniform(0.88, 1.12, 3).astype(np.float32)
    if rng.random() < 0.2:
        canvas = blur(canvas, rng.uniform(1, 2.2))
    small = canvas.reshape(SIZE, 2, SIZE, 2, 3).mean((1, 3))
    contrast, level = rng.uniform(0.65, 1.1), rng.uniform(-0.1, 0.1)
    small = np.clip((small - 0.5) * contrast + 0.5 + level, 0, 1) ** rng.uniform(0.8, 1.3)
    sigma = rng.uniform(0.005, 0.03) if rng.random() < 0.8 else rng.uniform(0.03, 0.07)
    small = small + rng.normal(0, sigma, small.shape)
    return Image.fromarray((np.clip(small, 0, 1) * 255 + 0.5).astype(np.uint8))


def jpeg(picture: Image.Image) -> bytes:
    """The picture as the bytes of a JPEG file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, subsampling=2)
    return out.getvalue()


def decode(data: bytes) -> Array:
    """A JPEG file's pixels, height x width x RGB, uint8."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def sheet(split: str, start: int, count: int, columns: int) -> Image.Image:
    """A contact sheet of JPEG-coded pictures."""
    rows = -(-count // columns)
    out = Image.new("RGB", (columns * (SIZE + 2), rows * (SIZE + 2)), "white")
    for i in range(count):
        picture = Image.fromarray(decode(jpeg(draw(split, start + i)[0])))
        out.paste(picture, (i % columns * (SIZE + 2), i // columns * (SIZE + 2)))
    return out


def main() -> None:
    """Command line."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=here.parent, help="the demo folder")
    parser.add_argument("--sheet", type=Path, help="write a contact sheet there instead")
    parser.add_argument("--start", type=int, default=0, help="first picture of the sheet")
    options = parser.parse_args()
    if options.sheet:
        sheet("train", options.start, 80, 10).save(options.sheet)
        return
    total = 0
    for split, count in COUNTS.items():
        folder = options.out / "pictures" / split
        shutil.rmtree(folder, ignore_errors=True)
        for index in range(count):
            picture, label = draw(split, index)
            path = folder / LABELS[label] / f"{index:04d}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            data = jpeg(picture)
            path.write_bytes(data)
            total += len(data)
    (options.out / "labels.txt").write_text("".join(f"{name}\n" for name in LABELS))
    print(f"{sum(COUNTS.values())} pictures, {total} bytes")


if __name__ == "__main__":
    main()
