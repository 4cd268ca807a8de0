/* The host's side of os.h. */
#define _GNU_SOURCE
#include "os.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_SIZE (256 << 10)

void __sanitizer_start_switch_fiber(void **save, const void *bottom, size_t size) __attribute__((weak));
void __sanitizer_finish_switch_fiber(void *save, const void **bottom, size_t *size) __attribute__((weak));
void __asan_poison_memory_region(void const volatile *p, size_t size) __attribute__((weak));
void __asan_unpoison_memory_region(void const volatile *p, size_t size) __attribute__((weak));

struct fiber {
	ucontext_t context;
	void *asan; /* its fake stack while it does not run */
	const void *stack;
	size_t size;
	void (*fn)(void);
};

static struct fiber main_fiber;
static struct fiber *present = &main_fiber, *previous;

/* After a switch, on the new stack. The first time the main thread's stack becomes known this way. */
static void arrived(void)
{
	const void *bottom;
	size_t size;

	if (!__sanitizer_finish_switch_fiber)
		return;
	__sanitizer_finish_switch_fiber(present->asan, &bottom, &size);
	if (previous && !previous->stack) {
		previous->stack = bottom;
		previous->size = size;
	}
}

static void start(void)
{
	arrived();
	present->fn();
	abort();
}

struct fiber *fiber_create(void (*fn)(void))
{
	struct fiber *fiber = calloc(1, sizeof(*fiber));

	getcontext(&fiber->context);
	fiber->size = STACK_SIZE;
	fiber->stack = malloc(STACK_SIZE);
	fiber->fn = fn;
	fiber->context.uc_stack.ss_sp = (void *)fiber->stack;
	fiber->context.uc_stack.ss_size = STACK_SIZE;
	makecontext(&fiber->context, start, 0);
	return fiber;
}

struct fiber *fiber_main(void)
{
	return &main_fiber;
}

void fiber_switch(struct fiber *to)
{
	struct fiber *from = present;

	if (__sanitizer_start_switch_fiber)
		__sanitizer_start_switch_fiber(&from->asan, to->stack, to->size);
	previous = from;
	present = to;
	swapcontext(&from->context, &to->context);
	arrived();
}

void fiber_destroy(struct fiber *fiber)
{
	free((void *)fiber->stack);
	free(fiber);
}

void *os_alloc(size_t size)
{
	return malloc(size);
}

void os_free(void *p)
{
	free(p);
}

void *os_map(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		abort();
	return p;
}

void os_poison(void *p, size_t size)
{
	if (__asan_poison_memory_region)
		__asan_poison_memory_region(p, size);
}

void os_unpoison(void *p, size_t size)
{
	if (__asan_unpoison_memory_region)
		__asan_unpoison_memory_region(p, size);
}

void os_print(const char *text)
{
	fputs(text, stderr);
}

void os_abort(void)
{
	abort();
}
