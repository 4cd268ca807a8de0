# ditto's only Makefile. `make help` tells what to type. From top to bottom:
#
#   1  what you may set             5  user programs, the image
#   2  tools and flags              6  run, debug
#   3  the kernel, file by file     7  test, check, bench
#   4  how things are built         8  set-up, help
#
# All output goes to build/. What one machine needs differently is in kernel/arch/$(ARCH)/arch.mk.

# ---- 1. What you may set: make NAME=value ... ---------------------------------------------------

ARCH    ?= riscv#	the machine
CPUS    ?= 3#		how many CPUs QEMU has, 1 to 8
MEM     ?= 256M#	how much memory
OPT     ?= -O2#		-O0 ... -O2, -Os
MM      ?=#		a memory model of the machine's other than its usual one: see its arch.mk
DEBUG   ?=#		1: lock checker, full assertions, undefined behaviour traps
CLANG   ?=#		1: clang and lld instead of gcc
WERROR  ?=#		1: warnings are errors
TIMEOUT ?= 600#		seconds that `make run` gives the guest
DISK    ?= 64#		size of the image in MiB
V       ?=#		1: show commands
LONG    ?=#		1: `make test` takes an hour for power cuts and corrupt images
FUZZ    ?= 300#		seconds of `make fuzz`

# Taken as they were typed, so that CMD='echo $?' needs no second dollar sign.
override CMD := $(value CMD)
override APPEND := $(value APPEND)
EXTRA     ?=#		a directory: EXTRA/*.c become programs in /bin
FILES     ?=#		host files to put into / of the image
QEMUEXTRA ?=#		more words for QEMU

variant := $(if $(filter-out flat,$(MM)),-$(MM))$(if $(DEBUG),-debug)$(if $(CLANG),-clang)$(if $(WERROR),-werror)$(filter-out -O2,$(OPT))
B := build/$(ARCH)$(variant)
G := $(B)/gen

all: kernel image
.DEFAULT_GOAL := all
.PHONY: all kernel image FORCE
.PRECIOUS: %.o
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# ---- 2. Tools and flags --------------------------------------------------------------------------

# What is missing is installed before anything else: these files are made by tools/setup, and make
# then reads the Makefile again, with the tools there.
goals := $(or $(MAKECMDGOALS),all)
needs := $(if $(filter-out clean help doctor setup,$(goals)),build) \
	 $(if $(filter qemu qemu-gdb run bench test,$(goals)),run) \
	 $(if $(filter test,$(goals)),test) $(if $(filter check test format,$(goals)),check) $(if $(filter gdb,$(goals)),gdb)
include $(needs:%=build/have-$(ARCH)-%.mk)
build/have-$(ARCH)-%.mk: tools/setup
	@mkdir -p $(@D)
	@tools/setup --arch $(ARCH) $* && touch $@

include kernel/arch/$(ARCH)/arch.mk

TOOLPREFIX ?= $(or $(firstword $(foreach p,$(TOOLPREFIXES),$(if $(shell command -v $(p)gcc),$(p)))),\
		   $(firstword $(TOOLPREFIXES)))
ifeq ($(CLANG),)
CC := $(TOOLPREFIX)gcc
else
CC := clang --target=$(CLANG_TARGET) -fuse-ld=lld -Wno-unused-command-line-argument
endif
# What a 32-bit program's divisions of 64 bits call; the kernel does without.
LIBGCC ?= $(if $(CLANG),,-lgcc)
# These try the compiler out, once.
$(foreach v,KERNEL_MARCH KERNEL_ASMARCH USER_MARCH,$(eval $v := $($v)))
NM     := $(TOOLPREFIX)nm
AR     := $(TOOLPREFIX)ar
OBJCOPY := $(TOOLPREFIX)objcopy
HOSTCC ?= cc

warnings := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wvla -Wshadow -Wno-unused-parameter \
	    -Wno-sign-compare $(if $(WERROR),-Werror)
common   := -std=gnu11 $(OPT) -g -ffreestanding -fno-pie -fno-common -fno-stack-protector \
	    -fno-asynchronous-unwind-tables -fno-strict-aliasing -ffile-prefix-map=$(CURDIR)/= $(warnings)
kinclude := -Iinclude -Iinclude/abi/$(ARCH) -Ikernel/arch/$(ARCH)/include -I$(G)
uinclude := -Iuser -Iinclude -Iinclude/abi/$(ARCH) -I$(G) -I.

