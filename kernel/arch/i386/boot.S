/*
 * The first instructions, of the boot CPU and of every other.
 *
 * A multiboot 1 loader (Multiboot Specification 0.6.96, section 3.2) enters with eax = its magic number,
 * ebx = the physical address of its information, flat segments, paging off, interrupts off, at the physical
 * address of _start. The code up to `jmp *` runs there, so it names no address without PHYS().
 * The other CPUs come from trampoline.S with paging on already.
 */
#include <arch/pgtable.h>
#include <asm/cpufeature.h>
#include <asm/ptrace.h>
#include <asm/segment.h>
#include <asm/thread.h>

#define PHYS(addr) ((addr) - PAGE_OFFSET)

#define MULTIBOOT_MAGIC	      0x1badb002
#define MULTIBOOT_PAGE_ALIGN  0x1
#define MULTIBOOT_MEMORY_INFO 0x2
#define MULTIBOOT_FLAGS	      (MULTIBOOT_PAGE_ALIGN | MULTIBOOT_MEMORY_INFO)

	.section .multiboot, "ax"
	.balign	4
	.long	MULTIBOOT_MAGIC
	.long	MULTIBOOT_FLAGS
	.long	-(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

	.section .text.boot, "ax"
	.globl	_start
_start:
	cli
	cld
	movl	%eax, %esi

	movl	$PHYS(__bss_start), %edi
	movl	$PHYS(__bss_end), %ecx
	subl	%edi, %ecx
	shrl	$2, %ecx
	xorl	%eax, %eax
	rep stosl

	/* The direct map, one 4 MiB page after the other; and the first one where we are, too. */
	movl	$PHYS(swapper_pg_dir), %edi
	movl	$_PAGE_BOOT, %eax
	movl	%eax, (%edi)
	addl	$USER_PTRS_PER_PGD * 4, %edi
	movl	$DIRECT_MAP_SIZE >> PGDIR_SHIFT, %ecx
1:	stosl
	addl	$1 << PGDIR_SHIFT, %eax
	loop	1b

	movl	%cr4, %eax
	orl	$CR4_PSE, %eax
	movl	%eax, %cr4
	movl	$PHYS(swapper_pg_dir), %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	andl	$~(CR0_EM | CR0_TS | CR0_AM | CR0_NW | CR0_CD), %eax
	orl	$CR0_PE | CR0_MP | CR0_NE | CR0_WP | CR0_PG, %eax
	movl	%eax, %cr0
	movl	$1f, %eax
	jmp	*%eax
1:
	movl	$boot_stack_top - PT_SIZE, %esp
	movl	$init_task, %eax
	movl	%eax, boot_stack	/* current */
	movl	$boot_stack_top, TI_KERNEL_SP(%eax)
	movl	%esi, multiboot_magic
	movl	%ebx, multiboot_info
	xorl	%ebp, %ebp
	call	kernel_main
	/* never returns */

/* Other CPUs, from trampoline.S, on the trampoline's tables: eax = the top of the idle task's stack. */
	.globl	secondary_start
secondary_start:
	movl	%eax, %esp
	movl	%cr0, %eax
	andl	$~(CR0_EM | CR0_TS | CR0_AM | CR0_NW | CR0_CD), %eax
	orl	$CR0_MP | CR0_NE | CR0_WP, %eax
	movl	%eax, %cr0
	movl	$PHYS(swapper_pg_dir), %eax
	movl	%eax, %cr3
	xorl	%ebp, %ebp
	call	secondary_main
	/* never returns */

	.section .data, "aw"
	.balign	4
	.globl	multiboot_magic
multiboot_magic:
	.long	0
	.globl	multiboot_info		/* physical address */
multiboot_info:
	.long	0
