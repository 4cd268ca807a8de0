/*
 * Faults on purpose, by the boot word crash=HOW: what the kernel must not be able to do, and how the report
 * of it looks. None of them returns unless a protection is missing.
 */
#include <arch/boot.h>
#include <arch/page.h>
#include <kernel/ktest.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/string.h>

static void load_null(void)
{
	barrier();
	(void)*(volatile int *)NULL;
}

static void store(char *where)
{
	*(volatile char *)where = 0;
}

static void store_text(void)
{
	store(__text_start);
}

static void store_rodata(void)
{
	store(__rodata_start);
}

/* Data is not code; nor is anything that a program can write. */
static void exec_data(void)
{
	static unsigned long code[4];

	((void (*)(void))(unsigned long)code)();
}

/* User memory is closed to the kernel but in uaccess.h. */
static void load_user(void)
{
	(void)*(volatile char *)MMAP_MIN_ADDR;
}

/* Each call uses what the next returns, so that it stays a call. */
static __noinline unsigned long overflow_stack(unsigned long depth)
{
	volatile char frame[256];

	frame[depth % sizeof(frame)] = (char)depth;
	return depth ? overflow_stack(depth + 1) + (unsigned char)frame[0] : 0;
}

static void use_up_stack(void)
{
	(void)overflow_stack(1);
}

static void just_panic(void)
{
	panic("on purpose");
}

static const struct {
	const char *how;
	void (*fn)(void);
} crashes[] = {
	{ "null", load_null },
	{ "text", store_text },
	{ "rodata", store_rodata },
	{ "exec", exec_data },
	{ "user", load_user },
	{ "stack", use_up_stack },
	{ "panic", just_panic },
};

void crash_on_purpose(const char *how)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(crashes); i++)
		if (!strcmp(how, crashes[i].how)) {
			crashes[i].fn();
			printk("crash=%s: nothing happened\n", how);
			return;
		}
	printk("crash=%s: unknown\n", how);
}
