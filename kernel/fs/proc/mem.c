/* /proc/PID: what is about the address space. Callers hold a user's share (get_task_mm), so it stays whole. */
#include "internal.h"
#include <kernel/err.h>
#include <kernel/pgtable.h>
#include <kernel/slab.h>
#include <kernel/string.h>

#define KIB(pages) ((unsigned long)(pages) * (PAGE_SIZE / 1024))

/* ---- status, statm ---- */

void mm_count_areas(struct mm_struct *mm, struct mm_areas *areas)
{
	struct vm_area_struct *vma;

	*areas = (struct mm_areas){ .exec = (PAGE_ALIGN(mm->end_code) - (mm->start_code & PAGE_MASK)) >> PAGE_SHIFT };
	down_read(&mm->mmap_lock);
	for (vma = mm->mmap; vma; vma = vma->vm_next) {
		if (vma->vm_flags & VM_GROWSDOWN)
			areas->stack += vma_pages(vma);
		else if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
			areas->data += vma_pages(vma);
		else if (vma->vm_flags & VM_EXEC)
			areas->lib += vma_pages(vma);
	}
	up_read(&mm->mmap_lock);
	areas->lib = areas->lib > areas->exec ? areas->lib - areas->exec : 0;
}

void proc_print_mm(struct proc_text *text, struct mm_struct *mm)
{
	unsigned long rss = mm_rss(mm);
	struct mm_areas areas;

	mm_count_areas(mm, &areas);
	proc_printf(text, "VmPeak:\t%8lu kB\n", KIB(max(mm->hiwater_vm, mm->total_vm)));
	proc_printf(text, "VmSize:\t%8lu kB\n", KIB(mm->total_vm));
	proc_printf(text, "VmLck:\t%8lu kB\n", KIB(mm->locked_vm));
	proc_printf(text, "VmHWM:\t%8lu kB\n", KIB(max(mm->hiwater_rss, rss)));
	proc_printf(text, "VmRSS:\t%8lu kB\n", KIB(rss));
	proc_printf(text, "RssAnon:\t%8lu kB\n", KIB(atomic_long_read(&mm->rss_anon)));
	proc_printf(text, "RssFile:\t%8lu kB\n", KIB(atomic_long_read(&mm->rss_file)));
	proc_printf(text, "RssShmem:\t%8lu kB\n", 0ul);
	proc_printf(text, "VmData:\t%8lu kB\n", KIB(areas.data));
	proc_printf(text, "VmStk:\t%8lu kB\n", KIB(areas.stack));
	proc_printf(text, "VmExe:\t%8lu kB\n", KIB(areas.exec));
	proc_printf(text, "VmLib:\t%8lu kB\n", KIB(areas.lib));
	proc_printf(text, "VmPTE:\t%8lu kB\n", KIB(mm->nr_ptes));
	proc_printf(text, "VmSwap:\t%8lu kB\n", 0ul);
	/* ditto's own: without the share that the reader of this file holds. */
	proc_printf(text, "MMUsers:\t%d\n", atomic_read(&mm->mm_users) - 1);
	proc_printf(text, "MMCount:\t%d\n", atomic_read(&mm->mm_count));
}

/* ---- maps ---- */

#define NAME_COLUMN (25 + 6 * sizeof(void *) - 1) /* as Linux aligns it */

/* The name of an area: its file's path, or what it is for; buf has PATH_MAX bytes. */
static const char *area_name(struct vm_area_struct *vma, char *buf)
{
	struct mm_struct *mm = vma->vm_mm;
	const char *path;

	if (vma->vm_file) {
		path = file_path(vma->vm_file, buf, PATH_MAX);
		return IS_ERR(path) ? "?" : path;
	}
	if (vma->vm_start <= mm->brk && vma->vm_end >= mm->start_brk)
		return "[heap]";
	if (vma->vm_start <= mm->start_stack && vma->vm_end >= mm->start_stack)
		return "[stack]";
	return NULL;
}

static void print_area(struct proc_text *text, struct vm_area_struct *vma, char *buf)
{
	struct inode *inode = vma->vm_file ? vma->vm_file->f_inode : NULL;
	dev_t dev = inode ? inode->i_sb->s_dev : 0;
	unsigned long long offset = inode ? (unsigned long long)vma->vm_pgoff << PAGE_SHIFT : 0;
	const char *name = area_name(vma, buf);
	size_t start = text->len;

	proc_printf(text, "%08lx-%08lx %c%c%c%c %08llx %02x:%02x %llu ", vma->vm_start, vma->vm_end,
		    vma->vm_flags & VM_READ ? 'r' : '-', vma->vm_flags & VM_WRITE ? 'w' : '-',
		    vma->vm_flags & VM_EXEC ? 'x' : '-', vma->vm_flags & VM_SHARED ? 's' : 'p', offset, DEV_MAJOR(dev),
		    DEV_MINOR(dev), inode ? (unsigned long long)inode->i_ino : 0ull);
	if (name) {
		int width = (int)(start + NAME_COLUMN - text->len);

		proc_printf(text, "%*s %s", max(width, 0), "", name);
	}
	proc_printf(text, "\n");
}

int proc_show_maps(struct proc_text *text, struct task_struct *tsk)
{
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	mm = get_task_mm(tsk);
	if (mm) {
		down_read(&mm->mmap_lock);
		for (vma = mm->mmap; vma && !text->full; vma = vma->vm_next)
			print_area(text, vma, buf);
		up_read(&mm->mmap_lock);
		mmput(mm);
	}
	kfree(buf);
	return 0;
}

/* ---- cmdline, environ: memory of another space ---- */

/* The page at addr with a reference, brought in if need be; NULL. mmap_lock is held. */
static struct page *get_user_page(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = find_vma(mm, addr);
	struct page *page = NULL;
	unsigned int tries;
	pte_t *pte;

	if (!vma || vma->vm_start > addr || !(vma->vm_flags & VM_READ))
		return NULL;
	for (tries = 0; tries < 3 && !page; tries++) {
		if (tries && handle_mm_fault(vma, addr, 0) & VM_FAULT_ERROR)
			return NULL;
		spin_lock(&mm->page_table_lock);
		pte = pte_lookup(mm, addr);
		if (pte && pte_present(*pte) && pfn_valid(pte_pfn(*pte))) {
			page = pfn_to_page(pte_pfn(*pte));
			get_page(page);
		}
		spin_unlock(&mm->page_table_lock);
	}
	return page;
}

static void print_memory(struct proc_text *text, struct mm_struct *mm, unsigned long start, unsigned long end)
{
	down_read(&mm->mmap_lock);
	while (start < end && !text->full) {
		unsigned long offset = start & (PAGE_SIZE - 1);
		unsigned long n = min(end - start, PAGE_SIZE - offset);
		struct page *page = get_user_page(mm, start & PAGE_MASK);

		if (!page)
			break;
		proc_write(text, (char *)page_address(page) + offset, n);
		put_page(page);
		start += n;
	}
	up_read(&mm->mmap_lock);
}

int proc_show_cmdline(struct proc_text *text, struct task_struct *tsk)
{
	struct mm_struct *mm = get_task_mm(tsk);

	if (mm) {
		print_memory(text, mm, mm->arg_start, mm->arg_end);
		mmput(mm);
	}
	return 0;
}

int proc_show_environ(struct proc_text *text, struct task_struct *tsk)
{
	struct mm_struct *mm = get_task_mm(tsk);

	if (mm) {
		print_memory(text, mm, mm->env_start, mm->env_end);
		mmput(mm);
	}
	return 0;
}
