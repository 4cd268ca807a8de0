/* Local descriptor tables: what the files of this port share. */
#ifndef I386_LDT_H
#define I386_LDT_H

#include <asm/segment.h>
#include <kernel/compiler.h>

struct mm_struct;
struct task_struct;
struct user_desc;

/* An address space's table. Entries are written in place; a larger table takes the place of a smaller one. */
struct ldt_struct {
	unsigned int nr; /* entries it has room for */
	struct desc entries[] __aligned(8);
};

/* mm gets a copy of old's table, or none if old is NULL. 0 or -ENOMEM. */
int __must_check copy_ldt(struct mm_struct *mm, struct mm_struct *old);
void free_ldt(struct ldt_struct *ldt);

/* What CLONE_SETTLS names goes into tsk's thread area. -EFAULT, -EINVAL. */
int __must_check set_tls_of(struct task_struct *tsk, struct user_desc *user);
/* A parent's thread area, in a child whose memory begins elsewhere. */
void move_tls(struct task_struct *tsk, long delta);
/* tsk's thread area into this CPU's GDT. Interrupts off. */
void load_tls(struct task_struct *tsk);

#endif
