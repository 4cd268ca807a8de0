"""The image maker: same input, same bytes; a full root directory fits; bad input is said and not swallowed."""

import os
import subprocess

import pytest

import conftest


@pytest.fixture(scope="module")
def mkfs():
    conftest.Build.folder()
    return os.path.join(conftest.TOP, "build/host/mkfs")


@pytest.fixture
def root(tmp_path):
    top = tmp_path / "root"
    (top / "bin").mkdir(parents=True)
    (top / "bin/tool").write_bytes(os.urandom(300000))
    (top / "bin/tool").chmod(0o755)
    (top / "empty").write_bytes(b"")
    (top / "link").symlink_to("bin/tool")
    for number in range(300):
        (top / f"file-{number}-{'x' * (number % 100)}").write_text(str(number))
    return top


def test_mkfs_same_input_same_bytes(mkfs, root, tmp_path):
    images = []
    for number in range(2):
        image = tmp_path / f"{number}.img"
        subprocess.run([mkfs, "-s", "16", image, root], check=True)
        images.append(image.read_bytes())
        os.utime(root / "empty", (number, number))
    assert images[0] == images[1] and len(images[0]) == 16 << 20


def test_mkfs_says_when_it_does_not_fit(mkfs, root, tmp_path):
    (root / "big").write_bytes(os.urandom(20 << 20))
    done = subprocess.run([mkfs, "-s", "16", tmp_path / "small.img", root], capture_output=True, text=True)
    assert done.returncode and done.stderr


def test_mkfs_says_when_the_directory_is_missing(mkfs, tmp_path):
    done = subprocess.run([mkfs, "-s", "16", tmp_path / "none.img", tmp_path / "nowhere"], capture_output=True, text=True)
    assert done.returncode and done.stderr


def test_guest_reads_what_mkfs_wrote(tmp_path):
    files = []
    for size in (0, 1, 4095, 4096, 4097, 49152, 200000, 5000001):
        path = tmp_path / f"f{size}"
        path.write_bytes(b"0123456789abcde\n" * (size // 16) + b"z" * (size % 16))
        files.append(str(path))
    names = " ".join(f"/f{os.path.basename(f)[1:]}" for f in files)
    result = conftest.boot(f"wc {names}", files=files)
    for file in files:
        with open(file) as text:
            body = text.read()
        want = [str(body.count("\n")), str(len(body.split())), str(len(body))]
        assert any(line.split()[:3] == want and os.path.basename(file) in line for line in result.out.splitlines()), \
            f"{file}: expected {want}\n{result}"
