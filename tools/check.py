#!/usr/bin/python3
"""make check: what can be said about the sources without a boot. One line per check; the status says whether all passed."""

import glob
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ARCH = os.environ.get("ARCH") or "riscv"
MACHINE = re.compile(r"__riscv|__i386__|\b_*(riscv|riscv64|risc_v|i386|i686|x86|rv64)(?![a-z0-9])", re.I)


def files(*patterns):
    return sorted({name for pattern in patterns for name in glob.glob(pattern, root_dir=TOP, recursive=True)})


def read(name):
    with open(os.path.join(TOP, name)) as file:
        return file.read()


def run(*words):
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CMD", "APPEND", "FILES", "BUILD")}
    done = subprocess.run(words, cwd=TOP, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    return [] if done.returncode == 0 else done.stdout.splitlines()[-60:] or [f"{words[0]}: status {done.returncode}"]


def code_only(text):
    """The text with comments blanked out, line by line as it was."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def layout():
    """clang-format agrees with every source (its version 14; others differ in taste)"""
    version = subprocess.run(["clang-format", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    if " 14." not in version:
        print("       (not checked: this is " + version.strip() + ")")
        return []
    names = files("kernel/**/*.[ch]", "include/**/*.h", "user/**/*.[ch]", "mkfs/*.[ch]", "tests/**/*.[ch]")
    return run("clang-format", "--dry-run", "-Werror", *names)


def whitespace():
    """no blanks at line ends, indentation by tabs, a newline at the end, lines of at most 120 columns"""
    bad = []
    for name in files("kernel/**/*.[chS]", "include/**/*.h", "user/**/*.[chS]", "mkfs/*.[ch]", "tools/*", "tests/*.py", "Makefile"):
        if not os.path.isfile(os.path.join(TOP, name)):
            continue
        text = read(name)
        if text and not text.endswith("\n"):
            bad.append(f"{name}: no newline at the end")
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip():
                bad.append(f"{name}:{number}: blanks at the end")
            if name.endswith((".c", ".h", ".S")) and line.startswith("        "):
                bad.append(f"{name}:{number}: indented with blanks")
            if name.endswith((".c", ".h", ".S")) and len(line.expandtabs(8)) > 120:
                bad.append(f"{name}:{number}: {len(line.expandtabs(8))} columns")
    return bad


def first_comment():
    """every source begins with a comment that says what it is about"""
    return [name for name in files("kernel/**/*.[chS]", "include/**/*.h", "user/**/*.[chS]", "mkfs/*.[ch]")
            if not read(name).lstrip().startswith(("/*", "//", "# "))]


def listed():
    """the Makefile lists exactly the kernel's files"""
    done = subprocess.run(["make", "-s", "list-kernel", f"ARCH={ARCH}"], cwd=TOP, stdout=subprocess.PIPE, text=True,
                          env={k: v for k, v in os.environ.items() if k != "MAKEFLAGS"})
    named = {f"kernel/{word[:-2]}" for word in done.stdout.split()}
    there = {os.path.splitext(name)[0] for name in files("kernel/**/*.[cS]")
             if not name.startswith("kernel/arch/") or name.startswith(f"kernel/arch/{ARCH}/")}
    return [f"{name}: in the Makefile, not in the tree" for name in sorted(named - there)] + \
           [f"{name}: in the tree, not in the Makefile" for name in sorted(there - named)]


def machine_names():
    """generic code never names a machine"""
    bad = []
    for name in files("kernel/**/*.[chS]", "include/kernel/*.h", "include/arch/*.h"):
        if name.startswith("kernel/arch/"):
            continue
        for number, line in enumerate(code_only(read(name)).split("\n"), 1):
            if MACHINE.search(line):
                bad.append(f"{name}:{number}: {line.strip()}")
    return bad


def headers_alone():
    """each header compiles alone, and twice"""
    bad = run("make", "-s", f"build/{ARCH}/flags", f"build/{ARCH}/gen/abi/syscall_nr.h", f"build/{ARCH}/gen/syscall_table.h", f"ARCH={ARCH}")
    if bad:
        return bad
    kernel, _, _, user, _ = (words.split() for words in read(f"build/{ARCH}/flags").split(" / "))
    jobs = [(kernel, name) for name in files("include/kernel/*.h", "include/arch/*.h", "kernel/**/*.h")
            if not name.startswith("kernel/arch/") or name.startswith(f"kernel/arch/{ARCH}/")]
    jobs += [([kernel[0], *user], name) for name in files("include/abi/*.h", "user/*.h", "user/lib/*.h")]
    for flags, name in jobs:
        source = f'#include "{name}"\n' * 2
        done = subprocess.run([*flags, "-I.", "-Werror", "-fsyntax-only", "-x", "c", "-"], cwd=TOP, input=source, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            bad += [f"{name}:"] + done.stdout.splitlines()[:8]
    return bad


def gcc():
    """gcc compiles everything without a warning"""
    return run("make", "-s", "-j", str(os.cpu_count()), "WERROR=1", f"ARCH={ARCH}", "all")


def gcc_unoptimised():
    """gcc -O0 and the debug kernel, too"""
    return run("make", "-s", "-j", str(os.cpu_count()), "WERROR=1", "DEBUG=1", "OPT=-O0", f"ARCH={ARCH}", "all")


def clang():
    """clang compiles and lld links everything without a warning"""
    return run("make", "-s", "-j", str(os.cpu_count()), "WERROR=1", "CLANG=1", f"ARCH={ARCH}", "all")


def abi():
    """include/abi agrees with Linux's headers"""
    return run("/usr/bin/python3", "-m", "pytest", "-q", "tests/test_abi.py")


def scripts():
    """the shell and Python scripts parse"""
    bad = []
    for name in ("tools/setup", ".ci/run"):
        bad += run("sh", "-n", name)
    for name in ["tests/run", *files("tests/*.py", "tools/**/*.py")]:
        try:
            compile(read(name), name, "exec")
        except SyntaxError as error:
            bad.append(f"{name}: {error}")
    return bad


CHECKS = (layout, whitespace, first_comment, listed, machine_names, scripts, headers_alone, gcc, gcc_unoptimised, clang, abi)


def main(wanted):
    failed = 0
    for check in CHECKS:
        if wanted and check.__name__ not in wanted:
            continue
        bad = check()
        print(f"{'not ok' if bad else 'ok':7}{check.__name__}: {check.__doc__}", flush=True)
        for line in bad:
            print(f"       {line}")
        failed += bool(bad)
    print(f"make check: {failed} failed" if failed else "make check: all well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
