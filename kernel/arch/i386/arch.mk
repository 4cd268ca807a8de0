# i386, 32 bits, two-level tables, QEMU's pc machine by multiboot: what the Makefile must know of it.

TOOLPREFIXES := i686-linux-gnu-
CLANG_TARGET := i686-linux-gnu

# MM=flat: each address space has its own page directory. MM=slots: Linux 0.11's model, one directory for
# everybody, of which each address space owns 64 MiB; see docs/linux-0.11.md.
ifneq ($(filter-out flat slots,$(MM)),)
$(error MM is flat or slots)
endif
ifeq ($(MM),slots)
mm-flags := -DCONFIG_MM_SLOTS
endif

# The kernel's own objects of this port, in the order of the boot.
objs-arch := boot.o setup.o acpi.o smp.o trampoline.o gdt.o mmu.o mmu_context.o slots.o ldt.o tlb.o trap_entry.o \
	     trap.o backtrace.o switch.o thread.o uaccess.o page.o irq.o timer.o console.o old_calls.o old_times.o \
	     old_stat.o old_signals.o atomic.o
# Drivers that only this machine's boards need.
board-drivers := pic.o lapic.o ioapic.o pit.o cmos_rtc.o pci.o virtio_pci.o

# The first three arguments of a function are in registers, and the stack is aligned to words only.
# The kernel leaves the FP and SSE registers alone, except where an assembly file saves them. Debian's
# i386 means an i686: with CMOV, and on our machine SSE2.
i386-kernel    = -march=i686 -mregparm=3 -mno-mmx -mno-sse -mno-80387 -msoft-float \
		 $(if $(CLANG),-mstack-alignment=4,-mpreferred-stack-boundary=2)
# Nothing has to be aligned here, and task_struct is to 16 bytes, which the head of a list of tasks is not.
KERNEL_SANITIZE := -fno-sanitize=alignment
KERNEL_MARCH   = -m32 $(i386-kernel) $(mm-flags)
KERNEL_ASMARCH = -m32 -march=i686 -Wa,--noexecstack $(mm-flags)
USER_MARCH     = -m32 -march=i686 $(mm-flags)

# clang brings no such library for this machine.
LIBGCC = $(if $(CLANG),$(shell $(TOOLPREFIX)gcc -m32 -print-libgcc-file-name),-lgcc)

# The ELF start address of user programs.
USER_BASE := 0x10000

QEMU         := qemu-system-i386
# How the guest ends QEMU with a status: it writes the status, one byte, to the debug console at port 0xe9,
# which tests/run reads from its file (@DIR@ is tests/run's directory for this boot). Then a status of 0
# powers off by ACPI; any other is written to the debug-exit device at port 0xf4, which makes QEMU's own
# status (status << 1 | 1) & 0xff: never 0, but not every number.
QEMU_MACHINE := -machine pc -nic none -device isa-debug-exit,iobase=0xf4,iosize=0x01 \
		-debugcon file:@DIR@/status -global isa-debugcon.iobase=0xe9
QEMU_DISK    := virtio-blk-pci
