/* A task's registers while it does not run: what a C function must preserve lies on its stack. */
#ifndef ASM_THREAD_H
#define ASM_THREAD_H

/* Offsets for assembly; thread.c asserts that they are right. */
#define TI_WORK	     0
#define TI_KERNEL_SP 4
#define TI_CPU	     12

#define TASK_THREAD_FP 16 /* struct task_struct, thread.fp; the others follow */
#define TASK_THREAD_SP 528
#define TASK_THREAD_FS 532
#define TASK_THREAD_GS 536

#ifndef __ASSEMBLY__

#include <asm/segment.h>

/* What fxsave stores (Intel SDM volume 1, section 10.5.1): x87, MMX and SSE registers. */
struct fp_state {
	unsigned char bytes[512];
} __attribute__((aligned(16)));

struct thread_struct {
	struct fp_state fp;
	unsigned long sp;
	unsigned long fs, gs;		  /* the user's selectors */
	struct desc tls[GDT_TLS_ENTRIES]; /* set_thread_area(), CLONE_SETTLS */
	bool has_tls;			  /* they are not all empty */
};

#endif
#endif
