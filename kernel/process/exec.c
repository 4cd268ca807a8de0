/*
 * exec: a task gets a new program.
 *
 * The new space is built completely beside the old one: strings copied, file mapped, stack laid out.
 * Until commit_exec() nothing of the caller has changed that it could notice, so any error simply
 * returns; after it nothing can fail.
 *
 *	do_execve
 *	  bprm_open		find the file, read its head
 *	  bprm_mm_init		an empty space with a stack
 *	  bprm_push_strings	file name, environment, arguments onto that stack
 *	  load_binary		script.c as often as it takes, then elf.c
 *	  unshare_for_exec	descriptors and signal actions of its own
 *	  commit_exec		exec_mmap: mm_release, switch, mmput the old space
 */
#include <abi/fcntl.h>
#include <arch/thread.h>
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/limits.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/syscalls.h>
#include <kernel/trace.h>
#include <kernel/uaccess.h>
#include "internal.h"

#define STACK_FLAGS \
	(VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_GROWSDOWN)
#define MAX_STRING  (32 * PAGE_SIZE) /* one argument, as Linux has it */
#define MAX_SCRIPTS 4		     /* interpreters that are scripts themselves */

/* Strings, from user mode or (for the first program) from the kernel. */
struct strings {
	const char __user *const __user *user;
	const char *const *kernel;
};

/* ---- the new stack ---- */

static int bprm_mm_init(struct linux_binprm *bprm)
{
	struct mm_struct *mm = mm_alloc();
	int err;

	if (!mm)
		return -ENOMEM;
	down_write(&mm->mmap_lock);
	err = map_anonymous(mm, STACK_TOP - PAGE_SIZE, PAGE_SIZE, STACK_FLAGS);
	up_write(&mm->mmap_lock);
	if (err) {
		mmput(mm);
		return err;
	}
	bprm->mm = mm;
	bprm->p = STACK_TOP - sizeof(void *); /* a word of zero ends the stack */
	return 0;
}

/* The byte at addr of the new space, as the kernel reaches it; good to the end of that page. */
static void *bprm_page(struct linux_binprm *bprm, unsigned long addr)
{
	struct mm_struct *mm = bprm->mm;
	struct vm_area_struct *vma;
	vm_fault_t fault;
	void *page = NULL;

	if (bprm->page && (addr & PAGE_MASK) == bprm->page_addr)
		return bprm->page + (addr & ~PAGE_MASK);
	down_write(&mm->mmap_lock);
	vma = find_vma(mm, addr);
	if (!vma || (addr < vma->vm_start && expand_stack(vma, addr))) {
		up_write(&mm->mmap_lock);
		return ERR_PTR(-E2BIG);
	}
	do /* a page that a file lost meanwhile is not installed */
		fault = handle_mm_fault(vma, addr, FAULT_WRITE);
	while (!(fault & VM_FAULT_ERROR) && pte_none(*pte_lookup(mm, addr)));
	if (!(fault & VM_FAULT_ERROR))
		page = page_address(pfn_to_page(pte_pfn(*pte_lookup(mm, addr))));
	up_write(&mm->mmap_lock);
	if (!page)
		return ERR_PTR(fault & VM_FAULT_OOM ? -ENOMEM : -EIO);
	bprm->page = page;
	bprm->page_addr = addr & PAGE_MASK;
	return page + (addr & ~PAGE_MASK);
}

/* How much of [addr, addr + n) lies in addr's page. */
static size_t in_page(unsigned long addr, size_t n)
{
	return min(n, (size_t)(PAGE_SIZE - (addr & ~PAGE_MASK)));
}

int bprm_store(struct linux_binprm *bprm, unsigned long addr, const void *data, size_t n)
{
	while (n) {
		size_t part = in_page(addr, n);
		void *to = bprm_page(bprm, addr);

		if (IS_ERR(to))
			return (int)PTR_ERR(to);
		memcpy(to, data, part);
		data = (const char *)data + part;
		addr += part;
		n -= part;
	}
	return 0;
}

int bprm_clear(struct linux_binprm *bprm, unsigned long start, unsigned long end)
{
	while (start < end) {
		size_t part = in_page(start, end - start);
		void *to = bprm_page(bprm, start);

		if (IS_ERR(to))
			return (int)PTR_ERR(to);
		memset(to, 0, part);
		start += part;
	}
	return 0;
}

