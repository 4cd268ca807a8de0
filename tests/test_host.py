"""The kernel's own files on the host, under ASan and UBSan: tests/host, each HOST_TEST a verdict (tests/host/host.h)."""

import glob
import os
import re
import subprocess

import pytest

import conftest

FOLDER = os.path.join(conftest.TOP, "tests/host")
FLAGS = ["-std=gnu11", "-O1", "-g", "-Wall", "-Wno-unused-parameter", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
         "-fno-omit-frame-pointer", "-fno-builtin", "-I", os.path.join(FOLDER, "include"), "-I", FOLDER, "-Iinclude"]

with open(os.path.join(FOLDER, "rename.h")) as header:
    RENAMED = re.findall(r"#define (\w+)\s+(\w+)", header.read())


def cases():
    for path in sorted(glob.glob(FOLDER + "/*.c")):
        with open(path) as source:
            text = source.read()
        for name in re.findall(r"^HOST_TEST\((\w+)\)", text, re.M):
            yield pytest.param(os.path.basename(path)[:-2], name, id=f"{os.path.basename(path)[:-2]}-{name}")


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """Compiles a program when it is first asked for."""
    folder, made = tmp_path_factory.mktemp("host"), {}

    def get(name):
        if name not in made:
            path = os.path.join(FOLDER, name + ".c")
            with open(path) as source:
                sources = re.search(r"sources: (.*)", source.read()).group(1).split()
            out = str(folder / name)
            objects = []
            for number, file in enumerate([path, os.path.join(FOLDER, "host.c"), *sources]):
                rename = ["-include", os.path.join(FOLDER, "rename.h")] if file == path else []
                done = subprocess.run([os.environ.get("HOSTCC") or "cc", *FLAGS, *rename, "-c", "-o", f"{out}.{number}.o", file],
                                      cwd=conftest.TOP, capture_output=True, text=True)
                if done.returncode:
                    made[name] = (None, done.stderr)
                    return made[name]
                if file in sources:
                    subprocess.run(["objcopy", *(f"--redefine-sym={a}={b}" for a, b in RENAMED), f"{out}.{number}.o"], check=True)
                objects.append(f"{out}.{number}.o")
            done = subprocess.run([os.environ.get("HOSTCC") or "cc", *FLAGS, "-o", out, *objects], capture_output=True, text=True)
            made[name] = (out if done.returncode == 0 else None, done.stderr)
        return made[name]
    return get


@pytest.mark.parametrize("program,name", cases())
def test_host(programs, program, name):
    path, errors = programs(program)
    if not path:
        pytest.fail(errors, pytrace=False)
    done = subprocess.run([path, name], capture_output=True, text=True, timeout=120, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=1"})
    if done.returncode:
        pytest.fail((done.stdout + done.stderr)[-4000:], pytrace=False)
