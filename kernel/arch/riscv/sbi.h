/* The supervisor binary interface: calls to the firmware. Error codes come back as -errno. */
#ifndef RISCV_SBI_H
#define RISCV_SBI_H

#include <kernel/compiler.h>
#include <kernel/types.h>

/* Look what the firmware offers. */
void sbi_init(void);
/* Before anything else works. */
void sbi_console_putchar(char c);

void sbi_set_timer(u64 ticks);
void sbi_send_ipi(unsigned long hart_mask, unsigned long hart_base);
/* sfence.vma on other harts, size ~0: all addresses. They return when it is done. */
void sbi_remote_sfence_vma(unsigned long hart_mask, unsigned long hart_base, unsigned long start,
			   unsigned long size);
void sbi_remote_sfence_vma_asid(unsigned long hart_mask, unsigned long hart_base,
				unsigned long start, unsigned long size, unsigned long asid);
int sbi_hart_start(unsigned long hart, phys_addr_t start, unsigned long argument);
/* Return only if the firmware cannot do it. */
void sbi_shutdown(bool failure);
void sbi_reboot(void);

#endif
