"""The file system through power cuts, trouble and corrupt images: the kernel's own sources as a program of the host
(tests/host/machine), and whole machines that are killed. LONG=1 takes an hour."""

import glob
import os
import random
import re
import shutil
import signal
import subprocess
import time

import pytest

import conftest

LONG = bool(os.environ.get("LONG"))
HOST = os.path.join(conftest.TOP, "build", "host")
# A process of the kernel on the host ends where it ends, as a machine does: that is no leak.
ENV = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:handle_abort=1", "UBSAN_OPTIONS": "print_stacktrace=1"}


@pytest.fixture(scope="session")
def host():
    """Builds the programs when they are first asked for: name -> path."""
    made = {}

    def get(name):
        if name not in made:
            done = conftest.make("-j2", f"build/host/{name}", check=False)
            made[name] = done.stdout[-3000:] if done.returncode else ""
        if made[name]:
            pytest.fail(made[name], pytrace=False)
        return os.path.join(HOST, name)
    return get


def run(*words, timeout=120, **env):
    done = subprocess.run(words, env={**ENV, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          timeout=timeout * conftest.PATIENCE)
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, words))}: status {done.returncode}\n{done.stdout[-4000:]}", pytrace=False)
    return done.stdout


# ---- The kernel's file system on the host ----

def host_tests():
    for path in sorted(glob.glob(os.path.join(conftest.TOP, "tests/fs/*.c"))):
        with open(path) as source:
            yield from re.findall(r"^HOST_TEST\((\w+)\)", source.read(), re.M)


@pytest.mark.parametrize("name", host_tests())
def test_fs(host, name):
    for seed in range(1, 40 if LONG else 3):
        run(host("fs"), name, SEED=str(seed))


# ---- Power cuts, replayed ----

@pytest.mark.parametrize("seed", range(1, 201 if LONG else 3))
def test_every_cut_leaves_what_was_promised(host, tmp_path, seed):
    for name in "ab":
        (tmp_path / "root" / name).mkdir(parents=True)
    image = tmp_path / "disk.img"
    run(host("mkfs"), "-s", "4", image, tmp_path / "root")
    calls, limit = (120, 64) if LONG else (40, 6)
    run(host("crash"), "-s", str(seed), "-n", str(calls), "-r", str(limit), image, timeout=900 if LONG else 120)


# ---- Corrupt images ----

def test_corrupt_images_give_errors_and_are_repaired(host):
    run(host("fuzz-smoke"), "100000" if LONG else "1000", timeout=3600 if LONG else 120)


# ---- Machines that are killed ----

def content(name, version):
    lines = 1 + version * 7919 % 2**32 % 3000
    return f"{name} {version} {lines}\n" + f"{version:010}\n" * lines


def read(fsls, image, path):
    done = subprocess.run([fsls, "-c", image, path], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def guest_program(name):
    folder = os.path.join(conftest.TOP, "tests/crash/guest")
    program = os.path.join(conftest.TOP, "build", conftest.ARCH, "extra", folder.replace("/", "_"), name)
    conftest.Build.folder()
    conftest.make(f"EXTRA={folder}", os.path.relpath(program, conftest.TOP))
    return program


@pytest.fixture(scope="session")
def crashwork():
    return guest_program("crashwork")


@pytest.fixture(scope="session")
def stormwork():
    return guest_program("stormwork")


@pytest.fixture(scope="session")
def diskwork():
    return guest_program("diskwork")


@pytest.mark.parametrize("number", range(50 if LONG else 4))
def test_killed_machine_keeps_what_it_promised(host, crashwork, tmp_path, number):
    rng = random.Random(number)
    image = tmp_path / "disk.img"
    root = os.path.join(tmp_path, "root")
    shutil.copytree(os.path.join(conftest.TOP, "build", conftest.ARCH, "root"), root, symlinks=True)
    shutil.copy(crashwork, os.path.join(root, "bin"))
    run(host("mkfs"), "-s", "32", image, root)
    promised = {}
    guest = subprocess.Popen(conftest.runner("--image", image, "--cmd", "crashwork", "--cpus", 1 + number % 4, "--timeout", 60),
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=conftest.clean_env(),
                             start_new_session=True)
    try:
        deadline = None
        os.set_blocking(guest.stdout.fileno(), False)
        text, patience = b"", time.time() + 60 * conftest.PATIENCE
        while time.time() < (deadline or patience):
            text += guest.stdout.read() or b""
            if deadline is None and b"promised" in text:
                deadline = time.time() + rng.uniform(0.05, 2.5)
            time.sleep(0.01)
        assert deadline, f"the guest promised nothing: {text[-2000:]}"
    finally:
        os.killpg(guest.pid, signal.SIGKILL)
        guest.wait()
        text += guest.stdout.read() or b""
    for path, version in re.findall(rb"promised (\S+) (\d+)\r?\n", text):
        promised[path.decode()] = int(version)
    run(host("fsck"), image)
    for path, version in promised.items():
        found = read(host("fsls"), image, path)
        assert found is not None, f"{path} is gone, version {version} was promised"
        newest = int(found.split()[1])
        assert newest >= version, f"{path}: version {version} was promised, {newest} is there"
        assert found == content(path[2:], newest), f"{path}: it is not version {newest} whole"
    # The kernel's own recovery, and what it leaves when the power goes off cleanly.
    done = subprocess.run(conftest.runner("--image", image, "--cmd", "cat " + " ".join(promised), "--timeout", 60),
                          capture_output=True, text=True, env=conftest.clean_env())
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "replayed" not in run(host("fsck"), image)


# ---- A second disk ----

def second_disk(file):
    """QEMU's words for it, and the names of the two disks in the guest."""
    device = "virtio-blk-device" if conftest.ARCH == "riscv" else "virtio-blk-pci,disable-legacy=off"
    drive = f"-drive file={file},if=none,format=raw,id=disk1 -device {device},drive=disk1"
    # QEMU's virt machine lists its disks from the last one on.
    return (drive, "/dev/vdb", "/dev/vda") if conftest.ARCH == "riscv" else (drive, "/dev/vda", "/dev/vdb")


def test_second_disk_is_mounted_written_and_unmounted(host, tmp_path):
    image = tmp_path / "second.img"
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "hello").write_text("from the second disk\n")
    run(host("mkfs"), "-s", "8", image, tmp_path / "root")
    extra, root, second = second_disk(image)
    result = conftest.boot(f"mkdir /mnt && mount {second} /mnt && cat /mnt/hello && echo kept > /mnt/new && mv /mnt/hello /mnt/moved && "
                           f"umount /mnt && mount -r {second} /mnt && cat /mnt/new && echo no > /mnt/new; cat /mnt/new && umount /mnt",
                           qemuextra=extra, append=f"root={root}")
    assert result.status == 0, result
    assert "from the second disk" in result.out and result.out.count("kept") == 2, result
    assert "replayed" not in run(host("fsck"), image)
    assert read(host("fsls"), image, "/new") == "kept\n" and read(host("fsls"), image, "/moved")


