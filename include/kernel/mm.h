/*
 * User address spaces.
 *
 * An mm_struct is the space, a vm_area_struct one range of it with one set of rights and one
 * backing. mm_users counts the tasks that live in the space: the last mmput() empties it.
 * mm_count counts references to the structure (all users together are one): the last mmdrop()
 * frees it. A kernel thread that runs on borrowed tables (active_mm) holds mm_count only.
 */
#ifndef KERNEL_MM_H
#define KERNEL_MM_H

#include <abi/mman.h>
#include <arch/mmu_context.h>
#include <kernel/atomic.h>
#include <kernel/compiler.h>
#include <kernel/cpu.h>
#include <kernel/page_alloc.h>
#include <kernel/pgtable.h>
#include <kernel/rbtree.h>
#include <kernel/rwsem.h>
#include <kernel/spinlock.h>

struct file;
struct inode;
struct task_struct;
struct vm_area_struct;

/* vm_flags */
#define VM_READ	     0x0001ul
#define VM_WRITE     0x0002ul
#define VM_EXEC	     0x0004ul
#define VM_SHARED    0x0008ul /* stores go to the file, or are seen by all who share */
#define VM_MAYREAD   0x0010ul /* mprotect() may set the corresponding right */
#define VM_MAYWRITE  0x0020ul
#define VM_MAYEXEC   0x0040ul
#define VM_GROWSDOWN 0x0100ul /* a stack */
#define VM_DONTCOPY  0x0200ul /* fork leaves it out */
#define VM_ACCOUNT   0x0400ul /* counted in committed memory */
#define VM_LOCKED    0x0800ul /* counted in locked_vm */
#define VM_ACCESS    (VM_READ | VM_WRITE | VM_EXEC)

/* A stack may not come closer than this to what lies below it. */
#define STACK_GUARD_GAP (256 * PAGE_SIZE)
#define MAX_MAP_COUNT	65530

/* Locks: [I] fixed before the mm is visible  [a] atomic  [m] mm->mmap_lock  [p] mm->page_table_lock */
struct mm_struct {
	struct vm_area_struct *mmap;	   /* [m] the areas, by address, never overlapping */
	struct rb_root mm_rb;		   /* [m] the same as a tree */
	struct vm_area_struct *mmap_cache; /* last area found; any value is allowed that is in the list */
	unsigned long mmap_base;	   /* [I] mmap() looks downwards from here */
	pgd_t *pgd;			   /* [I] the pointer; [p] the entries */
	atomic_t mm_users;		   /* [a] tasks in this space */
	atomic_t mm_count;		   /* [a] references to the structure */
	int map_count;			   /* [m] areas */
	struct rwsem mmap_lock;		   /* faults read, mmap and fork write; rank MMAP */
	struct spinlock page_table_lock;   /* two threads may fault on one page at once; rank PT */

	unsigned long start_code, end_code, start_data, end_data; /* [I] set by exec */
	unsigned long start_brk, brk;				  /* [m] brk lies in [start_brk, limit) */
	unsigned long start_stack;				  /* [I] */
	unsigned long arg_start, arg_end, env_start, env_end;	  /* [I] */

	unsigned long total_vm;		  /* [m] pages of all areas */
	unsigned long locked_vm;	  /* [m] pages of VM_LOCKED areas */
	unsigned long hiwater_vm;	  /* [m] */
	atomic_long_t rss_anon, rss_file; /* [a] pages mapped, the zero page not counted */
	unsigned long hiwater_rss;	  /* updated before rss shrinks */
	unsigned long nr_ptes;		  /* [p] page tables below the pgd */
	struct table_list dead_tables;	  /* of an mm without users, empty; a CPU may have them loaded still */

	cpumask_t cpu_vm_mask; /* [a] CPUs whose TLB may hold entries of this mm */
	struct file *exe_file; /* [I] /proc/PID/exe */
	mm_context_t context;  /* the port's part */
};

/* Locks as above, and [i] the mapping's i_mmap_lock: it is held too while vm_start, vm_end or vm_pgoff of an area with
 * a file change. An area with vm_file == NULL is anonymous. */
struct vm_area_struct {
	struct mm_struct *vm_mm;	    /* [I] */
	unsigned long vm_start;		    /* [m] first byte */
	unsigned long vm_end;		    /* [m] first byte after it */
	struct vm_area_struct *vm_next;	    /* [m] */
	struct rb_node vm_rb;		    /* [m] */
	unsigned long vm_flags;		    /* [m] VM_* */
	pgprot_t vm_page_prot;		    /* [m] of a present pte, without the right to write */
	struct file *vm_file;		    /* [I] holds a reference */
	struct list_head shared;	    /* [i] with vm_file: among the areas of its mapping (i_mmap) */
	unsigned long vm_pgoff;		    /* [m] offset of vm_start in vm_file, in pages */
	const struct vm_operations *vm_ops; /* [I] NULL: anonymous memory */
};

/* What a fault wants to do. */
#define FAULT_WRITE 0x1u
#define FAULT_EXEC  0x2u
#define FAULT_USER  0x4u /* user mode did it, not a user copy */

