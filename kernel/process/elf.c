/*
 * ELF: what a program file says about its address space, made true in bprm->mm; and the first
 * contents of its stack, which is all that a program is told:
 *
 *	STACK_TOP   0
 *		    file name, environment strings, argument strings	pushed by exec.c
 *		    16 random bytes
 *		    auxiliary vector: pairs, ended by AT_NULL
 *		    envp[0] ... NULL
 *		    argv[0] ... NULL
 *	sp ->	    argc						16-byte aligned
 *
 * Nothing in a file is to be trusted: sizes overflow, offsets lie beyond its end. What the
 * machine cannot map is an error before anything has changed for the caller.
 */
#include <abi/auxvec.h>
#include <abi/elf.h>
#include <arch/elf.h>
#include <kernel/err.h>
#include <kernel/file.h>
#include <kernel/random.h>
#include <kernel/slab.h>
#include <kernel/string.h>
#include <kernel/task.h>
#include <kernel/time.h>
#include "internal.h"

/* One ELF file: the program, or its interpreter. */
struct elf_file {
	struct file *file;
	Elf_Ehdr ehdr;
	Elf_Phdr *phdr;		 /* ehdr.e_phnum of them */
	unsigned long bias;	 /* what to add to the file's addresses */
	unsigned long low, high; /* its addresses, biased: [low, high) in whole pages */
};

/* ---- reading ---- */

static int check_ehdr(const Elf_Ehdr *ehdr)
{
	if (memcmp(ehdr->e_ident, ELFMAG, SELFMAG) || ehdr->e_ident[EI_CLASS] != ELF_CLASS ||
	    ehdr->e_ident[EI_DATA] != ELFDATA2LSB || ehdr->e_machine != ELF_MACHINE)
		return -ENOEXEC;
	if (ehdr->e_type != ET_EXEC && ehdr->e_type != ET_DYN)
		return -ENOEXEC;
	if (ehdr->e_phentsize != sizeof(Elf_Phdr) || !ehdr->e_phnum ||
	    ehdr->e_phnum > PAGE_SIZE / sizeof(Elf_Phdr))
		return -ENOEXEC;
	return 0;
}

/* The range of addresses that its segments take. */
static int elf_extent(struct elf_file *elf)
{
	elf->low = TASK_SIZE;
	elf->high = 0;
	for (unsigned int i = 0; i < elf->ehdr.e_phnum; i++) {
		const Elf_Phdr *ph = &elf->phdr[i];

		if (ph->p_type != PT_LOAD)
			continue;
		if (ph->p_filesz > ph->p_memsz || ph->p_memsz > TASK_SIZE ||
		    ph->p_vaddr > TASK_SIZE - ph->p_memsz ||
		    ((ph->p_vaddr ^ ph->p_offset) & ~PAGE_MASK))
			return -ENOEXEC;
		elf->low = min(elf->low, (unsigned long)ph->p_vaddr & PAGE_MASK);
		elf->high = max(elf->high, PAGE_ALIGN(ph->p_vaddr + ph->p_memsz));
	}
	return elf->low < elf->high ? 0 : -ENOEXEC;
}

/* elf->file is set. On success elf->phdr is the caller's to free. */
static int elf_read(struct elf_file *elf)
{
	u64 offset;
	size_t size;
	ssize_t n = kernel_read(elf->file, &elf->ehdr, sizeof(elf->ehdr), 0);
	int err;

	if (n != sizeof(elf->ehdr))
		return n < 0 ? (int)n : -ENOEXEC;
	err = check_ehdr(&elf->ehdr);
	if (err)
		return err;
	offset = elf->ehdr.e_phoff;
	if (offset > MAX_LFS_FILESIZE - PAGE_SIZE)
		return -ENOEXEC;
	size = elf->ehdr.e_phnum * sizeof(Elf_Phdr);
	elf->phdr = kmalloc(size, GFP_KERNEL);
	if (!elf->phdr)
		return -ENOMEM;
	n = kernel_read(elf->file, elf->phdr, size, (loff_t)elf->ehdr.e_phoff);
	err = n == (ssize_t)size ? elf_extent(elf) : n < 0 ? (int)n
							   : -ENOEXEC;
	if (err) {
		kfree(elf->phdr);
		elf->phdr = NULL;
	}
	return err;
}

