/* No address spaces here. */
#ifndef ASM_MMU_CONTEXT_H
#define ASM_MMU_CONTEXT_H

typedef struct {
	int nothing;
} mm_context_t;

#endif
