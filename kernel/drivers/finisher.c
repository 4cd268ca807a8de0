/* One register: what is written to it ends the machine. */
#include <kernel/finisher.h>
#include <kernel/io.h>

#define FINISHER_FAIL  0x3333u
#define FINISHER_PASS  0x5555u
#define FINISHER_RESET 0x7777u

void finisher_exit(void *base, int status)
{
	u32 code = status & 0xff;

	mmio_write32(base, code ? code << 16 | FINISHER_FAIL : FINISHER_PASS);
}

void finisher_reset(void *base)
{
	mmio_write32(base, FINISHER_RESET);
}
