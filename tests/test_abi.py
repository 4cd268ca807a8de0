"""include/abi is Linux's interface: every number, structure size and member offset is compared with the headers of
Linux and glibc that the cross compiler brings. One verdict per header of ours."""

import glob
import os
import re
import shutil
import struct
import subprocess

import pytest

import conftest

COMPILER = {"riscv": "riscv64-linux-gnu-gcc", "i386": "i686-linux-gnu-gcc"}
OBJCOPY = {"riscv": "riscv64-linux-gnu-objcopy", "i386": "i686-linux-gnu-objcopy"}
# This machine's, and the other's if its compiler happens to be here.
ARCHES = [arch for arch in COMPILER if os.path.isdir(os.path.join(conftest.TOP, "include/abi", arch))
          and (arch == conftest.ARCH or shutil.which(COMPILER[arch]))]

# The kernel's own headers say what the interface is. Two groups, since Linux's and glibc's do not go together.
KERNEL_HEADERS = """asm/unistd.h asm/ldt.h linux/errno.h linux/fcntl.h linux/mman.h linux/stat.h asm/stat.h linux/sched.h linux/sched/types.h
    linux/wait.h linux/resource.h linux/time.h linux/time_types.h linux/futex.h linux/auxvec.h linux/elf.h linux/reboot.h linux/uio.h
    linux/utsname.h linux/limits.h linux/random.h linux/poll.h asm/ioctls.h asm/termbits.h asm/termios.h linux/signal.h
    asm/siginfo.h linux/sysinfo.h asm/statfs.h linux/times.h linux/magic.h linux/prctl.h asm/ptrace.h asm/ucontext.h asm/ldt.h linux/fs.h
    linux/binfmts.h linux/falloc.h linux/ioctl.h linux/kdev_t.h linux/membarrier.h linux/rseq.h linux/utime.h""".split()
LIBC_HEADERS = """sys/types.h sys/stat.h fcntl.h unistd.h dirent.h sys/wait.h sys/resource.h sys/time.h sys/times.h sys/mman.h
    sched.h signal.h poll.h sys/uio.h sys/utsname.h sys/sysinfo.h sys/statfs.h sys/ioctl.h termios.h elf.h sys/auxv.h limits.h sys/random.h
    sys/mount.h sys/reboot.h errno.h time.h""".split()

# Ours, and named so on purpose: no header that Linux's programs see has such a constant.
OWN = re.compile(r"ABI_\w+|NR_syscalls|DEV_M\w+|MAP_FAILED|DITTO_\w+|\w+_H|_STRUCT_\w+|ELF_(CLASS|MACHINE|FLAGS_KNOWN)|MAX_ERRNO|"
                 r"OPEN_MAX|PIPE_SIZE|USER_HZ")
# The calls of today use what the headers have under another name. linux_dirent64 is in none of them; glibc's
# dirent64 has its members, and room for a name besides.
ALIAS = {("riscv", "linux_dirent64"): "dirent64", ("i386", "linux_dirent64"): "dirent64", ("i386", "stat"): "stat64",
         ("i386", "stat32"): "stat", ("i386", "old_sigaction"): "sigaction"}
# Linux's headers do not have these, or for calls that are older than those we have: asm/signal.h of i386 describes
# the sigaction call of 1991, not rt_sigaction.
NOT_COMPARED = {("riscv", "sizeof(struct linux_dirent64)"), ("i386", "sizeof(struct linux_dirent64)"), ("i386", "_NSIG"),
                *(("i386", word) for word in ("sizeof(struct sigaction)", "offsetof(struct sigaction, sa_flags)",
                                              "offsetof(struct sigaction, sa_mask)"))}
# The generic table's old numbers, given to calls that riscv64 of today does without.
OLD_NUMBERS = {"__NR_fork": 1079, "__NR_vfork": 1071}


def headers(arch):
    top = os.path.join(conftest.TOP, "include/abi")
    return sorted(set(glob.glob(top + "/*.h")) - {top + "/dittofs.h"}) + sorted(glob.glob(f"{top}/{arch}/*.h") + ["abi/syscall_nr.h"])


def is_on_disk_format(text):
    return re.search(r"on.disk", text[:600], re.I) is not None


class Side:
    """One set of headers, asked for the values of expressions."""

    def __init__(self, arch, folder, name, prologue, flags):
        self.arch, self.prologue, self.flags = arch, prologue, flags
        self.base = os.path.join(folder, name)

    def cc(self, source, *words):
        with open(self.base + ".c", "w") as file:
            file.write(source)
        return subprocess.run([COMPILER[self.arch], "-std=gnu11", "-w", *self.flags, *words, self.base + ".c"],
                              capture_output=True, text=True)

    def macros(self):
        done = self.cc(self.prologue, "-E", "-dM")
        return set(re.findall(r"^#define (\w+)(?= |$)", done.stdout, re.M))

    def values(self, expressions):
        """{expression: number}, without those that do not compile or are not constant."""
        left = list(expressions)
        while left:
            lines = self.prologue.count("\n") + 3
            source = self.prologue + "\nconst long long values[] __attribute__((section(\".values\"))) = {\n"
            source += "".join(f"(long long)({e}),\n" for e in left) + "};\n"
            done = self.cc(source, "-c", "-fmax-errors=0", "-o", self.base + ".o")
            if done.returncode == 0:
                break
            bad = {int(n) - lines for n in re.findall(r"\.c:(\d+):\d+: error", done.stderr)}
            bad = {n for n in bad if 0 <= n < len(left)}
            assert bad, done.stderr[:2000]
            left = [e for n, e in enumerate(left) if n not in bad]
        if not left:
            return {}
        subprocess.run([OBJCOPY[self.arch], "-O", "binary", "-j", ".values", self.base + ".o", self.base + ".bin"], check=True)
        with open(self.base + ".bin", "rb") as file:
            return dict(zip(left, struct.unpack(f"<{len(left)}q", file.read())))


