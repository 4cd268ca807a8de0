/* "Physical" addresses are the host's own; frames lie in one arena (memory.c). All else is user space. */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1ul << PAGE_SHIFT)

#define PAGE_OFFSET 0ul
#define TASK_SIZE   (1ul << 47)
#define STACK_TOP   TASK_SIZE

#endif
