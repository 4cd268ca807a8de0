/*
 * /proc: files whose contents are made when they are read.
 *
 * A proc_entry describes a name, either below /proc or below /proc/PID. Most have a show() that prints the whole
 * contents into a buffer, on the first read of an open file; later reads take them from there.
 */
#ifndef FS_PROC_INTERNAL_H
#define FS_PROC_INTERNAL_H

#include "../internal.h"
#include <abi/dirent.h>
#include <kernel/mm.h>
#include <kernel/printk.h>
#include <kernel/task.h>

/* Text that grows. When it is full, show() is called again with a larger buffer. */
struct proc_text {
	char *buf;
	size_t size, len;
	bool full;
};

void proc_printf(struct proc_text *text, const char *fmt, ...) __printf(2, 3);
/* Bytes as they are, zeroes included. */
void proc_write(struct proc_text *text, const void *data, size_t n);

struct proc_entry {
	const char *name;
	mode_t mode;
	/* tsk: whose directory the file is in, alive or not; NULL in /proc itself. 0 or -errno. */
	int (*show)(struct proc_text *text, struct task_struct *tsk);
	/* Or operations of its own, or, for a directory or link: */
	const struct file_operations *fops;
	const struct inode_operations *iops;
};

extern const struct proc_entry pid_entries[], fd_dir_entry;
extern const unsigned int nr_pid_entries;

/* An inode knows what it shows, and of whom. */
struct proc_inode {
	struct inode inode;
	const struct proc_entry *entry;
	struct task_struct *task; /* holds a reference; NULL in /proc itself */
	unsigned int fd;	  /* in /proc/PID/fd */
};

static inline struct proc_inode *PROC_I(const struct inode *inode)
{
	return container_of(inode, struct proc_inode, inode);
}

/* A new inode for entry, of tsk (a reference is taken); NULL without memory. nr tells it from its siblings. */
struct inode *proc_new_inode(struct super_block *sb, const struct proc_entry *entry, struct task_struct *tsk,
			     unsigned int nr);
/* The entry of this name in a table, or NULL. */
const struct proc_entry *proc_find_entry(const struct proc_entry *entries, unsigned int n, const struct dentry *dentry);
/* Emit entries[] from position 2 on; false: no room. */
bool proc_emit_entries(const struct proc_entry *entries, unsigned int n, struct dir_context *ctx, ino_t first_ino);

/* A name that is a decimal number: it, or -1. */
long proc_number(const struct dentry *dentry);
ino_t proc_ino(const struct task_struct *tsk, unsigned int nr);

/* task.c: the directory of a task. */
extern const struct proc_entry pid_dir_entry;
bool task_is_gone(struct task_struct *tsk); /* waited for: nobody finds it by its number */

/* text.c */
extern const struct file_operations proc_text_fops;

/* fd.c */
extern const struct inode_operations fd_dir_iops;
extern const struct file_operations fd_dir_fops;

/* mem.c */
int proc_show_maps(struct proc_text *text, struct task_struct *tsk);
int proc_show_cmdline(struct proc_text *text, struct task_struct *tsk);
int proc_show_environ(struct proc_text *text, struct task_struct *tsk);
void proc_print_mm(struct proc_text *text, struct mm_struct *mm);
struct mm_areas {
	unsigned long data, stack, exec, lib, shared; /* pages */
};
void mm_count_areas(struct mm_struct *mm, struct mm_areas *areas);

/* control.c */
extern const struct file_operations trace_fops, fail_nth_fops;

/* system.c */
extern const struct proc_entry system_entries[];
extern const unsigned int nr_system_entries;
int proc_show_mounts(struct proc_text *text, struct task_struct *tsk);

#endif
