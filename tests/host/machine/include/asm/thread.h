/* A task's registers are kept by its fiber, os.c. */
#ifndef ASM_THREAD_H
#define ASM_THREAD_H

struct thread_struct {
	void *fiber;
};

#endif
