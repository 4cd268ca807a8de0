/*
 * Calls to the firmware: an ecall from supervisor mode with the extension in a7, the function in a6.
 * It changes a0 (error) and a1 (value) only.
 */
#include "sbi.h"

#include <kernel/err.h>
#include <kernel/panic.h>
#include <kernel/printk.h>

#define SBI_LEGACY_PUTCHAR 0x1
#define SBI_BASE	   0x10
#define SBI_TIME	   0x54494d45
#define SBI_IPI		   0x735049
#define SBI_RFENCE	   0x52464e43
#define SBI_HSM		   0x48534d
#define SBI_SRST	   0x53525354

#define BASE_PROBE_EXTENSION   3
#define RFENCE_SFENCE_VMA      1
#define RFENCE_SFENCE_VMA_ASID 2
#define HSM_HART_START	       0
#define SRST_SHUTDOWN	       0
#define SRST_COLD_REBOOT       1

struct sbi_result {
	long error, value;
};

static bool has_srst;

static struct sbi_result sbi_call(unsigned long extension, unsigned long function, unsigned long arg0,
				  unsigned long arg1, unsigned long arg2, unsigned long arg3,
				  unsigned long arg4)
{
	register unsigned long a0 __asm__("a0") = arg0;
	register unsigned long a1 __asm__("a1") = arg1;
	register unsigned long a2 __asm__("a2") = arg2;
	register unsigned long a3 __asm__("a3") = arg3;
	register unsigned long a4 __asm__("a4") = arg4;
	register unsigned long a6 __asm__("a6") = function;
	register unsigned long a7 __asm__("a7") = extension;

	__asm__ volatile("ecall"
			 : "+r"(a0), "+r"(a1)
			 : "r"(a2), "r"(a3), "r"(a4), "r"(a6), "r"(a7)
			 : "memory");
	return (struct sbi_result){ (long)a0, (long)a1 };
}

static bool has_extension(unsigned long extension)
{
	struct sbi_result r = sbi_call(SBI_BASE, BASE_PROBE_EXTENSION, extension, 0, 0, 0, 0);

	return !r.error && r.value;
}

void sbi_init(void)
{
	if (!has_extension(SBI_TIME) || !has_extension(SBI_IPI) || !has_extension(SBI_RFENCE) ||
	    !has_extension(SBI_HSM))
		panic("the firmware lacks one of the SBI extensions TIME, IPI, RFENCE, HSM");
	has_srst = has_extension(SBI_SRST);
}

void sbi_console_putchar(char c)
{
	sbi_call(SBI_LEGACY_PUTCHAR, 0, (unsigned char)c, 0, 0, 0, 0);
}

void sbi_set_timer(u64 ticks)
{
	sbi_call(SBI_TIME, 0, ticks, 0, 0, 0, 0);
}

void sbi_send_ipi(unsigned long hart_mask, unsigned long hart_base)
{
	sbi_call(SBI_IPI, 0, hart_mask, hart_base, 0, 0, 0);
}

void sbi_remote_sfence_vma(unsigned long hart_mask, unsigned long hart_base, unsigned long start,
			   unsigned long size)
{
	sbi_call(SBI_RFENCE, RFENCE_SFENCE_VMA, hart_mask, hart_base, start, size, 0);
}

void sbi_remote_sfence_vma_asid(unsigned long hart_mask, unsigned long hart_base,
				unsigned long start, unsigned long size, unsigned long asid)
{
	sbi_call(SBI_RFENCE, RFENCE_SFENCE_VMA_ASID, hart_mask, hart_base, start, size, asid);
}

int sbi_hart_start(unsigned long hart, phys_addr_t start, unsigned long argument)
{
	return sbi_call(SBI_HSM, HSM_HART_START, hart, start, argument, 0, 0).error ? -EIO : 0;
}

void sbi_shutdown(bool failure)
{
	if (has_srst)
		sbi_call(SBI_SRST, 0, SRST_SHUTDOWN, failure, 0, 0, 0);
}

void sbi_reboot(void)
{
	if (has_srst)
		sbi_call(SBI_SRST, 0, SRST_COLD_REBOOT, 0, 0, 0, 0);
}