/* ---- mapping ---- */

static unsigned long elf_prot(const Elf_Phdr *ph)
{
	return (ph->p_flags & PF_R ? PROT_READ : 0) | (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	       (ph->p_flags & PF_X ? PROT_EXEC : 0);
}

/* Map what the file has of the segment, and memory for the rest. mm->mmap_lock is held. */
static int map_segment(struct mm_struct *mm, struct elf_file *elf, const Elf_Phdr *ph)
{
	unsigned long start = (elf->bias + ph->p_vaddr) & PAGE_MASK;
	unsigned long file_end = PAGE_ALIGN(elf->bias + ph->p_vaddr + ph->p_filesz);
	unsigned long end = PAGE_ALIGN(elf->bias + ph->p_vaddr + ph->p_memsz);
	long addr;

	if (!ph->p_filesz)
		file_end = start;
	if (file_end > start) {
		addr = do_mmap(mm, elf->file, start, file_end - start, elf_prot(ph),
			       MAP_PRIVATE | MAP_FIXED, ph->p_offset >> PAGE_SHIFT);
		if (IS_ERR_VALUE(addr))
			return (int)addr;
	}
	if (end > file_end) {
		addr = do_mmap(mm, NULL, file_end, end - file_end, elf_prot(ph),
			       MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, 0);
		if (IS_ERR_VALUE(addr))
			return (int)addr;
	}
	return 0;
}

/* The last page from the file has bytes that are not of this segment: they must be zero. */
static int clear_segment_tail(struct linux_binprm *bprm, struct elf_file *elf, const Elf_Phdr *ph)
{
	unsigned long from = elf->bias + ph->p_vaddr + ph->p_filesz;

	if (ph->p_memsz == ph->p_filesz || !(ph->p_flags & PF_W))
		return 0;
	return bprm_clear(bprm, from, PAGE_ALIGN(from));
}

/* All segments. Fixed addresses must leave the stack alone. */
static int elf_map(struct linux_binprm *bprm, struct elf_file *elf)
{
	struct mm_struct *mm = bprm->mm;
	int err = 0;

	if (elf->low + elf->bias < MMAP_MIN_ADDR || elf->high + elf->bias > mm->mmap_base ||
	    elf->high + elf->bias < elf->low + elf->bias)
		return -ENOEXEC;
	down_write(&mm->mmap_lock);
	for (unsigned int i = 0; i < elf->ehdr.e_phnum && !err; i++)
		if (elf->phdr[i].p_type == PT_LOAD)
			err = map_segment(mm, elf, &elf->phdr[i]);
	up_write(&mm->mmap_lock);
	for (unsigned int i = 0; i < elf->ehdr.e_phnum && !err; i++)
		if (elf->phdr[i].p_type == PT_LOAD)
			err = clear_segment_tail(bprm, elf, &elf->phdr[i]);
	elf->low += elf->bias;
	elf->high += elf->bias;
	return err;
}

/* Where text, data and heap lie, for /proc and brk(). */
static void set_mm_layout(struct mm_struct *mm, const struct elf_file *elf)
{
	mm->start_code = TASK_SIZE;
	for (unsigned int i = 0; i < elf->ehdr.e_phnum; i++) {
		const Elf_Phdr *ph = &elf->phdr[i];
		unsigned long start = elf->bias + ph->p_vaddr;

		if (ph->p_type != PT_LOAD)
			continue;
		if (ph->p_flags & PF_X) {
			mm->start_code = min(mm->start_code, start);
			mm->end_code = max(mm->end_code, start + (unsigned long)ph->p_filesz);
		} else {
			mm->start_data = start;
			mm->end_data = start + (unsigned long)ph->p_filesz;
		}
	}
	mm->start_brk = elf->high;
	mm->brk = elf->high;
}

/* ---- the interpreter of a dynamically linked program ---- */

static const Elf_Phdr *find_interp(const struct elf_file *elf)
{
	for (unsigned int i = 0; i < elf->ehdr.e_phnum; i++)
		if (elf->phdr[i].p_type == PT_INTERP)
			return &elf->phdr[i];
	return NULL;
}

/* The file that ph names; ERR_PTR. */
static struct file *open_interp(const struct elf_file *elf, const Elf_Phdr *ph)
{
	struct file *file = ERR_PTR(-ENOEXEC);
	u64 offset = ph->p_offset;
	char *path;

	if (ph->p_filesz < 2 || ph->p_filesz > PATH_MAX || offset > MAX_LFS_FILESIZE)
		return file;
	path = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!path)
		return ERR_PTR(-ENOMEM);
	if (kernel_read(elf->file, path, ph->p_filesz, (loff_t)ph->p_offset) == (ssize_t)ph->p_filesz &&
	    !path[ph->p_filesz - 1])
		file = open_exec(path);
	kfree(path);
	return file;
}