# Frame pointers for the backtrace. Page zero is never mapped, but the compiler may not deduce from
# an access that a pointer is not null: a fault on it should stay visible.
KCFLAGS := $(common) $(KERNEL_MARCH) $(kinclude) -D__KERNEL__ -fno-omit-frame-pointer \
	   -g3 -fno-delete-null-pointer-checks
ifeq ($(DEBUG),)
KCFLAGS += $(if $(filter -O0,$(OPT)),,-Wframe-larger-than=1024)
else
KCFLAGS += -DCONFIG_DEBUG -fno-optimize-sibling-calls -fsanitize=undefined $(KERNEL_SANITIZE)
endif
KASFLAGS := $(KERNEL_ASMARCH) $(kinclude) -D__ASSEMBLY__ -D__KERNEL__ -g
KLDFLAGS := $(KERNEL_MARCH) -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 \
	    -Wl,--fatal-warnings
# The tests hand bad pointers to the kernel on purpose.
UCFLAGS  := $(common) $(USER_MARCH) $(uinclude) -ffunction-sections -fdata-sections -fno-builtin-printf \
	    -Wno-array-bounds $(if $(CLANG),,-Wno-stringop-overread -Wno-stringop-overflow)
UASFLAGS := $(USER_MARCH) $(uinclude) -D__ASSEMBLY__ -g
ULDFLAGS := $(USER_MARCH) -nostdlib -static -no-pie -Wl,--build-id=none -Wl,--gc-sections \
	    -Wl,-z,max-page-size=4096 -Wl,$(if $(CLANG),--image-base,-Ttext-segment)=$(USER_BASE)
HOSTCFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter $(if $(WERROR),-Werror) -Iinclude

# ---- 3. The kernel, file by file -----------------------------------------------------------------

objs-main    := main.o boot_words.o
objs-syscall := dispatch.o table.o system.o
objs-process := task.o pid.o fork.o vfork.o exec.o elf.o script.o exit.o wait.o signal.o ids.o \
		robust_list.o
objs-mm      := mm.o vma.o mmap.o brk.o mprotect.o copy.o fault.o zap.o rmap.o uaccess.o filemap.o file_io.o \
		msync.o account.o pgtable.o boot_ranges.o page_alloc.o page_tree.o slab.o kstack.o static_stacks.o \
		kernel_image.o
objs-sched   := runqueue.o schedule.o idle.o
objs-time    := clock.o tick.o timer.o sleep.o
objs-sync    := spinlock.o mutex.o rwsem.o waitqueue.o completion.o lockrank.o
objs-fs      := init.o block.o inode.o dcache.o mount.o path.o namei.o open.o read_write.o iov.o readdir.o \
		stat.o attr.o fadvise.o fcntl.o locks.o poll.o file_table.o fs_struct.o pipe.o tty.o devfs.o
objs-fs/dittofs := super.o log.o recover.o meta.o balloc.o bmap.o inode.o orphan.o data.o file.o \
		holes.o dir.o namei.o flush.o
objs-fs/tmpfs := super.o file.o names.o shmem.o
objs-fs/proc := root.o text.o task.o mem.o fd.o system.o control.o
objs-drivers := uart.o virtio.o virtio_queue.o virtio_blk.o $(board-drivers)
objs-lib     := string.o printf.o bitmap.o rbtree.o random.o
objs-debug   := printk.o panic.o backtrace.o ksyms.o trace.o fault_inject.o ubsan.o
objs-test    := ktest.o lib.o arch_cpu.o arch_pte.o arch_uaccess.o locks.o waits.o sched.o time.o memory.o \
		walker.o process.o debug.o crash.o

folders := syscall process mm sched time sync fs fs/dittofs fs/tmpfs fs/proc drivers lib debug test
kobjs   := $(objs-arch:%=arch/$(ARCH)/%) $(objs-main) $(foreach d,$(folders),$(objs-$d:%=$d/%))

# ---- 4. How things are built ---------------------------------------------------------------------

