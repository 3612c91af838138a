#!/usr/bin/env python3
"""Unpacks the OpenVINO wheel named by a lock file into a folder.

Usage: fetch_openvino.py LOCK PLATFORM TARGET MARK

LOCK is a pip requirements file with hashes, PLATFORM a JavaCPP platform name, TARGET the folder to make, MARK the text
that TARGET/.complete will hold (the caller's fingerprint of LOCK). TARGET appears whole or not at all. Whatever goes
wrong is one line on standard error that says what to do, and exit status 1. Nothing of the wheel is executed, so any
Python from 3.8 on does.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

# The wheel tags that exist for this version; pip is asked for exactly one.
TAGS = {
    "linux-x86_64": "manylinux_2_28_x86_64",
    "linux-arm64": "manylinux_2_35_aarch64",
    "macosx-arm64": "macosx_11_0_arm64",
    "windows-x86_64": "win_amd64",
}
WANTED = ("openvino/libs/", "openvino/include/openvino/", "openvino-")
UNWANTED = ("cache.json", ".pc")


def fail(text):
    sys.exit("Cannot fetch OpenVINO: " + " ".join(text.split()))


def download(lock, tag, folder):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--platform", tag, "--python-version", "311", "--implementation", "cp"]
    command += ["--abi", "cp311", "--require-hashes", "-r", lock, "-d", folder]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    if run.returncode == 0:
        return
    if "do not match the hashes" in run.stdout.lower():
        fail(f"the downloaded wheel does not have the hash that {lock} demands. "
             "The package index delivered another file, or the lock file is wrong.")
    errors = [line for line in run.stdout.splitlines() if line.startswith("ERROR:")]
    reason = errors[-1] if errors else (run.stdout.strip().splitlines() or ["no output"])[-1]
    fail(f"pip download failed ({reason}). Check the network and pip's index settings, then build again; "
         "or give the folder of an unpacked wheel with -Dopenvino.wheel=DIR.")


def unpack(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(WANTED) and not name.endswith(UNWANTED):
                archive.extract(name, folder)


def main(lock, platform, target, mark):
    if sys.version_info < (3, 8):
        fail("Python 3.8 or newer is needed, this is %d.%d." % sys.version_info[:2])
    if platform not in TAGS:
        fail(f"there is no wheel for platform {platform}; there are {', '.join(sorted(TAGS))}.")
    pip = subprocess.run([sys.executable, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if pip.returncode != 0:
        fail("Python has no pip. Install it (Debian: apt-get install python3-pip).")
    target = pathlib.Path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as work:
            download(lock, TAGS[platform], work)
            (wheel,) = pathlib.Path(work).glob("*.whl")
            fresh = pathlib.Path(work) / "unpacked"
            unpack(wheel, fresh)
            (fresh / ".complete").write_text(mark + "\n")
            if target.exists():
                # out of the way in one step: a folder under this name is never half a folder
                os.replace(target, pathlib.Path(work) / "old")
            os.replace(fresh, target)
    except (OSError, zipfile.BadZipFile) as error:
        fail(f"{error}. Check that there is room (300 MB) and permission to write, then build again.")
    print(f"openvino: unpacked {wheel.name} into {target}")


if len(sys.argv) != 5:
    sys.exit(__doc__)
main(*sys.argv[1:])
