"""Static Linux programs as they come from Linux's own compiler: the system-call interface is Linux's, or they fail.

tests/linux/*.c are built twice over: NAME.c with nothing but raw system calls (tests/linux/raw.h), libc_NAME.c with
the static glibc of the cross compiler. Those in a folder named for a machine are for it alone. Each ends with status 0
when all is well, and says what is not.

tests/linux/same/*.c run on the host's Linux too, and print the same there.
"""

import glob
import os
import re
import subprocess

import pytest

import conftest

COMPILER = {"riscv": "riscv64-linux-gnu-gcc", "i386": "i686-linux-gnu-gcc"}[conftest.ARCH]
SOURCES = sorted(path for where in ("", conftest.ARCH)
                 for path in glob.glob(os.path.join(conftest.TOP, "tests/linux", where, "*.c")))


def names():
    return [os.path.basename(path)[:-2] for path in SOURCES]


@pytest.fixture(scope="session")
def clients(tmp_path_factory):
    """All clients, compiled; {name: path}."""
    folder = tmp_path_factory.mktemp("linux")
    made = {}
    for path in SOURCES:
        name = os.path.basename(path)[:-2]
        flags = ["-O2", "-Wall", "-static"]
        if not name.startswith("libc_"):
            flags += ["-nostdlib", "-ffreestanding", "-fno-stack-protector"]
        out = str(folder / name)
        done = subprocess.run([COMPILER, *flags, "-o", out, path], capture_output=True, text=True)
        made[name] = out if done.returncode == 0 else done.stderr
    return made


@pytest.fixture(scope="session")
def verdicts(boots, clients):
    """One boot runs them all; the shell tells each one's status."""
    paths = [path for path in clients.values() if os.path.isfile(path)]
    script = "; ".join(f"echo RUN {os.path.basename(p)}; /{os.path.basename(p)} && echo PASSED {os.path.basename(p)}" for p in paths)
    return conftest.boot(script, cpus=2, files=paths, timeout=180)


@pytest.mark.parametrize("name", names())
def test_linux_client(name, clients, verdicts):
    assert os.path.isfile(clients[name]), clients[name]
    begin = verdicts.out.find(f"RUN {name}\n")
    assert begin >= 0, f"it was never started: {verdicts}"
    said = verdicts.out[begin:].partition("\nRUN ")[0]
    assert f"PASSED {name}" in said.splitlines(), said + verdicts.err[-1000:]


SEEDS = 100


@pytest.mark.skipif(os.geteuid() != 0, reason="the calls are a super-user's, on the host too")
def test_random_calls_return_what_they_do_on_linux(tmp_path):
    source = os.path.join(conftest.TOP, "tests/linux/same/random_calls.c")
    (tmp_path / "top").mkdir()
    for compiler, name in ((COMPILER, "random_calls"), ("cc", "on-the-host")):
        subprocess.run([compiler, "-O2", "-Wall", "-static", "-o", tmp_path / name, source], check=True)
    linux = subprocess.run([tmp_path / "on-the-host", tmp_path / "top", "1", str(SEEDS + 1)], capture_output=True, text=True).stdout
    assert linux.count("seed") == SEEDS, linux
    for folder in ("/top", "/tmp"):  # on the disk, and in memory
        result = conftest.boot(f"mkdir /top; /random_calls {folder} 1 {SEEDS + 1}", files=[str(tmp_path / "random_calls")], timeout=90)
        assert re.findall("^seed.*$", result.out, re.M) == linux.splitlines(), \
            f"run random_calls {folder} SEED SEED+1 -v here and there to see where they part\n{result}"