def existing(arch, names, flags):
    """The headers that this Linux has, each of which compiles with those before it."""
    good = []
    for name in names:
        source = "".join(f"#include <{n}>\n" for n in [*good, name])
        done = subprocess.run([COMPILER[arch], "-std=gnu11", "-w", *flags, "-x", "c", "-fsyntax-only", "-"], input=source,
                              capture_output=True, text=True)
        if done.returncode == 0:
            good.append(name)
    return "".join(f"#include <{n}>\n" for n in good)


SIDES = {}


def sides(arch, folder):
    """Linux's headers, then glibc's."""
    if arch not in SIDES:
        base = "#define __KERNEL_STRICT_NAMES 1\n#include <stddef.h>\n"
        libc = ["-D_GNU_SOURCE"]
        SIDES[arch] = [Side(arch, folder, f"linux-{arch}", base + existing(arch, KERNEL_HEADERS, []), []),
                       Side(arch, folder, f"libc-{arch}", "#include <stddef.h>\n" + existing(arch, LIBC_HEADERS, libc), libc)]
    return SIDES[arch]


def structures(text):
    """{name: [members]} of the structures that a header defines; of an inner structure only its name."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    found = {}
    for match in re.finditer(r"^(?:typedef )?struct (\w+) \{\n(.*?)^\}", text, re.M | re.S):
        body = re.sub(r"\{[^{}]*\}", "", match.group(2))
        members = []
        for line in body.split(";"):
            line = re.sub(r"\[[^]]*\]|__attribute__\(\(.*\)\)", "", line).strip()
            if line and "#" not in line:
                members += re.findall(r"(\w+)\s*(?=,|$)", line)
        found[match.group(1)] = members
    return found


def compare(arch, header, folder):
    """A list of what differs; Linux's own value is asked of the kernel's headers first, then of glibc's."""
    name = os.path.relpath(header, os.path.join(conftest.TOP, "include")) if os.path.isabs(header) else header
    include = name if os.path.basename(header) != "abi_arch.h" else "abi_arch.h"
    gen = os.path.join(folder, "gen-" + arch)
    if not os.path.exists(gen):
        os.makedirs(gen + "/abi")
        with open(gen + "/abi/syscall_nr.h", "w") as out:
            subprocess.run(["awk", "-v", "arch=" + arch, "-v", "out=nr", "-f", "tools/syscalls.awk", "include/abi/syscalls.tbl"],
                           cwd=conftest.TOP, check=True, stdout=out)
    flags = ["-ffreestanding", f"-I{conftest.TOP}/include", f"-I{conftest.TOP}/include/abi/{arch}", f"-I{gen}"]
    ours = Side(arch, folder, "ours", f"#include <stddef.h>\n#include <{include}>\n", flags)
    path = header if os.path.isabs(header) else os.path.join(gen, header)
    with open(path) as file:
        text = file.read()
    if is_on_disk_format(text):
        pytest.skip("ditto's own format")
    wanted = re.findall(r"^[ \t]*#define\s+(\w+)(?=\s+\S)", text, re.M) + re.findall(r"^\t([A-Z]\w+)(?: = [^,]+)?,", text, re.M)
    wanted = [w for w in dict.fromkeys(wanted) if not OWN.fullmatch(w)]
    pairs = {w: w for w in wanted}
    for struct_name, members in structures(text).items():
        theirs = ALIAS.get((arch, struct_name), struct_name)
        pairs[f"sizeof(struct {struct_name})"] = f"sizeof(struct {theirs})"
        for member in members:
            if member.startswith(("__", "pad")):
                continue
            pairs[f"offsetof(struct {struct_name}, {member})"] = f"offsetof(struct {theirs}, {member})"
    pairs = {ours: theirs for ours, theirs in pairs.items() if (arch, ours) not in NOT_COMPARED}
    mine = ours.values(pairs)
    linux = {}
    for side in sides(arch, folder):
        unknown = [p for p in pairs.values() if p not in linux]
        linux.update(side.values(unknown))
    differ = []
    for expression, value in mine.items():
        real = linux.get(pairs[expression])
        if expression in OLD_NUMBERS and arch == "riscv":
            real = OLD_NUMBERS[expression]
        if real is None:
            differ.append(f"{expression}: Linux has no such thing")
        elif real != value:
            differ.append(f"{expression}: {value:#x} here, {real:#x} in Linux")
    return differ, len(mine)


def cases():
    return [(arch, header) for arch in ARCHES for header in headers(arch)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return str(tmp_path_factory.mktemp("abi"))


@pytest.mark.parametrize("arch,header", cases(), ids=[f"{a}-{os.path.basename(h)}" for a, h in cases()])
def test_abi_agrees_with_linux(arch, header, folder):
    differ, count = compare(arch, header, folder)
    assert not differ, f"{len(differ)} of {count} differ:\n" + "\n".join(differ)
