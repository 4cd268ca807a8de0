"""`make check`, a verdict per check. (The comparison with Linux's headers is test_abi.py.)"""

import importlib.util
import os

import pytest

import conftest


def load():
    spec = importlib.util.spec_from_file_location("check", os.path.join(conftest.TOP, "tools/check.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECKS = {check.__name__: check for check in load().CHECKS if check.__name__ != "abi"}


@pytest.mark.parametrize("check", CHECKS)
def test_check(check):
    bad = CHECKS[check]()
    assert not bad, f"not true: {CHECKS[check].__doc__}\n" + "\n".join(bad[:60])
