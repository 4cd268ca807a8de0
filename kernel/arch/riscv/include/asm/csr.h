/* Control and status registers: numbers, bits, access. */
#ifndef ASM_CSR_H
#define ASM_CSR_H

#define SR_SIE	      0x00000002 /* interrupts are on */
#define SR_SPIE	      0x00000020 /* were on before the trap; sret puts it back */
#define SR_SPP	      0x00000100 /* the trap came from supervisor mode */
#define SR_FS	      0x00006000 /* floating point: */
#define SR_FS_OFF     0x00000000 /*   every use is an illegal instruction */
#define SR_FS_INITIAL 0x00002000
#define SR_FS_CLEAN   0x00004000 /*   registers equal what thread.fp holds */
#define SR_FS_DIRTY   0x00006000
#define SR_UXL	      (3ul << 32) /* width of user mode: not ours to change */
#define SR_SUM	      0x00040000  /* supervisor may touch user pages */

#define CAUSE_INTERRUPT_BIT 63

#define IRQ_S_SOFT  1 /* bits of sie and sip, and codes of scause */
#define IRQ_S_TIMER 5
#define IRQ_S_EXT   9

#define EXC_INSN_MISALIGNED  0
#define EXC_INSN_ACCESS	     1
#define EXC_ILLEGAL_INSN     2
#define EXC_BREAKPOINT	     3
#define EXC_LOAD_MISALIGNED  4
#define EXC_LOAD_ACCESS	     5
#define EXC_STORE_MISALIGNED 6
#define EXC_STORE_ACCESS     7
#define EXC_SYSCALL	     8
#define EXC_INSN_PAGE	     12
#define EXC_LOAD_PAGE	     13
#define EXC_STORE_PAGE	     15

#define SATP_MODE_SV39	8
#define SATP_MODE_SHIFT 60
#define SATP_ASID_SHIFT 44

#define SCOUNTEREN_TM 0x2 /* user mode may read time */

/* By number: older assemblers do not know the name. */
#define CSR_STIMECMP 0x14d

#ifndef __ASSEMBLY__

/* csr is a name without quotes, or a number. */
#define __csr_str(csr) #csr
#define csr_read(csr)                                       \
	({                                                  \
		unsigned long _v;                           \
		__asm__ volatile("csrr %0, " __csr_str(csr) \
				 : "=r"(_v)                 \
				 :                          \
				 : "memory");               \
		_v;                                         \
	})
#define csr_write(csr, v)                              \
	__asm__ volatile("csrw " __csr_str(csr) ", %0" \
			 :                             \
			 : "rK"(v)                     \
			 : "memory")
#define csr_set(csr, v)                                \
	__asm__ volatile("csrs " __csr_str(csr) ", %0" \
			 :                             \
			 : "rK"(v)                     \
			 : "memory")
#define csr_clear(csr, v)                              \
	__asm__ volatile("csrc " __csr_str(csr) ", %0" \
			 :                             \
			 : "rK"(v)                     \
			 : "memory")
#define csr_read_clear(csr, v)                                      \
	({                                                          \
		unsigned long _v;                                   \
		__asm__ volatile("csrrc %0, " __csr_str(csr) ", %1" \
				 : "=r"(_v)                         \
				 : "rK"(v)                          \
				 : "memory");                       \
		_v;                                                 \
	})

#endif
#endif
