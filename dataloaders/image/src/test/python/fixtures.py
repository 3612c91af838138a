"""Makes the pictures in src/test/resources/.../fixtures and what other software makes of them.

Run in an environment with: pip install pillow==13.0.0 opencv-python-headless==5.0.0.93 numpy==2.4.6
Every expected picture is a PNG with the pixels that Pillow or OpenCV for Python gave; nothing comes from Octet.
Usage: python fixtures.py FOLDER
"""
import pathlib
import struct
import sys
import zlib

import cv2
import numpy as np
from PIL import Image

OUT = pathlib.Path(sys.argv[1])
RNG = np.random.default_rng(20260101)


def noise(width, height, channels=3):
    """Smooth waves with noise on top: every filter tap counts."""
    y, x = np.mgrid[:height, :width]
    waves = np.stack([127 + 110 * np.sin(x / (3 + c) + y / (5 - c)) for c in range(channels)], 2)
    picture = np.clip(waves + RNG.normal(0, 25, waves.shape), 0, 255).astype(np.uint8)
    return picture if channels > 1 else picture[:, :, 0]


def save(name, array):
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).save(path, optimize=True)


def resize():
    """Pillow's resize: shrinking, growing, one axis only, either pass first, one pixel."""
    rgb, grey = noise(61, 47), noise(40, 53, 1)
    save("resize/rgb.png", rgb)
    save("resize/grey.png", grey)
    for source, array in (("rgb", rgb), ("grey", grey)):
        for name, kind in (("linear", Image.BILINEAR), ("cubic", Image.BICUBIC)):
            for size in ((30, 23), (61, 20), (17, 47), (90, 70), (100, 9), (7, 80), (1, 1), (60, 46)):
                small = Image.fromarray(array).resize(size, kind)
                save(f"resize/{source}-{name}-{size[0]}x{size[1]}.png", np.asarray(small))


def luma():
    """The first channel of Pillow's YCbCr."""
    picture = RNG.integers(0, 256, (48, 64, 3), dtype=np.uint8)
    save("luma/rgb.png", picture)
    save("luma/y.png", np.asarray(Image.fromarray(picture).convert("YCbCr").split()[0]))


def decode():
    """Kinds of files, as OpenCV for Python decodes them; RGB files must agree with Pillow."""
    folder = OUT / "decode"
    folder.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(noise(45, 33))
    picture.save(folder / "subsampled.jpg", quality=85, subsampling="4:2:0")
    picture.save(folder / "full.jpg", quality=95, subsampling="4:4:4")
    picture.save(folder / "progressive.jpg", quality=80, progressive=True)
    picture.convert("L").save(folder / "grey.jpg", quality=90)
    picture.convert("P", palette=Image.ADAPTIVE).save(folder / "palette.png")
    alpha = picture.copy()
    alpha.putalpha(Image.fromarray(noise(45, 33, 1)))
    alpha.save(folder / "alpha.png")
    Image.fromarray(noise(45, 33, 1).astype(np.uint16) * 257).save(folder / "deep-grey.png")
    cv2.imwrite(str(folder / "deep.png"), noise(45, 33).astype(np.uint16) * 251)
    picture.save(folder / "plain.bmp")
    picture.save(folder / "lossless.webp", lossless=True)
    picture.save(folder / "plain.tif", compression="tiff_lzw")
    for file in sorted(folder.glob("*.*")):
        if file.name.endswith(".expected.png"):
            continue
        bgr = cv2.imread(str(file), cv2.IMREAD_COLOR)
        if file.suffix in (".jpg", ".bmp", ".webp", ".tif"):
            assert np.array_equal(bgr[:, :, ::-1], np.asarray(Image.open(file).convert("RGB"))), file
        save(f"decode/{file.name}.expected.png", bgr[:, :, ::-1])


def exif():
    """The eight orientations, upright by OpenCV for Python."""
    folder = OUT / "exif"
    folder.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(noise(40, 24))
    for orientation in range(1, 9):
        file = folder / f"{orientation}.jpg"
        tags = Image.Exif()
        tags[0x0112] = orientation
        picture.save(file, quality=90, exif=tags)
        save(f"exif/{orientation}.jpg.expected.png", cv2.imread(str(file))[:, :, ::-1])
    plain = cv2.imread(str(folder / "6.jpg"), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    save("exif/ignored.expected.png", plain[:, :, ::-1])


def png(path, indices, depth, kind, palette=b"", interlaced=False):
    """A PNG with samples of so many bits; kind 0 is grey, 3 palette."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    def rows(part):
        return b"".join(b"\0" + pack(row, depth) for row in part) if part.size else b""

    height, width = indices.shape
    passes = [indices]
    if interlaced:
        grid = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
        passes = [indices[y::dy, x::dx] for y, x, dy, dx in grid]
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    body = chunk(b"IHDR", header)
    if palette:
        body += chunk(b"PLTE", palette) + chunk(b"tRNS", b"\0\x80")
    body += chunk(b"IDAT", zlib.compress(b"".join(map(rows, passes)), 9)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def pack(row, depth):
    if depth == 16:
        return row.astype(">u2").tobytes()
    bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
    return np.packbits(bits.ravel()).tobytes()


def masks():
    """Index masks of every depth; palettes are read back by Pillow, which keeps indices."""
    folder = OUT / "masks"
    folder.mkdir(parents=True, exist_ok=True)
    for depth in (1, 2, 4, 8):
        indices = RNG.integers(0, 1 << depth, (19, 27)).astype(np.uint16)
        palette = RNG.integers(0, 256, 3 << depth, dtype=np.uint8).tobytes()
        png(folder / f"palette{depth}.png", indices, depth, 3, palette)
        png(folder / f"interlaced{depth}.png", indices, depth, 3, palette, interlaced=True)
        png(folder / f"grey{depth}.png", indices, depth, 0)
        for kind in ("palette", "interlaced"):
            with Image.open(folder / f"{kind}{depth}.png") as im:
                assert im.mode == "P" and np.array_equal(np.asarray(im), indices), (kind, depth)
        for kind in ("palette", "interlaced", "grey"):
            save(f"masks/{kind}{depth}.png.expected.png", indices.astype(np.uint8))
    indices = RNG.integers(0, 200, (19, 27)).astype(np.uint16)
    png(folder / "grey16.png", indices, 16, 0)
    save("masks/grey16.png.expected.png", indices.astype(np.uint8))


for make in (resize, luma, decode, exif, masks):
    make()