/* Results of a fault, ORed. */
typedef unsigned int vm_fault_t;
#define VM_FAULT_MAJOR	0x1u /* had to wait for a disk */
#define VM_FAULT_OOM	0x2u /* no memory */
#define VM_FAULT_SIGBUS 0x4u /* beyond the end of the file, or it could not be read */
#define VM_FAULT_ERROR	(VM_FAULT_OOM | VM_FAULT_SIGBUS)

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long address; /* page-aligned */
	unsigned long pgoff;   /* in vm_file, pages */
	unsigned int flags;    /* FAULT_* */
	struct page *page;     /* what fault() found: uptodate, with a reference for the caller */
};

struct vm_operations {
	void (*open)(struct vm_area_struct *vma);  /* another area like this came to be (fork, split) */
	void (*close)(struct vm_area_struct *vma); /* one is going away */
	vm_fault_t (*fault)(struct vm_fault *vmf); /* may sleep; mmap_lock is held for reading */
	/* vmf->page, of a shared area, becomes writable: see to it that what is stored is kept. NULL: nothing to do. */
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
};

extern struct mm_struct init_mm; /* the kernel's own tables; idle tasks start on it */

/* mm.c: the life of an mm_struct */
void mm_init_caches(void);
struct mm_struct *__must_check mm_alloc(void);			/* empty, mm_users 1, mm_count 1; NULL without memory */
struct mm_struct *__must_check dup_mm(struct task_struct *tsk); /* a copy of current->mm, or ERR_PTR */
void mmput(struct mm_struct *mm);				/* may sleep */
void mmdrop(struct mm_struct *mm);				/* any context with interrupts on */
static inline void mmget(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_users);
}
static inline void mmgrab(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_count);
}
/* tsk's mm with mm_users raised, or NULL (kernel thread, or it has left its mm already). */
struct mm_struct *get_task_mm(struct task_struct *tsk);
/* exec: mm becomes current's; the old one is released and put. */
void exec_mmap(struct mm_struct *mm);
void exit_mmap(struct mm_struct *mm);

/* vma.c: areas. Callers hold mmap_lock, for writing if they change anything. */
/* A zeroed area of mm, in no list; NULL without memory. */
struct vm_area_struct *__must_check vma_alloc(struct mm_struct *mm, gfp_t gfp);
/* A copy of vma for mm, in no list, with its own references to what vma refers to. */
struct vm_area_struct *__must_check vma_dup(const struct vm_area_struct *vma, struct mm_struct *mm);
/* In no list; gives back what it refers to. */
void vma_free(struct vm_area_struct *vma);
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);     /* first with vm_end > addr */
int __must_check vma_insert(struct mm_struct *mm, struct vm_area_struct *vma); /* -EEXIST: overlap; -ENOMEM: too many */

/* mmap.c; all with mm->mmap_lock held for writing */

/* What mmap() wants, checked: len in bytes and flags MAP_*; the address, or -errno as an error pointer would be. */
long do_mmap(struct mm_struct *mm, struct file *file, unsigned long addr, unsigned long len,
	     unsigned long prot, unsigned long flags, unsigned long pgoff);
int do_munmap(struct mm_struct *mm, unsigned long addr, unsigned long len);
int do_mprotect(struct mm_struct *mm, unsigned long addr, unsigned long len, unsigned long prot);
/* Anonymous memory with vm_flags at a fixed place that must be free; addr and len are page-aligned. */
int __must_check map_anonymous(struct mm_struct *mm, unsigned long addr, unsigned long len,
			       unsigned long vm_flags);
/* Room for len bytes, from mmap_base downwards; -ENOMEM. */
long get_unmapped_area(struct mm_struct *mm, unsigned long len);
/* Move vma's start down to addr's page: -ENOMEM beyond the stack limit or too near to what is below. */
int expand_stack(struct vm_area_struct *vma, unsigned long addr);
pgprot_t vm_get_page_prot(unsigned long vm_flags);

/* account.c: committed memory */
int __must_check vm_acct_memory(unsigned long pages); /* -ENOMEM when it can never be kept */
void vm_unacct_memory(unsigned long pages);
unsigned long vm_committed(void); /* pages */

/* copy.c */
int __must_check copy_page_range(struct mm_struct *dst, struct mm_struct *src, struct vm_area_struct *vma);

/* fault.c */
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address, unsigned int flags);
/* A port's trap handler calls this for a fault on a user address, from user mode or from a user copy. */
void do_page_fault(struct pt_regs *regs, unsigned long address, unsigned int flags);

/* zap.c */
void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);
void unmap_region(struct mm_struct *mm, struct vm_area_struct *first, struct vm_area_struct *prev,
		  unsigned long start, unsigned long end);
void unmap_all(struct mm_struct *mm);

/* file_io.c: an area that maps a file shows its pages of the page cache. */
extern const struct vm_operations filemap_vm_ops;

static inline unsigned long mm_rss(struct mm_struct *mm)
{
	return atomic_long_read(&mm->rss_anon) + atomic_long_read(&mm->rss_file);
}

/* The most that there ever was. */
static inline unsigned long mm_peak_rss(struct mm_struct *mm)
{
	unsigned long rss = mm_rss(mm);

	return rss > mm->hiwater_rss ? rss : mm->hiwater_rss;
}

static inline bool vma_is_anon(const struct vm_area_struct *vma)
{
	return !vma->vm_ops;
}

/* A private writable area: what its pages share with others must be copied before a store. */
static inline bool vma_is_cow(const struct vm_area_struct *vma)
{
	return (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

static inline unsigned long vma_pages(const struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

#endif
