#!/usr/bin/env python3
"""Streams many pictures through a small model and shows whether memory stays flat and the rate constant.

    distribution/benchmarks/soak.py [--pictures 100000] [--octet bin/octet]

The pictures are hard links to those of the demo, in a folder that is removed afterwards; the model is the demo's. One line per tenth of
the run: pictures so far, pictures a second in this tenth, resident memory of the process in MB.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRESS = re.compile(r"calibrate\s+(\d+)/")


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) / 1024 for line in f if line.startswith("VmRSS"))


def link(pictures, folder, count):
    sources = sorted(p for p in pictures.rglob("*") if p.suffix == ".jpg" or p.suffix == ".png")
    for i in range(count):
        source = sources[i % len(sources)]
        target = folder / f"{i:07d}{source.suffix}"
        try:
            os.link(source, target)
        except OSError:          # other file system, or too many links to one file
            shutil.copyfile(source, target)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--pictures", type=int, default=100_000)
    p.add_argument("--octet", default=str(ROOT / "octet"))
    a = p.parse_args()
    demo = ROOT / "distribution/demo"
    with tempfile.TemporaryDirectory(dir=ROOT / "distribution/assembly/target") as work:
        folder = pathlib.Path(work) / "pictures"
        folder.mkdir()
        link(demo / "pictures/calibration", folder, a.pictures)
        command = [a.octet, "quantize", "--no-cache", "--model", str(demo / "model/demo.onnx"), "--loader", "image", "--data", str(folder),
                   "-L", "mean=127.5", "-L", "scale=127.5", "--subset-size", str(a.pictures), "--output", work + "/out"]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        print("| pictures | pictures/s | resident MB |\n|---|---|---|")
        last, since, tenth, log = 0, start, 1, []
        for line in process.stderr:
            log.append(line)
            found = PROGRESS.search(line)
            if found and int(found[1]) >= tenth * a.pictures / 10:
                done, now = int(found[1]), time.perf_counter()
                print(f"| {done} | {(done - last) / (now - since):.0f} | {resident_mb(process.pid):.0f} |", flush=True)
                last, since, tenth = done, now, int(done * 10 / a.pictures) + 1
        if process.wait():
            sys.exit("".join(log[-20:]))
        print(f"\nwhole process {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
