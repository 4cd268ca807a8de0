/* Linux 0.11's memory model, MM=slots: see slots.c. In the usual model there is nothing to do. */
#ifndef I386_SLOTS_H
#define I386_SLOTS_H

#include <kernel/compiler.h>
#include <kernel/types.h>

struct cpu;
struct mm_struct;

#ifdef CONFIG_MM_SLOTS

/* A free slot for mm, with fork's restraint if for_fork; -EAGAIN. */
int __must_check slot_alloc(struct mm_struct *mm, bool for_fork);
void slot_free(struct mm_struct *mm);
/* This CPU's own directory. */
void slot_init_cpu(struct cpu *cpu);
/* If this CPU works in mm: its directory gets the entries that mm has now; all, or the one for addr. */
void slot_sync(struct mm_struct *mm);
void slot_sync_one(struct mm_struct *mm, unsigned long addr);

#else

static inline int __must_check slot_alloc(struct mm_struct *mm, bool for_fork)
{
	return 0;
}

static inline void slot_free(struct mm_struct *mm)
{
}

static inline void slot_init_cpu(struct cpu *cpu)
{
}

static inline void slot_sync(struct mm_struct *mm)
{
}

static inline void slot_sync_one(struct mm_struct *mm, unsigned long addr)
{
}

#endif
#endif
