/* "Physical" addresses are the host's own; frames lie in one arena (memory.c). All else is user space. */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define PAGE_OFFSET UL(0)
#define TASK_SIZE   (UL(1) << 47)

#endif