static int map_interp(struct linux_binprm *bprm, struct elf_file *interp)
{
	long base;
	int err = elf_read(interp);

	if (err)
		return err;
	err = -ENOEXEC;
	if (interp->ehdr.e_type != ET_DYN) /* it would have to lie where the program may be */
		goto free_phdr;
	down_write(&bprm->mm->mmap_lock);
	base = get_unmapped_area(bprm->mm, interp->high - interp->low);
	up_write(&bprm->mm->mmap_lock);
	err = IS_ERR_VALUE(base) ? (int)base : 0;
	if (!err) {
		interp->bias = (unsigned long)base - interp->low;
		err = elf_map(bprm, interp);
	}
free_phdr:
	kfree(interp->phdr);
	return err;
}

/* 0, also if there is none: then interp->file is NULL. The mapping holds the file. */
static int load_interp(struct linux_binprm *bprm, const struct elf_file *elf, struct elf_file *interp)
{
	const Elf_Phdr *ph = find_interp(elf);
	int err;

	if (!ph)
		return 0;
	interp->file = open_interp(elf, ph);
	if (IS_ERR(interp->file))
		return (int)PTR_ERR(interp->file);
	err = map_interp(bprm, interp);
	fput(interp->file);
	return err;
}

/* ---- the stack ---- */

#define AUX_PAIRS 17

struct aux_vector {
	unsigned long word[2 * AUX_PAIRS];
	unsigned int n;
};

static void aux_add(struct aux_vector *aux, unsigned long tag, unsigned long value)
{
	aux->word[aux->n++] = tag;
	aux->word[aux->n++] = value;
}

/* Where the program headers are in memory: inside the segment that has their part of the file. */
static unsigned long phdr_address(const struct elf_file *elf)
{
	for (unsigned int i = 0; i < elf->ehdr.e_phnum; i++) {
		const Elf_Phdr *ph = &elf->phdr[i];

		if (ph->p_type == PT_LOAD && ph->p_offset <= elf->ehdr.e_phoff &&
		    elf->ehdr.e_phoff - ph->p_offset < ph->p_filesz)
			return elf->bias + (unsigned long)(ph->p_vaddr + elf->ehdr.e_phoff - ph->p_offset);
	}
	return 0;
}

