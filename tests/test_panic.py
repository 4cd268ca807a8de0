"""A fault in the kernel: stopped by the protection it hits, reported in full, and the end of the machine."""

import re

import conftest
import pytest

PANIC_STATUS = 99


def crash(how):
    result = conftest.boot("true", cpus=2, append=f"crash={how}")
    assert result.status == PANIC_STATUS, str(result)
    return result.out


@pytest.mark.parametrize("how,where", [("null", "load_null"), ("text", "store_text"), ("rodata", "store_rodata"), ("user", "load_user"),
                                       ("exec", None)])
def test_forbidden_access_is_stopped_and_reported(how, where):
    if how == "exec" and conftest.ARCH == "i386":
        pytest.skip("without PAE there is no right to execute that could be withheld")
    out = crash(how)
    assert "page fault" in out, out
    assert re.search(r"\bpc [0-9a-f]+", out) and re.search(r"cpu \d+, task 1 init", out), out
    assert re.search(r"mm \S+.*users \d+ count \d+", out), out
    assert "init_thread+" in out, "the backtrace has no names:\n" + out
    if where:
        assert where + "+" in out, out
    assert "nothing happened" not in out


def test_fault_on_a_user_address_shows_area_and_pte():
    out = crash("user")
    assert re.search(r"^area: ", out, re.M) and re.search(r"^pte", out, re.M), out


def test_stack_overflow_hits_the_guard_page():
    out = crash("stack")
    assert "kernel stack overflow" in out and "overflow_stack" in out, out


def test_panic_shows_its_message():
    out = crash("panic")
    assert "kernel panic: on purpose" in out and "init_thread+" in out, out
