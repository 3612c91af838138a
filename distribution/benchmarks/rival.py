#!/usr/bin/env python3
"""Octet against the Python tool: both quantize the same model with the same samples, each as a whole process, taking turns.

    python3 -m venv V && V/bin/pip install nncf==3.4.0 openvino==2026.2.1 pillow numpy
    V/bin/python distribution/benchmarks/rival.py [--data DIR] [--rounds 3] [--octet bin/octet] [NAME...]

Prints a table: median wall time, CPU time and peak memory of both, and their ratios. `--octet-argument` goes to every quantization, such
as --no-cache (always given). A run of the other tool is this script itself, called with --quantize.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TORCH = ([123.675, 116.28, 103.53], [58.395, 57.12, 57.375])
HALF = ([127.5], [127.5])


class Row:
    """A model, its samples for both tools, and whether the other tool must be told that it is a transformer."""

    def __init__(self, model, samples, loader, transformer=False, limit=300):
        self.model, self.samples, self.loader, self.transformer, self.limit = model, samples, loader, transformer, limit


def spread(items, n):
    n = min(n, len(items))
    return [items[i * len(items) // n] for i in range(n)]


def pictures(folder):
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))


def normalised(x, how):
    import numpy as np
    mean, scale = (np.array(v, np.float32) for v in how)
    return np.ascontiguousarray(((x.astype(np.float32) - mean) / scale).transpose(2, 0, 1)[None])


def centre(size, how):
    def load(path):
        import numpy as np
        from PIL import Image
        with Image.open(path) as im:
            im = im.convert("RGB")
            x, y = (im.width - size) // 2, (im.height - size) // 2
            return normalised(np.asarray(im.crop((x, y, x + size, y + size))), how)
    return load


def letterbox(side):
    def load(path):
        import numpy as np
        from PIL import Image
        with Image.open(path) as im:
            im = im.convert("RGB")
            ratio = min(side / im.width, side / im.height)
            small = im.resize((int(im.width * ratio), int(im.height * ratio)), Image.BILINEAR)
        out = np.full((side, side, 3), 114, np.float32)
        out[:small.height, :small.width] = np.asarray(small, np.float32)[:, :, ::-1]
        return np.ascontiguousarray(out.transpose(2, 0, 1)[None])
    return load


def folder_of(path, load):
    return lambda data: [(load, p) for p in pictures(data / path)]


def cifar(how):
    def samples(data):
        import numpy as np
        raw = np.fromfile(data / "cifar10/test_500.bin", np.uint8).reshape(-1, 3073)[0::2, 1:].reshape(-1, 3, 32, 32)
        return [(lambda a: normalised(a.transpose(1, 2, 0), how), a) for a in raw]
    return samples


def slabs(data):
    import gzip
    import numpy as np
    with gzip.open(data / "volume3d/t1_crop.nii.gz") as f:
        raw = f.read()
    x = np.frombuffer(raw, np.uint8, offset=len(raw) - 256 ** 3).reshape(256, 256, 256, order="F").astype(np.float32)
    x /= x.max()
    out = []
    for axis in range(3):
        for start in (24, 168):
            cut = [slice(64, 192)] * 3
            cut[axis] = slice(start, start + 64)
            out.append((lambda b: b, np.ascontiguousarray(x[tuple(cut)])[None, None]))
    return out


def image(path, *options):
    return ["--loader", "image", "--data", path, *[w for o in options for w in ("-L", o)]]


def numbers(how):
    return ["mean=" + ",".join(map(str, how[0])), "scale=" + ",".join(map(str, how[1]))]


SAMPLES = "imagenet/samples"
COCO = "detection/coco_calib/images"
ROWS = {
    "mobilenet_v2": Row("imagenet/mobilenet_v2_1.0_224.onnx", folder_of(SAMPLES, centre(224, HALF)),
                        image(SAMPLES, "resize=center-crop", *numbers(HALF))),
    "deit_tiny": Row("imagenet/deit_tiny_patch16_224.onnx", folder_of(SAMPLES, centre(224, TORCH)),
                     image(SAMPLES, "resize=center-crop", *numbers(TORCH)), transformer=True),
    "squeezenet": Row("imagenet/squeezenet1.1.onnx", folder_of(SAMPLES, centre(224, TORCH)),
                      image(SAMPLES, "resize=center-crop", *numbers(TORCH))),
    "yolox_nano": Row("detection/yolox_nano.onnx", folder_of(COCO, letterbox(416)),
                      image(COCO, "size=416x416", "resize=letterbox", "anchor=top-left", "interpolation=linear-antialias", "color=BGR")),
    "resnet20": Row("cifar10/resnet20_cifar10.onnx", cifar(TORCH),
                    ["--loader", "cifar10", "--data", "cifar10/test_500.bin", "-L", "slice=0::2",
                     *[w for o in numbers(TORCH) for w in ("-L", o)]]),
    "meshnet": Row("volume3d/meshnet_gwm_5ch.onnx", slabs,
                   ["--loader", "volume", "--data", "volume3d/t1_crop.nii.gz", "-L", "normalize=max", "-L",
                    "slabs=24:88x64:192x64:192,168:232x64:192x64:192,64:192x24:88x64:192,64:192x168:232x64:192,"
                    "64:192x64:192x24:88,64:192x64:192x168:232"]),
}


def quantize(name, data, model, out):
    """The other tool, in this process."""
    import nncf
    import openvino as ov
    row = ROWS[name]
    samples = spread(row.samples(data), row.limit)
    model = ov.Core().read_model(model)
    options = {"subset_size": len(samples)}
    if row.transformer:
        options["model_type"] = nncf.ModelType.TRANSFORMER
    quantized = nncf.quantize(model, nncf.Dataset(samples, lambda s: s[0](s[1])), **options)
    ov.save_model(quantized, out, compress_to_fp16=False)


def convert(model, folder):
    """The IR that the other tool quantizes, made in a process of its own, whose time does not count; Octet imports the model itself."""
    target = folder + "/float.xml"
    code = "import sys, openvino as ov; ov.save_model(ov.convert_model(sys.argv[1]), sys.argv[2], compress_to_fp16=False)"
    subprocess.run([sys.executable, "-c", code, str(model), target], check=True, stdout=subprocess.DEVNULL)
    return target


def measured(command):
    """Wall seconds, CPU seconds and peak MB of a process and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{errors.decode(errors='replace')[-2000:]}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("names", nargs="*", metavar="NAME", help=f"rows (default: all): {', '.join(ROWS)}")
    p.add_argument("--data", type=pathlib.Path, default=pathlib.Path(os.environ.get("OCTET_DATA", HERE.parents[2] / "shared/data")))
    p.add_argument("--octet", default=str(HERE.parents[1] / "octet"))
    p.add_argument("--octet-argument", action="append", default=[])
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--quantize", nargs=3, metavar=("NAME", "MODEL", "OUT"), help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.quantize:
        return quantize(a.quantize[0], a.data, *a.quantize[1:])
    unknown = set(a.names) - set(ROWS)
    if unknown:
        p.error(f"unknown rows {sorted(unknown)}; there are {', '.join(ROWS)}")
    print("| model | Octet s | other s | ratio | Octet CPU s | other CPU s | ratio | Octet MB | other MB |\n|---|---|---|---|---|---|---|---|---|", flush=True)
    for name in a.names or ROWS:
        row = ROWS[name]
        loader = [str(a.data / w) if (a.data / w).exists() and "/" in w else w for w in row.loader]
        runs = ([], [])
        converted = tempfile.mkdtemp()
        float_ir = convert(a.data / row.model, converted)
        for _ in range(a.rounds):
            work = tempfile.mkdtemp()
            runs[0].append(measured([a.octet, "quantize", "--quiet", "--no-cache", "--model", str(a.data / row.model), *loader,
                                     "--output", work + "/octet", *a.octet_argument]))
            runs[1].append(measured([sys.executable, __file__, "--data", str(a.data), "--quantize", name, float_ir, work + "/other.xml"]))
            shutil.rmtree(work)
        shutil.rmtree(converted)
        (w1, c1, m1), (w2, c2, m2) = ([statistics.median(r[i] for r in rs) for i in range(3)] for rs in runs)
        print(f"| {name} | {w1:.2f} | {w2:.2f} | {w1 / w2:.2f} | {c1:.1f} | {c2:.1f} | {c1 / c2:.2f} | {m1:.0f} | {m2:.0f} |", flush=True)


if __name__ == "__main__":
    main()
