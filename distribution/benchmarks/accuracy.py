#!/usr/bin/env python3
"""The table of accuracy: every recipe that comes with Octet, quantized and measured on samples that calibration did not see.

    python3 distribution/benchmarks/accuracy.py [--data DIR] [--octet bin/octet] [--effort best] [--folder RECIPE:NAME=DIR] [RECIPE...]

Prints one Markdown row per model and metric: float, INT8, SQNR of the outputs, weights, seconds. Recipes whose folders are not there are named and left out.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def recipes(octet):
    text = subprocess.run([octet, "recipe"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in text.splitlines()[1:] if line.strip()]


def run(octet, recipe, effort, data, folders):
    command = [octet, "recipe", recipe, "--json", "--quiet", "--data", str(data), "--effort", effort, "--output", tempfile.mkdtemp()]
    command += [word for folder in folders for word in ("--folder", folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(f"{recipe}: {done.stderr.strip()}", file=sys.stderr)
        return []
    return json.loads(done.stdout)["runs"]


def row(line):
    quantization, compared = line["quantization"], line["comparison"]
    sqnr = ", ".join("equal" if o["sqnr"] is None else f"{o['sqnr']:.1f}" for o in compared["outputs"])
    megabytes = quantization["weightsBytesAfter"] / 1e6
    for metric, before in compared["before"].items():
        after = compared["after"].get(metric, float("nan"))
        print(f"| {line['name']} | {metric} | {before:.4f} | {after:.4f} | {sqnr} | {megabytes:.3f} |", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("recipes", nargs="*", metavar="RECIPE")
    p.add_argument("--data", type=pathlib.Path, default=pathlib.Path(os.environ.get("OCTET_DATA", HERE.parents[2] / "shared/data")))
    p.add_argument("--octet", default=str(HERE.parents[1] / "octet"))
    p.add_argument("--effort", default="default", choices=["default", "best"])
    p.add_argument("--folder", action="append", default=[], metavar="RECIPE:NAME=DIR")
    a = p.parse_args()
    folders = [re.fullmatch(r"([^:]+):(.+)", f).groups() for f in a.folder]
    print("| model | metric | float | INT8 | SQNR dB | weights MB |\n|---|---|---|---|---|---|")
    for recipe in a.recipes or recipes(a.octet):
        for line in run(a.octet, recipe, a.effort, a.data, [f for r, f in folders if r == recipe]):
            row(line)


if __name__ == "__main__":
    main()
