"""What the documents point at is there."""

import os
import re
import subprocess

import pytest

import conftest


def documents():
    found = [name for name in ("README.md",) if os.path.exists(os.path.join(conftest.TOP, name))]
    for folder in ("docs", "labs"):
        for where, _, names in os.walk(os.path.join(conftest.TOP, folder)):
            found += [os.path.relpath(os.path.join(where, n), conftest.TOP) for n in sorted(names) if n.endswith(".md")]
    return found


@pytest.mark.parametrize("document", documents())
def test_links_lead_somewhere(document):
    path = os.path.join(conftest.TOP, document)
    with open(path) as file:
        text = file.read()
    bad = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        where = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
        if not os.path.exists(where):
            bad.append(target)
        elif anchor and re.fullmatch(r"L\d+", anchor):
            with open(where) as file:
                if int(anchor[1:]) > len(file.readlines()):
                    bad.append(target)
        elif anchor and where.endswith(".md"):
            with open(where) as file:
                heads = {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-")
                         for h in re.findall(r"^#+ (.*)", file.read(), re.M)}
            if anchor not in heads:
                bad.append(target)
    assert not bad, f"{document}: links to nothing: {bad}"


@pytest.mark.parametrize("document", documents())
def test_files_that_are_named_exist(document):
    """`kernel/mm/fault.c`, `tests/run`: paths in backquotes that begin with a folder of ours."""
    with open(os.path.join(conftest.TOP, document)) as file:
        text = file.read()
    folders = "kernel|user|include|mkfs|tests|tools|docs|labs"
    bad = [name for name in re.findall(rf"`((?:{folders})/[\w./-]*\w)`", text)
           if "NAME" not in name and not os.path.exists(os.path.join(conftest.TOP, name))]
    assert not bad, f"{document}: names files that are not there: {bad}"


def test_readme_names_the_walks_functions():
    with open(os.path.join(conftest.TOP, "README.md")) as file:
        text = file.read()
    for name in ("sys_fork", "do_fork", "copy_process", "copy_mm", "dup_mm", "dup_mmap", "copy_page_range", "do_wp_page", "do_exit",
                 "exit_mm", "mm_release", "complete_vfork_done", "exit_mmap", "mmput"):
        assert name in text, f"README.md: the walks do not name {name}"


def test_every_make_target_is_in_help():
    done = subprocess.run(["make", "help"], cwd=conftest.TOP, env=conftest.clean_env(), capture_output=True, text=True, check=True)
    with open(os.path.join(conftest.TOP, "Makefile")) as file:
        phony = re.findall(r"^\.PHONY: (.*)", file.read(), re.M)
    for target in " ".join(phony).split():
        if target not in ("all", "FORCE", "kernel", "image", "help", "list-kernel", "qemu-words"):
            assert f"make {target}" in done.stdout or f" {target}" in done.stdout, f"make help does not name {target}"


def test_nothing_binary_and_nothing_built_is_kept():
    done = subprocess.run(["git", "ls-files", "-z"], cwd=conftest.TOP, capture_output=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, done.stdout.decode().split("\0")):
        path = os.path.join(conftest.TOP, name)
        assert not name.startswith("build/"), name
        if os.path.isfile(path):
            with open(path, "rb") as file:
                assert b"\0" not in file.read(), f"{name} is binary"