long bprm_strlen(struct linux_binprm *bprm, unsigned long addr)
{
	long len = 0;

	for (;;) {
		size_t part = in_page(addr, PAGE_SIZE);
		const char *s = bprm_page(bprm, addr);
		size_t n;

		if (IS_ERR(s))
			return PTR_ERR(s);
		n = strnlen(s, part);
		len += (long)n;
		if (n < part)
			return len;
		addr += part;
	}
}

/* Make room for n bytes below what is there. Strings may take a quarter of the stack. */
static int bprm_reserve(struct linux_binprm *bprm, size_t n)
{
	unsigned long limit = max((unsigned long)ARG_MAX, rlimit(RLIMIT_STACK) / 4);

	if (n > limit || STACK_TOP - bprm->p > limit - n)
		return -E2BIG;
	bprm->p -= n;
	return 0;
}

int bprm_push(struct linux_binprm *bprm, const void *data, size_t n)
{
	int err = bprm_reserve(bprm, n);

	return err ? err : bprm_store(bprm, bprm->p, data, n);
}

int bprm_push_string(struct linux_binprm *bprm, const char *s)
{
	return bprm_push(bprm, s, strlen(s) + 1);
}

/* ---- the strings ---- */

/* Length without the NUL; -EFAULT, or -E2BIG. */
static long user_strlen(const char __user *s)
{
	char piece[256];

	for (size_t len = 0; len < MAX_STRING; len += sizeof(piece)) {
		long n = strncpy_from_user(piece, s + len, sizeof(piece));

		if (n >= 0)
			return (long)len + n;
		if (n != -ENAMETOOLONG)
			return n;
	}
	return -E2BIG;
}

/* Another thread may change the string meanwhile: it ends where it ended, whatever its bytes are. */
static int push_user_string(struct linux_binprm *bprm, const char __user *s)
{
	long len = user_strlen(s);
	unsigned long addr;
	size_t n;
	int err;

	if (len < 0)
		return (int)len;
	n = (size_t)len;
	err = bprm_reserve(bprm, n + 1);
	for (addr = bprm->p; n && !err;) {
		size_t part = in_page(addr, n);
		void *to = bprm_page(bprm, addr);

		if (IS_ERR(to))
			return (int)PTR_ERR(to);
		if (copy_from_user(to, s, part))
			return -EFAULT;
		addr += part;
		s += part;
		n -= part;
	}
	return err ? err : bprm_store(bprm, addr, "", 1);
}

/* String i of the array: 0 when it is the NULL at the end, else 1, or -EFAULT. */
static int get_string(const struct strings *strings, int i, const char **s)
{
	if (strings->kernel) {
		*s = strings->kernel[i];
	} else if (strings->user) {
		if (get_user(*s, strings->user + i))
			return -EFAULT;
	} else {
		*s = NULL;
	}
	return *s != NULL;
}

static int count_strings(const struct strings *strings)
{
	const char *s;
	int n = 0, more;

	while ((more = get_string(strings, n, &s)) > 0) {
		if (++n > (int)(MAX_STRING / sizeof(char *)) * 16)
			return -E2BIG;
		cond_resched();
	}
	return more < 0 ? more : n;
}