# A short line per step, on standard error, since the standard output of `make run` is the guest's alone;
# V=1 shows the commands instead, make -s nothing.
quiet := $(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
say = $(if $(V),,@$(if $(quiet),,echo "  $(1)	$(2)" >&2;))

KOBJS := $(kobjs:%=$(B)/kernel/%)
GEN   := $(G)/abi/syscall_nr.h $(G)/syscall_table.h
awk-syscalls = awk -v arch=$(ARCH) -v out=$(1) -f tools/syscalls.awk include/abi/syscalls.tbl > $@

kernel: $(B)/kernel/ditto

# Linked twice: the first link is asked for its symbols, the second has them inside, for backtraces.
# The table lies behind the code, so that it does not move what it describes; that is verified.
$(B)/kernel/ditto: $(KOBJS) $(G)/ksyms0.o kernel/arch/$(ARCH)/kernel.ld
	$(call say,LD,$@)$(CC) $(KLDFLAGS) -T kernel/arch/$(ARCH)/kernel.ld -o $@.tmp $(KOBJS) $(G)/ksyms0.o
	@$(NM) -n $@.tmp | awk -f tools/ksyms.awk > $(G)/ksyms1.c
	@$(CC) $(KCFLAGS) -c -o $(G)/ksyms1.o $(G)/ksyms1.c
	@$(CC) $(KLDFLAGS) -T kernel/arch/$(ARCH)/kernel.ld -o $@.new $(KOBJS) $(G)/ksyms1.o
	@$(NM) -n $@.new | awk -f tools/ksyms.awk | cmp - $(G)/ksyms1.c
	@rm -f $@.tmp; mv $@.new $@

$(G)/ksyms0.o: tools/ksyms.awk include/kernel/ksyms.h $(B)/flags
	@awk -f $< /dev/null > $(@:.o=.c)
	@$(CC) $(KCFLAGS) -c -o $@ $(@:.o=.c)

# Its functions only pass arguments on: a frame of their own would be most of what they cost.
$(B)/kernel/syscall/table.o: KCFLAGS += -fomit-frame-pointer

$(B)/kernel/%.o: kernel/%.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(KCFLAGS) -MMD -MP -c -o $@ $<

$(B)/kernel/%.o: kernel/%.S $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,AS,$<)$(CC) $(KASFLAGS) -MMD -MP -c -o $@ $<

$(G)/abi/syscall_nr.h: include/abi/syscalls.tbl tools/syscalls.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)$(call awk-syscalls,nr)
$(G)/syscall_table.h: include/abi/syscalls.tbl tools/syscalls.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)$(call awk-syscalls,table)
$(G)/usys.S: include/abi/syscalls.tbl tools/syscalls.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)$(call awk-syscalls,stubs)

# Changes when the compiler or a flag does; whatever was compiled with others is compiled again.
$(B)/flags: FORCE
	@mkdir -p $(@D) $(G)
	@echo '$(CC) $(KCFLAGS) / $(KASFLAGS) / $(KLDFLAGS) / $(UCFLAGS) / $(ULDFLAGS)' | \
		cmp -s - $@ || echo '$(CC) $(KCFLAGS) / $(KASFLAGS) / $(KLDFLAGS) / $(UCFLAGS) / $(ULDFLAGS)' > $@

-include $(shell test -d $(B) && find $(B) -name '*.d')

# ---- 5. User programs, the image -----------------------------------------------------------------

# user/bin/NAME.c or all of user/bin/NAME/*.c is the program /bin/NAME; user/tests likewise /tests/NAME.
programs = $(patsubst user/%.c,%,$(wildcard user/$(1)/*.c)) \
	   $(sort $(patsubst user/%/,%,$(dir $(wildcard user/$(1)/*/*.c))))
