"""The in-kernel tests: the boot word ktest runs kernel/test, which prints a verdict per line and powers off."""

import glob
import os
import re

import pytest

import conftest

MACHINES = {"cpus1": 1, "cpus4": 4}


def names():
    """The names in the lists of tests (struct ktest), from the sources: known without a boot."""
    found = []
    for path in sorted(glob.glob(os.path.join(conftest.TOP, "kernel/test/*.c"))):
        with open(path) as source:
            for table in re.findall(r"^const struct ktest \w+\[\] = \{\n(.*?)^\};", source.read(), re.M | re.S):
                found += re.findall(r'\{\s*"((?:[^"\\]|\\.)*)",\s*\w+\s*\}', table)
    return found


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", names())
def test_kernel(boots, machine, name):
    result = boots.result("ktest-" + machine, cmd="", append="ktest", cpus=MACHINES[machine], timeout=120, variant="-debug")
    conftest.judge(conftest.tap(result.out), name, result)


@pytest.mark.parametrize("machine", MACHINES)
def test_kernel_ends_well(boots, machine):
    result = boots.result("ktest-" + machine, cmd="", append="ktest", cpus=MACHINES[machine], timeout=120, variant="-debug")
    assert names() and result.status == 0, str(result)