/* Last first, so that they lie in order. */
static int push_strings(struct linux_binprm *bprm, const struct strings *strings, int n)
{
	int err = 0;

	while (n-- > 0 && !err) {
		const char *s;

		err = get_string(strings, n, &s);
		if (err < 0)
			return err;
		if (!err)
			return -EFAULT; /* it was there when they were counted */
		err = strings->kernel ? bprm_push_string(bprm, s) : push_user_string(bprm, s);
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return err;
}

static int bprm_push_strings(struct linux_binprm *bprm, const struct strings *argv,
			     const struct strings *envp)
{
	int err;

	bprm->argc = count_strings(argv);
	if (bprm->argc < 0)
		return bprm->argc;
	bprm->envc = count_strings(envp);
	if (bprm->envc < 0)
		return bprm->envc;
	err = bprm_push_string(bprm, bprm->filename);
	if (err)
		return err;
	bprm->exec = bprm->p;
	bprm->mm->env_end = bprm->p;
	err = push_strings(bprm, envp, bprm->envc);
	if (err)
		return err;
	bprm->mm->env_start = bprm->p;
	bprm->mm->arg_end = bprm->p;
	err = push_strings(bprm, argv, bprm->argc);
	if (err || bprm->argc)
		return err;
	bprm->argc = 1; /* a program without a name gets an empty one */
	return bprm_push_string(bprm, "");
}

int bprm_drop_arg0(struct linux_binprm *bprm)
{
	long len = bprm_strlen(bprm, bprm->p);

	if (len < 0)
		return (int)len;
	bprm->p += (unsigned long)len + 1;
	bprm->argc--;
	return 0;
}

/* ---- the file ---- */

int bprm_open(struct linux_binprm *bprm, const char *path)
{
	struct file *file = open_exec(path);
	ssize_t n;

	if (IS_ERR(file))
		return (int)PTR_ERR(file);
	if (bprm->file)
		fput(bprm->file);
	bprm->file = file;
	memset(bprm->buf, 0, sizeof(bprm->buf));
	n = kernel_read(file, bprm->buf, sizeof(bprm->buf), 0);
	return n < 0 ? (int)n : 0;
}

static int load_binary(struct linux_binprm *bprm, struct elf_image *image)
{
	for (int depth = 0; depth <= MAX_SCRIPTS; depth++) {
		int err = load_script(bprm);

		if (err == -ENOEXEC)
			return load_elf(bprm, image);
		if (err)
			return err;
	}
	return -ELOOP;
}

/* ---- the step ---- */

static const char *basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A task that shares its descriptors or signal actions leaves them; -ENOMEM before anything changed. */
static int unshare_for_exec(struct task_struct *tsk)
{
	struct sighand_struct *sighand = NULL;
	int err;

	if (atomic_read(&tsk->sighand->count) > 1) {
		sighand = sighand_dup(tsk->sighand);
		if (!sighand)
			return -ENOMEM;
	}
	err = files_unshare();
	if (!err && sighand)
		sighand_replace(tsk, sighand);
	else if (sighand)
		sighand_put(sighand);
	return err;
}

/* Whatever it was as a clone: who runs a program of its own is a child like any other. */
static void become_plain_child(struct task_struct *tsk)
{
	if (likely(tsk->exit_signal == SIGCHLD))
		return;
	spin_lock(&tasklist_lock);
	tsk->exit_signal = SIGCHLD;
	spin_unlock(&tasklist_lock);
}

/* Nothing from here on can fail. */
static void commit_exec(struct linux_binprm *bprm, const struct elf_image *image)
{
	struct task_struct *tsk = current;

	trace_step("%s entry %lx", bprm->filename, image->entry);
	bprm->mm->exe_file = bprm->file;
	bprm->file = NULL;
	become_plain_child(tsk);
	exec_mmap(bprm->mm);
	bprm->mm = NULL;
	files_close_on_exec(tsk->files);
	flush_signal_handlers(tsk);
	strlcpy(tsk->comm, basename(bprm->filename), sizeof(tsk->comm));
	tsk->flags &= ~(PF_FORKNOEXEC | PF_KTHREAD);
	exit_thread(tsk);
	start_thread(task_pt_regs(tsk), image->entry, image->sp);
}

static void bprm_free(struct linux_binprm *bprm)
{
	if (bprm->mm)
		mmput(bprm->mm);
	if (bprm->file)
		fput(bprm->file);
	kfree(bprm);
}

static int do_execve_common(const char *path, const struct strings *argv, const struct strings *envp)
{
	struct linux_binprm *bprm = kzalloc(sizeof(*bprm), GFP_KERNEL);
	struct elf_image image;
	int err;

	if (!bprm)
		return -ENOMEM;
	trace_step("%s", path);
	bprm->filename = path;
	err = bprm_open(bprm, path);
	if (!err)
		err = bprm_mm_init(bprm);
	if (!err)
		err = bprm_push_strings(bprm, argv, envp);
	if (!err)
		err = load_binary(bprm, &image);
	if (!err)
		err = unshare_for_exec(current);
	if (!err)
		commit_exec(bprm, &image);
	bprm_free(bprm);
	return err;
}

int do_execve(const char *path, const char __user *const __user *argv,
	      const char __user *const __user *envp)
{
	struct strings args = { .user = argv }, env = { .user = envp };

	return do_execve_common(path, &args, &env);
}

int kernel_execve(const char *path, const char *const *argv, const char *const *envp)
{
	struct strings args = { .kernel = argv }, env = { .kernel = envp };

	return do_execve_common(path, &args, &env);
}

long sys_execve(const char __user *upath, const char __user *const __user *argv,
		const char __user *const __user *envp)
{
	char *path = kmalloc(PATH_MAX, GFP_KERNEL);
	long err;

	trace_step("by %d", current->pid);
	if (!path)
		return -ENOMEM;
	err = strncpy_from_user(path, upath, PATH_MAX);
	if (err >= 0)
		err = do_execve(path, argv, envp);
	kfree(path);
	return err;
}