progs := $(call programs,bin) $(call programs,tests)
ulib  := $(patsubst user/lib/%,$(B)/user/lib/%.o,$(basename $(wildcard user/lib/*.c user/lib/$(ARCH)/*.[cS])))
extra-name  := $(subst /,_,$(abspath $(EXTRA)))
extra-progs := $(if $(EXTRA),$(patsubst $(EXTRA)/%.c,$(B)/extra/$(extra-name)/%,$(wildcard $(EXTRA)/*.c)))

objs-of = $(patsubst user/%.c,$(B)/user/%.o,$(or $(wildcard user/$(1).c),$(wildcard user/$(1)/*.c)))
.SECONDEXPANSION:
$(progs:%=$(B)/root/%): $(B)/root/%: $$(call objs-of,%) $(B)/user/libditto.a
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ULDFLAGS) -o $(B)/user/$*.elf $^ $(LIBGCC)
	@$(if $(CLANG),cp,$(OBJCOPY) --strip-debug) $(B)/user/$*.elf $@

$(B)/extra/$(extra-name)/%: $(B)/extra/$(extra-name)/%.o $(B)/user/libditto.a
	$(call say,LD,$@)$(CC) $(ULDFLAGS) -o $@ $^ $(LIBGCC)

$(B)/user/libditto.a: $(ulib) $(B)/user/usys.o
	$(call say,AR,$@)rm -f $@; $(AR) rcsD $@ $^

$(B)/user/usys.o: $(G)/usys.S $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,AS,$<)$(CC) $(UASFLAGS) -c -o $@ $<

$(B)/user/%.o: user/%.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(UCFLAGS) -MMD -MP -c -o $@ $<

$(B)/user/%.o: user/%.S $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,AS,$<)$(CC) $(UASFLAGS) -MMD -MP -c -o $@ $<

$(B)/extra/$(extra-name)/%.o: $(EXTRA)/%.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(UCFLAGS) -I$(EXTRA) -MMD -MP -c -o $@ $<

# Programs of the host: build/host/NAME is mkfs/NAME.c, with the library that reads and writes images.
build/host/%: build/host/%.o build/host/image.o
	$(call say,HOSTLD,$@)$(HOSTCC) -o $@ $^
build/host/%.o: mkfs/%.c
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)$(HOSTCC) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

# The kernel's file systems as a program of the host, for tests (tests/host/machine/machine.h); fsck is inside.
# Twice: for the crash tests, and with clang's coverage for fuzzing.
machine-srcs := $(patsubst %,kernel/fs/%.c,inode dcache mount path namei open read_write iov readdir stat attr \
			fcntl locks file_table fs_struct block tmpfs/super tmpfs/file tmpfs/names) \
		$(objs-fs/dittofs:%.o=kernel/fs/dittofs/%.c) \
		$(patsubst %,kernel/mm/%.c,filemap file_io page_tree) kernel/lib/bitmap.c kernel/debug/fault_inject.c \
		$(patsubst %,kernel/sync/%.c,waitqueue mutex completion lockrank spinlock) \
		$(patsubst %,tests/host/machine/%.c,tasks memory disk rest calls)
host-srcs    := tests/host/machine/os.c mkfs/image.c mkfs/fsck.c
crash-srcs   := $(wildcard tests/crash/*.c)
fs-srcs      := $(wildcard tests/fs/*.c) tests/host/host.c
fuzz-srcs    := $(wildcard tests/fuzz/*.c)
MACHINEFLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -fno-strict-aliasing \
		-fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# Page tables are not built on the host; riscv's bits serve for the declarations.
machine-kernel-flags := -ffreestanding -D__KERNEL__ -DCONFIG_DEBUG -Itests/host/machine/include -Iinclude \
			-Iinclude/abi/riscv -Ibuild/host/gen -Ikernel/arch/riscv/include
objects-in = $(patsubst %.c,$(1)/%.o,$(machine-srcs) $(host-srcs) $(2))

build/host/crash: $(call objects-in,build/host/asan,$(crash-srcs))
	$(call say,HOSTLD,$@)$(HOSTCC) -fsanitize=address,undefined -o $@ $^
build/host/fs: $(call objects-in,build/host/asan,$(fs-srcs))
	$(call say,HOSTLD,$@)$(HOSTCC) -fsanitize=address,undefined -o $@ $^
build/host/fuzz: $(call objects-in,build/host/cover,$(fuzz-srcs))
	$(call say,HOSTLD,$@)clang -fsanitize=fuzzer,address,undefined -o $@ $^
build/host/fuzz-smoke: $(call objects-in,build/host/asan,$(fuzz-srcs) tests/fuzz/smoke/main.c)
	$(call say,HOSTLD,$@)$(HOSTCC) -fsanitize=address,undefined -o $@ $^

$(patsubst %.c,build/host/asan/%.o,$(machine-srcs)): private flags := $(machine-kernel-flags)
$(patsubst %.c,build/host/cover/%.o,$(machine-srcs)): private flags := $(machine-kernel-flags)
$(foreach d,asan cover,build/host/$d/mkfs/fsck.o build/host/$d/mkfs/image.o): private flags := -Iinclude -Dmain=fsck_main -Dexit=fsck_exit
build/host/asan/%.o: %.c | build/host/gen/abi/syscall_nr.h
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)$(HOSTCC) $(MACHINEFLAGS) $(or $(flags),-Iinclude) -MMD -MP -c -o $@ $<
build/host/cover/%.o: %.c | build/host/gen/abi/syscall_nr.h
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)clang $(MACHINEFLAGS) -fsanitize=fuzzer-no-link $(or $(flags),-Iinclude) -MMD -MP -c -o $@ $<
build/host/gen/abi/syscall_nr.h: include/abi/syscalls.tbl tools/syscalls.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)awk -v arch=riscv -v out=nr -f tools/syscalls.awk include/abi/syscalls.tbl > $@
-include $(shell test -d build/host && find build/host -name '*.d' -type f)

# A program whose source went away must not stay on the image, so the list of programs is a file too.
$(B)/programs: FORCE
	@mkdir -p $(B)/root/bin $(B)/root/tests $(B)/root/dev $(B)/root/proc $(B)/root/tmp
	@echo $(progs) | cmp -s - $@ || { \
		rm -f $(filter-out $(progs:%=$(B)/root/%),$(wildcard $(B)/root/bin/* $(B)/root/tests/*)); \
		echo $(progs) > $@; }
$(progs:%=$(B)/root/%): | $(B)/programs

image: $(B)/fs.img
$(B)/fs.img: build/host/mkfs $(B)/programs $(progs:%=$(B)/root/%)
	$(call say,MKFS,$@)build/host/mkfs -s $(DISK) $@ $(B)/root

# ---- 6. Run, debug -------------------------------------------------------------------------------

# Everything that boots goes through tests/run. It takes these from the environment.
export LONG ARCH CPUS MEM TIMEOUT DISK CMD APPEND FILES QEMUEXTRA QEMU QEMU_MACHINE QEMU_DISK
export BUILD := $(B)
export PROGRAMS := $(extra-progs)
export NM
PYTHON := /usr/bin/python3
everything := $(B)/kernel/ditto $(B)/fs.img $(extra-progs)

export PYTHONDONTWRITEBYTECODE := 1

.PHONY: list-kernel qemu-words format qemu run qemu-gdb gdb test fuzz check bench doctor setup clean help
qemu: $(everything)
	@$(PYTHON) tests/run --interactive

run: $(everything)
	@$(PYTHON) tests/run

qemu-gdb: $(everything)
	@echo "QEMU waits for gdb: type 'make gdb' in another terminal"
	@$(PYTHON) tests/run --interactive --gdb

GDB ?= $(firstword $(foreach g,gdb-multiarch $(TOOLPREFIX)gdb gdb,$(if $(shell command -v $g),$g)))
gdb: $(B)/kernel/ditto
	$(GDB) -q -x tools/gdb/ditto.py -ex ditto-attach $(B)/kernel/ditto

# ---- 7. Test, check, bench -----------------------------------------------------------------------

# What tests/run must know of the machine.
qemu-words:
	@printf '%s\n' 'QEMU=$(QEMU)' 'QEMU_MACHINE=$(QEMU_MACHINE)' 'QEMU_DISK=$(QEMU_DISK)'

# On both machines unless ARCH is given.
test: $(everything)
	@$(PYTHON) tests/all $(if $(filter file,$(origin ARCH)),riscv i386,$(ARCH)) -- $(PYTEST)

# Corrupt images, found by clang's libFuzzer; what it finds is kept in build/fuzz.
fuzz: build/host/fuzz
	@mkdir -p build/fuzz
	@cd build/fuzz && ASAN_OPTIONS=detect_leaks=0 ../host/fuzz -max_total_time=$(FUZZ) -max_len=129 -len_control=0 \
		-timeout=20 -close_fd_mask=3 -print_final_stats=1 .

check:
	@$(PYTHON) tools/check.py $(CHECK)

format:
	clang-format -i $(shell find kernel include user mkfs tests -name '*.[ch]')

list-kernel:# for tools/check.py: the drivers of all boards, too
	@echo $(kobjs) $(shell sed -n '/^board-drivers :=/,/[^\\]$$/p' kernel/arch/*/arch.mk | tr -d '\\' | \
		sed 's/.*:=//' | tr ' \t' '\n\n' | sed -n 's,.*\.o$$,drivers/&,p')

bench: $(everything)
	@$(PYTHON) tools/bench.py $(BENCH)

# ---- 8. Set-up, help -----------------------------------------------------------------------------

setup:
	@tools/setup --arch $(ARCH) build run test check gdb

doctor:
	@tools/setup --arch $(ARCH) --doctor

clean:
	rm -rf build

help:
	@sed 's/^# \?//' tools/help.txt
