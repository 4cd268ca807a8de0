/* What the files of process/ share with each other and with nobody else. */
#ifndef PROCESS_INTERNAL_H
#define PROCESS_INTERNAL_H

#include <kernel/fs.h>
#include <kernel/mm.h>
#include <kernel/process.h>

void free_task(struct task_struct *tsk);
void detach_task(struct task_struct *tsk);

/* ---- exec: the program that is being made ---- */

#define BINPRM_BUF_SIZE 256

struct linux_binprm {
	const char *filename; /* as the caller named it: AT_EXECFN */
	struct file *file;    /* the program, or a script's interpreter */
	struct mm_struct *mm; /* the new space; nobody runs in it until it is complete */
	unsigned long p;      /* stack pointer: strings have been pushed down to here */
	int argc, envc;
	unsigned long exec;	      /* where the file name lies on the new stack */
	char *page;		      /* the kernel's address of the page of mm touched last, */
	unsigned long page_addr;      /* and its address in mm */
	char buf[BINPRM_BUF_SIZE];    /* the first bytes of file, zeroes after its end */
	char interp[BINPRM_BUF_SIZE]; /* a script's interpreter; empty: it is no script */
};

/* All return 0 or -errno; -E2BIG when the stack is full. */
int __must_check bprm_open(struct linux_binprm *bprm, const char *path); /* instead of bprm->file */
int __must_check bprm_push(struct linux_binprm *bprm, const void *data, size_t n);
int __must_check bprm_push_string(struct linux_binprm *bprm, const char *s);
int __must_check bprm_drop_arg0(struct linux_binprm *bprm);
/* Store into the new space, and store zeroes. */
int __must_check bprm_store(struct linux_binprm *bprm, unsigned long addr, const void *data, size_t n);
int __must_check bprm_clear(struct linux_binprm *bprm, unsigned long start, unsigned long end);
/* Length of the string at addr of the new space, without the NUL. */
long __must_check bprm_strlen(struct linux_binprm *bprm, unsigned long addr);

/* script.c: -ENOEXEC if it is none; 0: bprm->file is the interpreter now. */
int __must_check load_script(struct linux_binprm *bprm);

/* elf.c: fill bprm->mm and its stack. -ENOEXEC if it is no ELF file for this machine. */
struct elf_image {
	unsigned long entry; /* where the program begins: its own entry or its interpreter's */
	unsigned long sp;
};
int __must_check load_elf(struct linux_binprm *bprm, struct elf_image *image);

#endif
