"""gdb's view of ditto, loaded by `make gdb`. Four commands, each with `help COMMAND`:

    tasks               every task: pid, state, CPU, name, where it sleeps
    areas PID           the areas of a process's address space
    walk ADDRESS [PID]  the page-table entries on the way to an address
    trace               what is in the kernel's trace ring
"""

import os

import gdb


def value(expression):
    return gdb.parse_and_eval(expression)


def container_of(pointer, struct, member):
    kind = gdb.lookup_type("struct " + struct)
    offset = next(field.bitpos // 8 for field in kind.fields() if field.name == member)
    return (pointer.cast(gdb.lookup_type("char").pointer()) - offset).cast(kind.pointer())


def each(head, struct, member):
    """The structures on a list that begins at head."""
    node = head["next"]
    while node != head.address:
        yield container_of(node, struct, member)
        node = node["next"]


def number(val):
    """An integer out of a plain number, an enum or a structure that wraps one (atomic_t, pte_t)."""
    kind = val.type.strip_typedefs()
    return number(val[kind.fields()[0]]) if kind.code == gdb.TYPE_CODE_STRUCT else int(val)


def tasks():
    yield value("init_task").address
    yield from each(value("task_list"), "task_struct", "tasks")


def task(pid):
    for tsk in tasks():
        if int(tsk["pid"]) == pid:
            return tsk
    raise gdb.GdbError(f"there is no task {pid}")


def current():
    """The task of the CPU that gdb looks at: riscv keeps it in tp, i386 in the first word of the kernel stack."""
    name = gdb.selected_frame().architecture().name()
    if "riscv" in name:
        return gdb.parse_and_eval("(struct task_struct *)$tp")
    if name.startswith("i386") and int(gdb.parse_and_eval("$cs")) & 3 == 0:
        return gdb.parse_and_eval("*(struct task_struct **)((unsigned long)$esp & ~8191ul)")
    raise gdb.GdbError("say which PID")


def symbol(addr):
    block = gdb.execute(f"info symbol {addr:#x}", to_string=True)
    return "" if block.startswith("No symbol") else block.split(" in section")[0]


class Command(gdb.Command):
    def __init__(self):
        super().__init__(self.name, gdb.COMMAND_DATA)


class Tasks(Command):
    """tasks: every task with its pid, parent, state, CPU, mm and name; for one that does not run, where it will go on."""

    name = "tasks"

    def invoke(self, arg, from_tty):
        print("  pid  ppid cpu state                mm                 comm             goes on at")
        for tsk in tasks():
            parent = int(tsk["parent"]["pid"]) if tsk["parent"] else 0
            cpu = tsk["thread_info"]["cpu"]
            cpu = int(cpu["id"]) if cpu else "-"
            state = str(tsk["state"]).replace("TASK_", "").lower()
            where = ""
            for member in ("ra", "eip", "ip"):
                if any(field.name == member for field in tsk["thread"].type.fields()):
                    where = symbol(int(tsk["thread"][member]))
            print(f"{int(tsk['pid']):5} {parent:5} {cpu:>3} {state:20} {int(tsk['mm']):<#18x} {tsk['comm'].string():16} {where}")


class Areas(Command):
    """areas PID: the areas of the process's address space, as /proc/PID/maps shows them, and the counts of its mm."""

    name = "areas"
    letters = ((1, "r"), (2, "w"), (4, "x"))

    def invoke(self, arg, from_tty):
        tsk = task(int(arg, 0)) if arg else current()
        mm = tsk["mm"]
        if not mm:
            raise gdb.GdbError("it is a kernel thread, or has left its address space")
        print(f"mm {int(mm):#x}: mm_users {number(mm['mm_users'])}, mm_count {number(mm['mm_count'])}, {int(mm['map_count'])} areas, "
              f"brk {int(mm['brk']):#x}, pgd {int(mm['pgd']):#x}")
        vma = mm["mmap"]
        while vma:
            flags = int(vma["vm_flags"])
            rights = "".join(letter if flags & bit else "-" for bit, letter in self.letters) + ("s" if flags & 8 else "p")
            what = f"file {int(vma['vm_file']):#x} at page {int(vma['vm_pgoff'])}" if vma["vm_file"] else ""
            print(f"  {int(vma['vm_start']):#014x}-{int(vma['vm_end']):#014x} {rights} flags {flags:#x} {what}")
            vma = vma["vm_next"]


class Walk(Command):
    """walk ADDRESS [PID]: each page-table entry between the address space's root and the page. Without PID: of the task that
    runs on the selected CPU."""

    name = "walk"

    def invoke(self, arg, from_tty):
        words = gdb.string_to_argv(arg)
        if not words:
            raise gdb.GdbError("walk ADDRESS [PID]")
        addr = int(value(words[0])) & (1 << 64) - 1
        tsk = task(int(words[1], 0)) if len(words) > 1 else current()
        mm = tsk["mm"] or tsk["active_mm"]
        wide = gdb.lookup_type("long").sizeof == 8
        (self.wide if wide else self.narrow)(addr, int(mm["pgd"]))

    def entry(self, addr, size):
        return int.from_bytes(gdb.selected_inferior().read_memory(addr, size).tobytes(), "little")

    def wide(self, addr, table):
        """Sv39."""
        offset = int(value("(unsigned long)PAGE_OFFSET"))
        for level in (2, 1, 0):
            index = addr >> (12 + 9 * level) & 511
            pte = self.entry(table + 8 * index, 8)
            bits = "".join(letter if pte >> bit & 1 else "-" for bit, letter in enumerate("VRWXUGAD"))
            print(f"  level {level}  table {table:#x}  [{index:3}] = {pte:#018x}  {bits}  frame {(pte >> 10 & (1 << 44) - 1) << 12:#x}")
            if not pte & 1 or pte & 0xe:
                return
            table = ((pte >> 10 & (1 << 44) - 1) << 12) + offset

    def narrow(self, addr, table):
        """i386, two levels."""
        offset = int(value("(unsigned long)PAGE_OFFSET"))
        for level in (1, 0):
            index = addr >> (12 + 10 * level) & 1023
            pte = self.entry(table + 4 * index, 4)
            print(f"  level {level}  table {table:#x}  [{index:4}] = {pte:#010x}")
            if not pte & 1 or pte & 0x80 and level:
                return
            table = (pte & ~0xfff) + offset


class Trace(Command):
    """trace: the steps of fork and exit that are in the kernel's trace ring, oldest first; they stay there."""

    name = "trace"

    def invoke(self, arg, from_tty):
        ring = value("'kernel/debug/trace.c'::ring")
        first, after = (int(value(f"'kernel/debug/trace.c'::{name}")) for name in ("first", "next"))
        slots = ring.type.range()[1] + 1
        for number in range(first, after):
            entry = ring[number % slots]
            print(f"{number} cpu={int(entry['cpu'])} pid={int(entry['pid'])} comm={entry['comm'].string()} mm={int(entry['mm']):x} "
                  f"users={int(entry['users'])} count={int(entry['count'])} {entry['function'].string()} {entry['detail'].string()}")


class Attach(Command):
    """ditto-attach: connects to the QEMU that `make qemu-gdb` has started."""

    name = "ditto-attach"

    def invoke(self, arg, from_tty):
        port = os.environ.get("GDBPORT") or 25000 + os.getuid() % 5000
        gdb.execute("set confirm off")
        gdb.execute("set pagination off")
        try:
            gdb.execute(f"target remote 127.0.0.1:{port}")
        except gdb.error as error:
            print(f"{error}. Is `make qemu-gdb` running in another terminal?")
            return
        print("Type `hbreak start_kernel` or `hbreak copy_process`, then `continue`. Commands: tasks, areas, walk, trace.")


for command in (Tasks, Areas, Walk, Trace, Attach):
    command()
