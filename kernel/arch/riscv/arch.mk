# RISC-V, 64 bits, Sv39, QEMU's virt machine over OpenSBI: what the Makefile must know of it.

TOOLPREFIXES := riscv64-unknown-elf- riscv64-linux-gnu-
CLANG_TARGET := riscv64-unknown-elf

# The kernel's own objects of this port, in the order of the boot.
objs-arch := boot.o setup.o sbi.o smp.o mmu.o mmu_context.o tlb.o trap_entry.o trap.o backtrace.o \
	     switch.o fpu.o thread.o uaccess.o page.o irq.o timer.o console.o

# Drivers that only this machine's boards need.
board-drivers := fdt.o plic.o finisher.o goldfish_rtc.o virtio_mmio.o

# Assemblers since binutils 2.38 want the CSR and fence.i instructions named; older ones do not
# know these names. No compressed floating point, no F and D: the kernel leaves the FP registers
# alone, except where an assembly file saves them.
riscv-ext     = $(shell echo | $(CC) -march=rv64ima_zicsr_zifencei -mabi=lp64 -x c -c -o /dev/null - \
	       2>/dev/null && echo _zicsr_zifencei)
# lld before version 15 cannot relax what clang leaves to it.
riscv-relax   := $(if $(CLANG),-mno-relax)
KERNEL_MARCH   = -march=rv64imac$(riscv-ext) -mabi=lp64 -mcmodel=medany $(riscv-relax)
KERNEL_ASMARCH = -march=rv64imafdc$(riscv-ext) -mabi=lp64 -mcmodel=medany $(riscv-relax)
USER_MARCH     = -march=rv64imafdc$(riscv-ext) -mabi=lp64d -mcmodel=medany $(riscv-relax)

# The ELF start address of user programs.
USER_BASE := 0x10000

QEMU         := qemu-system-riscv64
QEMU_MACHINE := -machine virt -bios default -global virtio-mmio.force-legacy=false
QEMU_DISK    := virtio-blk-device
