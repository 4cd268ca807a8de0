#!/usr/bin/python3
"""make bench: runs /bin/bench under QEMU's instruction counter and prints its rows beside the figures of Linux and xv6.

bench.py [ROW...] measures only some rows. The status is 1 when a row failed, not when one is slow; --strict makes it 1 for
a row beyond its `reach`, too.
"""

import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ARCH = os.environ.get("ARCH") or "riscv"
TOUCHED = {"fork_exit_wait_64m": 16384, "fork_exit_wait_16m": 4096}  # pages; the first that the machine has room for


def figures():
    """The columns for this machine, and {row: {column: value}}; reach and aim are the last two."""
    with open(os.path.join(TOP, "tests/bench/figures.tsv")) as file:
        head, *lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    mine = {name.partition("/")[0]: at for at, name in enumerate(head) if at > 1 and name.partition("/")[2] in ("", ARCH)}
    return list(mine), {words[0]: {name: None if words[at] == "-" else float(words[at]) for name, at in mine.items()}
                        for words in lines}


def boot(*words):
    """{row: value} of one boot."""
    env = {**os.environ, "CMD": "", "APPEND": "", "FILES": "", "PROGRAMS": "", "QEMUEXTRA": ""}
    done = subprocess.run([sys.executable, os.path.join(TOP, "tests/run"), "--cpus", "1", "--mem", "256M", "--qemuextra=-icount shift=0",
                           "--timeout", "900", *words], cwd=TOP, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    found = {name: float(value) for name, value in re.findall(r"^(\w+) ([\d.]+) (?:ns|KiB)$", done.stdout, re.M)}
    if done.returncode or not found:
        sys.stderr.write(done.stdout[-2000:] + done.stderr[-2000:])
    return found, done.returncode


def main(words):
    strict = "--strict" in words
    wanted = [word for word in words if word != "--strict"]
    asked = list(dict.fromkeys(row for word in wanted for row in (
        ("fork_exit_wait", *TOUCHED) if word == "fork_per_touched_page" else (word,))))
    rows, failed = boot("--cmd", " ".join(["bench", *(row for row in asked if row != "boot")])) if asked != ["boot"] else ({}, 0)
    if not wanted or "boot" in wanted:
        # The one row that waits for the host, whose disk answers when it likes: the best of three.
        boots = [boot("--append=quiet init=/bin/bench", "--cmd", "boot") for _ in range(3)]
        failed |= any(status for _, status in boots)
        rows.update({"boot": min(more["boot"] for more, _ in boots) / 1e6} if not failed else {})
    touched = next((name for name in TOUCHED if name in rows), None)
    if touched and "fork_exit_wait" in rows:
        rows["fork_per_touched_page"] = (rows[touched] - rows["fork_exit_wait"]) / TOUCHED[touched]

    def cell(value):
        return f"{'-' if value is None else f'{value:,.1f}' if value < 1000 else f'{value:,.0f}':>12}"

    columns, table = figures()
    print(f"{'instructions per operation':<28}" + "".join(f"{head:>12}" for head in ("ditto", *columns)))
    slow = []
    for name, values in table.items():
        if wanted and name not in wanted:
            continue
        value = rows.pop(name, None)
        reach, aim = values["reach"], values["aim"]
        word = "failed" if value is None else "aim" if value <= aim else "reach" if value <= reach else "-"
        slow += [name] if value is not None and value > reach else []
        failed |= value is None
        unit = {"mem_per_child": ", KiB", "boot": ", millions"}.get(name, "")
        print(f"{name + unit:<28}" + cell(value) + "".join(cell(values[column]) for column in columns) + f"  {word}")
    for name, value in rows.items():
        print(f"{name:<28}" + cell(value))
    if slow:
        print(f"beyond their reach: {', '.join(slow)}")
    return 1 if failed or (strict and slow) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
