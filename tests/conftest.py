"""What all the tests share: how to build a variant of ditto, boot it, and read its verdicts."""

import concurrent.futures
import os
import re
import subprocess
import sys
import threading

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ARCH = os.environ.get("ARCH") or "riscv"
# A slow host gets more time: DITTO_PATIENCE=3 triples every deadline.
PATIENCE = float(os.environ.get("DITTO_PATIENCE") or 1)

sys.dont_write_bytecode = True


def clean_env(**more):
    """The environment without what an outer make put there for its own boots."""
    drop = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "CMD", "APPEND", "FILES", "PROGRAMS", "QEMUEXTRA", "CPUS",
            "MEM", "TIMEOUT", "BUILD", "V", "DISK", "EXTRA")
    env = {name: value for name, value in os.environ.items() if name not in drop}
    env.update(more, ARCH=ARCH, PYTHONDONTWRITEBYTECODE="1")
    return env


def make(*words, check=True, timeout=900):
    """Runs make at the top; returns what it printed and its status."""
    done = subprocess.run(["make", "-s", *words], cwd=TOP, env=clean_env(), stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout * PATIENCE)
    if check and done.returncode:
        pytest.fail(f"make {' '.join(words)} failed:\n{done.stdout[-3000:]}", pytrace=False)
    return done


class Build:
    """A variant of ditto, made when it is first asked for."""

    made = {}
    lock = threading.Lock()  # two boots may ask for one variant at once

    @classmethod
    def folder(cls, variant=""):
        """variant is what follows build/ARCH: "", "-debug", "-O0", "-debug-O0", ..."""
        with cls.lock:
            return cls.build(variant)

    @classmethod
    def build(cls, variant):
        if variant not in cls.made:
            words = ["-j2"]
            if "-slots" in variant:
                words.append("MM=slots")
            if "-debug" in variant:
                words.append("DEBUG=1")
            if "-O0" in variant:
                words.append("OPT=-O0")
            done = make(*words, "all", check=False)
            cls.made[variant] = (done.returncode, done.stdout)
        status, output = cls.made[variant]
        if status:
            pytest.fail(f"the build{variant} failed:\n{output[-3000:]}", pytrace=False)
        return os.path.join(TOP, "build", ARCH + variant)


def runner(*words, variant=""):
    return [sys.executable, os.path.join(TOP, "tests", "run"), "--build", Build.folder(variant),
            "--mkfs", os.path.join(TOP, "build", "host", "mkfs"), *map(str, words)]


class Result:
    """How a boot ended: its status, its console, what the runner said."""

    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __str__(self):
        return f"status {self.status}\n--- console (end)\n{self.out[-3000:]}\n--- runner\n{self.err[-3000:]}"


def boot(cmd, cpus=2, mem="256M", files=(), timeout=60, append="", variant="", qemuextra=""):
    """Boots, runs cmd, powers off. Never raises for what the guest did."""
    timeout *= PATIENCE
    words = ["--cmd", cmd, "--cpus", cpus, "--mem", mem, "--timeout", timeout, f"--append={append}", f"--qemuextra={qemuextra}"]
    if files:
        words += ["--files", *files]
    done = subprocess.run(runner(*words, variant=variant), cwd=TOP, env=clean_env(), stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=timeout + 60)
    done.stdout = done.stdout.decode(errors="replace")
    done.stderr = done.stderr.decode(errors="replace")
    return Result(done)


TAP = re.compile(r"^(not ok|ok) \d+ - (.*?)(?: # (.*))?$")


def tap(text):
    """{name: (verdict, what was said about it)} of a TAP stream; verdict is ok, not ok or skip. The lines between
    two verdicts belong to the second."""
    verdicts, said = {}, []
    for line in text.splitlines():
        match = TAP.match(line)
        if not match:
            said.append(line)
            continue
        word, name, rest = match.groups()
        if re.match("skip", rest or "", re.I):
            word = "skip"
        verdicts[name] = (word, "\n".join([*said[-40:], line]))
        said = []
    return verdicts


def judge(verdicts, name, result):
    """Turns the TAP line of a test into pytest's verdict."""
    if name not in verdicts:
        pytest.fail(f"{name} gave no verdict: {result}", pytrace=False)
    word, said = verdicts[name]
    if word == "skip":
        pytest.skip(said.splitlines()[-1])
    if word != "ok":
        pytest.fail(said, pytrace=False)


class Boots:
    """Long boots, each done once, two at a time in the background, so that later tests find them finished."""

    def __init__(self):
        self.pool = concurrent.futures.ThreadPoolExecutor(2)
        self.futures = {}

    def start(self, key, **how):
        if key not in self.futures:
            self.futures[key] = self.pool.submit(boot, **how)
        return self.futures[key]

    def result(self, key, **how):
        return self.start(key, **how).result()


BOOTS = Boots()


@pytest.fixture(scope="session")
def boots():
    return BOOTS


def pytest_sessionfinish(session, exitstatus):
    BOOTS.pool.shutdown(wait=False, cancel_futures=True)