@pytest.mark.parametrize("seed", range(1, 41 if LONG else 3))
def test_storm_of_names_leaves_a_sound_tree(host, stormwork, tmp_path, seed):
    image, root = tmp_path / "second.img", tmp_path / "root"
    root.mkdir()
    run(host("mkfs"), "-s", "8", image, root)
    extra, root, second = second_disk(image)
    result = conftest.boot(f"mkdir /mnt && mount {second} /mnt && /stormwork /mnt {seed} && umount /mnt && /stormwork /tmp {seed}",
                           cpus=4, files=[stormwork], qemuextra=extra, append=f"root={root}")
    assert result.status == 0 and result.out.count("the storm is over") == 2, result
    assert "replayed" not in run(host("fsck"), image)


# ---- A disk that fails ----

# What QEMU's blkdebug counts, and how many of them there are before the work is done.
EVENTS = {"read": ("read_aio", 12), "write": ("write_aio", 16), "flush": ("flush_to_disk", 6)}


def failing_disk(image, conf, kind, number, once):
    """A file for QEMU: the image, whose number-th request of a kind fails, or all from there on."""
    event = EVENTS[kind][0]
    with open(conf, "w") as out:
        for state in range(1, number):
            out.write(f'[set-state]\nevent = "{event}"\nstate = "{state}"\nnew_state = "{state + 1}"\n')
        out.write(f'[inject-error]\nevent = "{event}"\niotype = "{kind}"\nerrno = "5"\nstate = "{number}"\n'
                  f'once = "{"on" if once else "off"}"\n')
    return f"blkdebug:{conf}:{image}"


def failures():
    for kind, (_, most) in EVENTS.items():
        for number in range(1, most, 1 if LONG else 4):
            yield kind, number, False
            if kind != "read":  # one failed read is tried again, and nobody need know
                yield kind, number, True


@pytest.mark.parametrize("kind,number,once", failures())
def test_failing_disk_is_told_and_survived(host, diskwork, tmp_path, kind, number, once):
    image, root = tmp_path / "second.img", tmp_path / "root"
    root.mkdir()
    (root / "big").write_text("0123456789abcde\n" * 20000)
    shutil.copy(os.path.join(conftest.TOP, "build", conftest.ARCH, "root/bin/true"), root / "tool")
    run(host("mkfs"), "-s", "8", image, root)
    extra, root, second = second_disk(failing_disk(image, tmp_path / "conf", kind, number, once))
    result = conftest.boot(f"/diskwork {second}", files=[diskwork], qemuextra=extra, append=f"root={root}")
    assert result.status == 0 and "to the end" in result.out, result
    assert "Input/output error" in result.out, result
    run(host("fsck"), image)
    assert read(host("fsls"), image, "/big") == "0123456789abcde\n" * 20000


@pytest.mark.parametrize("kind,number", [("read", 20), ("write", 2), ("flush", 1)])
def test_failing_root_disk_is_told_and_survived(host, tmp_path, kind, number):
    """The first reads are the boot; without them there is no machine."""
    image, root = tmp_path / "disk.img", tmp_path / "root"
    shutil.copytree(os.path.join(conftest.TOP, "build", conftest.ARCH, "root"), root, symlinks=True)
    (root / "big").write_text("0123456789abcde\n" * 20000)
    run(host("mkfs"), "-s", "32", image, root)
    disk = failing_disk(image, tmp_path / "conf", kind, number, False)
    done = subprocess.run(conftest.runner("--image", disk, "--timeout", 60 * conftest.PATIENCE, "--cmd",
                                          "wc /big; cp /big /copy; sync; mkdir /dir; mv /copy /dir; rm /dir/copy; sync; true"),
                          capture_output=True, text=True, env=conftest.clean_env())
    assert done.returncode in (0, 126), done.stdout[-2000:] + done.stderr[-2000:]
    assert "Input/output error" in done.stdout, done.stdout[-2000:]
    run(host("fsck"), image)
    assert read(host("fsls"), image, "/big") == "0123456789abcde\n" * 20000
