"""What a person at the terminal sees, and what `make run` promises to scripts."""

import os
import subprocess
import sys

import pexpect
import pytest

import conftest

PROMPT = r"(?m)^\$ "


class Shell:
    """A guest with a terminal."""

    def __init__(self, cpus=2, append=""):
        words = conftest.runner("--interactive", "--discard", "--cpus", cpus, f"--append={append}")
        self.term = pexpect.spawn(words[0], words[1:], cwd=conftest.TOP, env=conftest.clean_env(), timeout=30 * conftest.PATIENCE,
                                  encoding="utf-8", codec_errors="replace", dimensions=(50, 200))
        self.term.expect(PROMPT)

    def type(self, line):
        """Types a line, returns what came before the next prompt, without the echo of the line."""
        self.term.sendline(line)
        self.term.expect(PROMPT)
        return self.term.before.replace("\r", "").partition("\n")[2]

    def close(self):
        self.term.close(force=True)


@pytest.fixture(scope="module")
def shell():
    sh = Shell()
    yield sh
    sh.close()


def test_shell_runs_a_command(shell):
    assert shell.type("echo hello, world") == "hello, world\n"


def test_shell_pipes(shell):
    assert shell.type("echo one two three | wc").split()[:3] == ["1", "3", "14"]
    assert shell.type("echo abc | cat | cat | grep b") == "abc\n"


def test_shell_redirects(shell):
    shell.type("echo first > /tmp/r.txt")
    shell.type("echo second >> /tmp/r.txt")
    assert shell.type("cat < /tmp/r.txt") == "first\nsecond\n"
    shell.type("rm /tmp/r.txt")


def test_shell_quotes(shell):
    assert shell.type("echo 'a  b' \"c  d\"") == "a  b c  d\n"


def test_shell_lists(shell):
    assert shell.type("true && echo yes; false && echo no; false || echo else") == "yes\nelse\n"


def test_shell_runs_in_the_background(shell):
    shell.type("sleep 1 &")
    assert "still here" in shell.type("echo still here")


def start_reader(shell):
    """A command that waits for its next line."""
    shell.term.sendline("cat")
    shell.term.sendline("it runs")
    shell.term.expect(r"it runs\r*\nit runs\r*\n")


def test_interrupt_ends_the_command_and_not_the_shell(shell):
    start_reader(shell)
    shell.term.sendcontrol("c")
    shell.term.expect(PROMPT)
    assert shell.type("echo alive") == "alive\n"


def test_end_of_file_ends_the_reader(shell):
    start_reader(shell)
    shell.term.sendcontrol("d")
    shell.term.expect(PROMPT)


def test_end_of_file_at_the_prompt_gives_a_new_shell():
    sh = Shell()
    try:
        sh.term.sendcontrol("d")
        sh.term.expect(PROMPT)
        assert sh.type("echo again") == "again\n"
    finally:
        sh.close()


def test_unknown_command_is_said(shell):
    assert "nosuchprogram" in shell.type("nosuchprogram")
    assert shell.type("echo alive") == "alive\n"


@pytest.mark.parametrize("cmd,status", [("true", 0), ("false", 1), ("sh -c 'exit 7'", 7), ("/no/such/program", 127)])
def test_run_gives_the_status_of_the_command(cmd, status):
    result = conftest.boot(cmd)
    assert result.status == status, str(result)


def test_run_shows_nothing_but_the_guest():
    result = conftest.boot("echo 'just this'")
    assert "just this\n" in result.out and "OpenSBI" not in result.out, str(result)


def test_run_ends_at_its_deadline_and_says_where_everybody_was():
    result = conftest.boot("sleep 1000", timeout=8 / conftest.PATIENCE)
    assert result.status == 124, str(result)
    assert "CPU 0: pc=" in result.err and "CPU 1: pc=" in result.err, str(result)


def test_run_fails_on_a_panic():
    result = conftest.boot("true", append="init=/no/such/init")
    assert result.status not in (0, 124), str(result)
    assert "panic" in (result.out + result.err).lower(), str(result)


def test_run_puts_files_on_the_image(tmp_path):
    (tmp_path / "words.txt").write_text("from the host\n")
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\ncat /words.txt\nexit 3\n")
    script.chmod(0o755)
    result = conftest.boot("/script", files=[str(tmp_path / "words.txt"), str(script)])
    assert "from the host\n" in result.out and result.status == 3, str(result)


def test_run_compiles_a_directory_of_programs(tmp_path):
    conftest.Build.folder()
    (tmp_path / "greet.c").write_text('#include "user.h"\nint main(void)\n{\n\tprintf("greetings %d\\n", 6 * 7);\n\treturn 5;\n}\n')
    done = subprocess.run(["make", "run", f"EXTRA={tmp_path}", "CMD=greet"], cwd=conftest.TOP, env=conftest.clean_env(TIMEOUT="60"),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert "greetings 42\n" in done.stdout and done.returncode == 2 and "Error 5" in done.stderr, done.stdout + done.stderr


def test_many_runs_at_once_do_not_disturb_each_other(tmp_path):
    conftest.Build.folder()
    guests = []
    for number in range(3):
        name = tmp_path / f"{number}.txt"
        name.write_text(f"this is {number}\n")
        guests.append(subprocess.Popen(conftest.runner("--cmd", f"cat /{number}.txt; ls /", "--files", name, "--timeout", "60"),
                                       cwd=conftest.TOP, env=conftest.clean_env(), stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, text=True))
    outs = [guest.communicate()[0] for guest in guests]
    for number, out in enumerate(outs):
        assert f"this is {number}\n" in out and guests[number].returncode == 0, out
        assert not any(f"{other}.txt" in out for other in range(3) if other != number), out


@pytest.mark.parametrize("cpus,mem", [(1, "64M"), (1, "128M"), (3, "256M"), (8, "1G"), (2, "3G")])
def test_boots_on_machines_of_all_sizes(cpus, mem):
    result = conftest.boot("echo up", cpus=cpus, mem=mem)
    assert "up\n" in result.out and result.status == 0, str(result)


if conftest.ARCH == "i386":
    # What a PC may lack: a local APIC (then the 8254 gives the time), firmware that tells of APICs, an I/O APIC.
    @pytest.mark.parametrize("cpus,append,qemuextra", [(1, "", "-cpu qemu32,-apic"), (1, "", "-machine acpi=off"), (2, "noapic", "")],
                             ids=["no-lapic", "no-acpi", "no-ioapic"])
    def test_boots_with_the_8259s(cpus, append, qemuextra):
        result = conftest.boot("usertests nanosleep_takes_its_time busy_tasks_share_cpus ppoll_waits_for_pipes", cpus=cpus,
                               append=append, qemuextra=qemuextra)
        assert "ALL TESTS PASSED\n" in result.out and result.status == 0, str(result)
        result = conftest.boot("sh -c 'exit 7'", cpus=cpus, append=append, qemuextra=qemuextra)
        assert result.status == 7, str(result)
