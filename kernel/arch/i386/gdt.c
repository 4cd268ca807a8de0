/*
 * Segments and gates. Segments do next to nothing here: they are flat, and only make the difference between
 * kernel and user mode. What else the machine wants described by tables: for each CPU the stack on which
 * traps from user mode begin (its TSS), for all of them where each vector leads (the IDT).
 *
 * Intel SDM volume 3A: section 3.4 (descriptors), 6.11 (gates), 7.2 (task-state segments).
 */
#include <arch/boot.h>
#include <arch/pgtable.h>
#include <asm/cpufeature.h>
#include <kernel/panic.h>
#include <kernel/string.h>
#include <kernel/task.h>

#include "board.h"
#include "vectors.h"

/* Gates: where, in which segment, of what kind. */
#define GATE_INTERRUPT 0x8e00u /* present, ring 0, interrupts off inside */
#define GATE_TRAP      0x8f00u /* interrupts as they were */
#define GATE_TASK      0x8500u

#define TRAP_STUB_SIZE 16

extern const char trap_stubs[], syscall_entry[], double_fault_entry[];

static struct desc idt[NR_VECTORS] __aligned(8);

struct table_register {
	u16 limit;
	u32 base;
} __packed;

static struct desc make_gate(const char *where, u32 kind)
{
	u32 addr = (u32)where;

	return (struct desc){ KERNEL_CS << 16 | (addr & 0xffff), (addr & 0xffff0000) | kind };
}

/* Programs may use breakpoint, overflow and 0x80; any other int n is a protection fault of theirs. */
void idt_init(void)
{
	for (unsigned int i = 0; i < NR_VECTORS; i++)
		idt[i] = make_gate(trap_stubs + i * TRAP_STUB_SIZE, GATE_INTERRUPT);
	idt[EXC_BREAKPOINT].high |= DESC_DPL3;
	idt[EXC_OVERFLOW].high |= DESC_DPL3;
	idt[VECTOR_SYSCALL] = make_gate(syscall_entry, GATE_TRAP | DESC_DPL3);
	idt[EXC_DOUBLE_FAULT] = (struct desc){ (GDT_DF_TSS * 8) << 16, GATE_TASK };
}

static struct desc make_tss_desc(const struct tss *tss)
{
	return make_desc((u32)tss, sizeof(*tss) - 1, DESC_PRESENT | DESC_TSS);
}

/* One report at a time: all CPUs share the stack for it. */
static void init_double_fault_tss(struct tss *tss)
{
	tss->cr3 = virt_to_phys(swapper_pg_dir);
	tss->eip = (u32)double_fault_entry;
	tss->eflags = 2;
	tss->esp = (u32)emergency_stack_top - 16;
	tss->cs = KERNEL_CS;
	tss->ss = tss->ds = tss->es = KERNEL_DS;
	tss->io_bitmap = sizeof(*tss);
}

static void init_gdt(struct cpu *cpu)
{
	struct desc *gdt = cpu->arch.gdt;
	u32 flat = DESC_PRESENT | DESC_S | DESC_RW | DESC_ACCESSED | DESC_32BIT | DESC_PAGES;

	gdt[GDT_KERNEL_CS] = make_desc(0, 0xfffff, flat | DESC_CODE);
	gdt[GDT_KERNEL_DS] = make_desc(0, 0xfffff, flat);
#ifndef CONFIG_MM_SLOTS
	gdt[GDT_USER_CS] = make_desc(0, 0xfffff, flat | DESC_CODE | DESC_DPL3);
	gdt[GDT_USER_DS] = make_desc(0, 0xfffff, flat | DESC_DPL3);
#endif
	gdt[GDT_ESPFIX] = make_desc(0, 0xfffff, flat);
	gdt[GDT_TSS] = make_tss_desc(&cpu->arch.tss);
	gdt[GDT_DF_TSS] = make_tss_desc(&cpu->arch.df_tss);
}

static void load_tables(struct cpu *cpu)
{
	struct table_register gdtr = { sizeof(cpu->arch.gdt) - 1, (u32)cpu->arch.gdt };
	struct table_register idtr = { sizeof(idt) - 1, (u32)idt };

	__asm__ volatile("lgdt %0\n\t"
			 "lidt %1\n\t"
			 "ljmp %2, $1f\n"
			 "1:\n\t"
			 "movl %3, %%ds\n\t"
			 "movl %3, %%es\n\t"
			 "movl %3, %%ss\n\t"
			 "movl %4, %%fs\n\t"
			 "movl %4, %%gs\n\t"
			 "lldt %w4\n\t"
			 "ltr %w5"
			 :
			 : "m"(gdtr), "m"(idtr), "i"(KERNEL_CS), "r"(KERNEL_DS), "r"(0), "r"(GDT_TSS * 8)
			 : "memory");
}

void gdt_init_cpu(struct cpu *cpu)
{
	struct arch_cpu *arch = &cpu->arch;

	init_gdt(cpu);
	arch->tss.ss0 = KERNEL_DS;
	arch->tss.esp0 = current->thread_info.kernel_sp;
	arch->tss.io_bitmap = sizeof(arch->tss); /* none: no port is a program's */
	init_double_fault_tss(&arch->df_tss);
	load_tables(cpu);
	write_cr(4, read_cr(4) | CR4_PSE | CR4_PGE | CR4_OSFXSR | CR4_OSXMMEXCPT);
	write_cr(4, read_cr(4) & ~(unsigned long)CR4_TSD);
	__asm__ volatile("fninit");
}
