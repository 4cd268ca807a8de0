/*
 * The kernel's own symbol table, for backtraces. The build links the kernel, asks nm for its functions,
 * turns them into a C table (tools/ksyms.awk) and links again with that.
 */
#ifndef KERNEL_KSYMS_H
#define KERNEL_KSYMS_H

struct ksym {
	unsigned long addr;
	const char *name;
};

/* Sorted by address; one more entry than ksyms_count says, which lies above all others. */
extern const struct ksym ksyms[];
extern const unsigned int ksyms_count;

/*
 * The function that holds addr and how far into it addr lies; NULL when there is none. Takes no lock and
 * touches nothing but the table: fit for a kernel that is about to die.
 */
const char *ksym_lookup(unsigned long addr, unsigned long *offset);

#endif
