"""The system tests: user/tests on the machine, several machines, each TAP line a verdict of its own."""

import re

import pytest

import conftest

# What is run: a name, how many CPUs, which build. -O0 and the checks of a debug kernel change every
# timing and every layout, and neither may change a verdict.
MACHINES = {
    "cpus1": dict(cpus=1),
    "cpus4": dict(cpus=4),
    "cpus2-O0": dict(cpus=2, variant="-O0"),
    "cpus3-debug": dict(cpus=3, variant="-debug"),
}
if conftest.ARCH == "i386":  # Linux 0.11's memory model
    MACHINES["cpus1-slots"] = dict(cpus=1, variant="-slots")
    MACHINES["cpus4-slots"] = dict(cpus=4, variant="-slots")
COMMAND = "usertests -q"
DEADLINE = 420


def names():
    """The tests that the image has, in its own words."""
    try:
        result = conftest.boot("echo BEGIN; usertests -lq; echo END", timeout=40)
    except BaseException:  # a build that fails is reported by the verdict below, not at collection
        return []
    listing = re.search(r"^BEGIN$(.*?)^END$", result.out, re.M | re.S)
    return re.findall(r"^([a-z]\w+)\b", listing.group(1), re.M) if listing else []


def run(boots, machine):
    return boots.result(machine, cmd=COMMAND, timeout=DEADLINE, **MACHINES[machine])


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        pairs = [(machine, name) for machine in MACHINES for name in NAMES]
        metafunc.parametrize("machine,name", pairs, ids=[f"{machine}-{name}" for machine, name in pairs])


NAMES = names()


@pytest.fixture(scope="module", autouse=True)
def all_machines_at_once(boots, request):
    """The first test that needs one boot starts them all."""
    for machine in MACHINES:
        if any(machine in item.nodeid for item in request.session.items):
            boots.start(machine, cmd=COMMAND, timeout=DEADLINE, **MACHINES[machine])


def test_usertests_lists_its_tests():
    assert NAMES, f"usertests -l listed nothing: {conftest.boot('usertests -l', timeout=40)}"


def test_usertests(boots, machine, name):
    result = run(boots, machine)
    conftest.judge(conftest.tap(result.out), name, result)


@pytest.mark.parametrize("machine", MACHINES)
def test_all_tests_passed(boots, machine):
    result = run(boots, machine)
    if result.status or not re.search(r"^ALL TESTS PASSED$", result.out, re.M):
        pytest.fail(str(result), pytrace=False)
