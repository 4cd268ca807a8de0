/*
 * What the tests of local descriptor tables share: descriptors, and memory access through %fs and %gs. Where a
 * machine has no such tables, the tests are skipped: NEEDS_LDT() comes first in each.
 */
#ifndef LDT_TEST_H
#define LDT_TEST_H

#include "test.h"
#include <abi/syscall_nr.h>

#ifndef __NR_modify_ldt

#define NO_LDT
#define NEEDS_LDT_MAIN                                         \
	int main(void)                                         \
	{                                                      \
		SKIP("this machine has no descriptor tables"); \
	}

#else

#include <ldt.h>

int modify_ldt(int function, void *buf, unsigned long size);
int set_thread_area(struct user_desc *desc);
int get_thread_area(struct user_desc *desc);

/* Entries 0 to 2 may be the kernel's own. */
#define FIRST_ENTRY 4
#define SELECTOR(n) ((n) << 3 | 7)

/* A data segment of 32 bits that begins at base, of so many bytes. */
static inline struct user_desc data_desc(unsigned int n, const void *base, unsigned int size)
{
	return (struct user_desc){
		.entry_number = n,
		.base_addr = (unsigned int)(uintptr_t)base,
		.limit = size - 1,
		.seg_32bit = 1,
		.useable = 1,
	};
}

static inline struct user_desc empty_desc(unsigned int n)
{
	return (struct user_desc){ .entry_number = n, .read_exec_only = 1, .seg_not_present = 1 };
}

static inline int write_ldt(struct user_desc desc)
{
	return modify_ldt(0x11, &desc, sizeof(desc));
}

/* The raw bytes of entry n; zeroes if the table is not so long. */
static inline unsigned long long read_entry(unsigned int n)
{
	static unsigned long long table[LDT_ENTRIES];

	memset(table, 0, sizeof(table));
	CHECK_OK(modify_ldt(0, table, sizeof(table)));
	return table[n];
}

static inline void set_fs(unsigned int selector)
{
	__asm__ volatile("movw %w0, %%fs"
			 :
			 : "r"(selector)
			 : "memory");
}

static inline unsigned int get_fs(void)
{
	unsigned int selector;

	__asm__ volatile("movl %%fs, %0"
			 : "=r"(selector));
	return selector & 0xffff;
}

static inline int load_fs(unsigned long offset)
{
	int value;

	__asm__ volatile("movl %%fs:(%1), %0"
			 : "=r"(value)
			 : "r"(offset)
			 : "memory");
	return value;
}

static inline void store_fs(unsigned long offset, int value)
{
	__asm__ volatile("movl %0, %%fs:(%1)"
			 :
			 : "r"(value), "r"(offset)
			 : "memory");
}

static inline void set_gs(unsigned int selector)
{
	__asm__ volatile("movw %w0, %%gs"
			 :
			 : "r"(selector)
			 : "memory");
}

static inline int load_gs(unsigned long offset)
{
	int value;

	__asm__ volatile("movl %%gs:(%1), %0"
			 : "=r"(value)
			 : "r"(offset)
			 : "memory");
	return value;
}

/* Access rights as LAR reads them, 0 if the selector names nothing. */
static inline unsigned int lar(unsigned int selector)
{
	unsigned int rights = 0;

	__asm__ volatile("larl %1, %0\n\tjz 1f\n\txorl %0, %0\n1:"
			 : "=&r"(rights)
			 : "r"(selector)
			 : "cc");
	return rights;
}

/* The limit in bytes. */
static inline unsigned int lsl(unsigned int selector)
{
	unsigned int limit = 0;

	__asm__ volatile("lsll %1, %0\n\tjz 1f\n\txorl %0, %0\n1:"
			 : "=&r"(limit)
			 : "r"(selector)
			 : "cc");
	return limit;
}

/* fn(arg) in a child ends with this code. */
static inline void child_code(void (*fn)(void *), void *arg, int want)
{
	pid_t pid = fork_or_fail();

	if (pid == 0) {
		fn(arg);
		_exit(0);
	}
	wait_code(pid, want);
}

#define NEEDS_LDT_MAIN

#endif
#endif