static void fill_aux(struct aux_vector *aux, const struct linux_binprm *bprm, const struct elf_file *elf,
		     const struct elf_file *interp, unsigned long random)
{
	aux->n = 0;
	aux_add(aux, AT_HWCAP, ELF_HWCAP);
	aux_add(aux, AT_PAGESZ, PAGE_SIZE);
	aux_add(aux, AT_CLKTCK, HZ);
	aux_add(aux, AT_PHDR, phdr_address(elf));
	aux_add(aux, AT_PHENT, sizeof(Elf_Phdr));
	aux_add(aux, AT_PHNUM, elf->ehdr.e_phnum);
	aux_add(aux, AT_BASE, interp->file ? interp->low : 0);
	aux_add(aux, AT_FLAGS, 0);
	aux_add(aux, AT_ENTRY, elf->bias + elf->ehdr.e_entry);
	aux_add(aux, AT_UID, 0);
	aux_add(aux, AT_EUID, 0);
	aux_add(aux, AT_GID, 0);
	aux_add(aux, AT_EGID, 0);
	aux_add(aux, AT_SECURE, 0);
	aux_add(aux, AT_RANDOM, random);
	aux_add(aux, AT_EXECFN, bprm->exec);
	aux_add(aux, AT_NULL, 0);
}

/* n pointers to consecutive strings, the first at s, and a NULL, at *at; moves both. */
static int store_pointers(struct linux_binprm *bprm, unsigned long *at, unsigned long *s, int n)
{
	unsigned long zero = 0;
	int err = 0;

	for (; n > 0 && !err; n--) {
		long len = bprm_strlen(bprm, *s);

		if (len < 0)
			return (int)len;
		err = bprm_store(bprm, *at, s, sizeof(*s));
		*at += sizeof(*s);
		*s += (unsigned long)len + 1;
		cond_resched();
	}
	if (!err)
		err = bprm_store(bprm, *at, &zero, sizeof(zero));
	*at += sizeof(zero);
	return err;
}

static int create_elf_tables(struct linux_binprm *bprm, const struct elf_file *elf,
			     const struct elf_file *interp, struct elf_image *image)
{
	unsigned long strings = bprm->p, argc = (unsigned long)bprm->argc, at, words;
	struct aux_vector aux;
	u8 random[16];
	int err;

	bprm->mm->arg_start = strings;
	get_random_bytes(random, sizeof(random));
	bprm->p = ALIGN_DOWN(bprm->p, 16ul);
	err = bprm_push(bprm, random, sizeof(random));
	if (err)
		return err;
	fill_aux(&aux, bprm, elf, interp, bprm->p);
	words = 1 + argc + 1 + (unsigned long)bprm->envc + 1 + aux.n;
	at = ALIGN_DOWN(bprm->p - words * sizeof(long), 16ul);
	image->sp = at;
	bprm->mm->start_stack = at;

	err = bprm_store(bprm, at, &argc, sizeof(argc));
	at += sizeof(argc);
	if (!err)
		err = store_pointers(bprm, &at, &strings, bprm->argc);
	if (!err) {
		strings = bprm->mm->env_start;
		err = store_pointers(bprm, &at, &strings, bprm->envc);
	}
	if (!err)
		err = bprm_store(bprm, at, aux.word, aux.n * sizeof(long));
	return err;
}

/* ---- all of it ---- */

static int load_program(struct linux_binprm *bprm, struct elf_file *elf, struct elf_image *image)
{
	struct elf_file interp = { 0 };
	int err;

	if (elf->ehdr.e_type == ET_DYN)
		elf->bias = ELF_PLAT_LOAD - elf->low;
	err = elf_map(bprm, elf);
	if (err)
		return err;
	set_mm_layout(bprm->mm, elf);
	err = load_interp(bprm, elf, &interp);
	if (err)
		return err;
	image->entry = interp.file ? interp.bias + interp.ehdr.e_entry : elf->bias + elf->ehdr.e_entry;
	if (image->entry >= TASK_SIZE)
		return -ENOEXEC;
	return create_elf_tables(bprm, elf, &interp, image);
}

int load_elf(struct linux_binprm *bprm, struct elf_image *image)
{
	struct elf_file elf = { .file = bprm->file };
	int err = elf_read(&elf);

	if (err)
		return err;
	err = load_program(bprm, &elf, image);
	kfree(elf.phdr);
	return err;
}
