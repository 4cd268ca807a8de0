/* The trace ring and the symbol table. */
#include <kernel/ksyms.h>
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <kernel/string.h>
#include <kernel/trace.h>

#include "internal.h"

static bool contains(const char *line, const char *word)
{
	size_t n = strlen(word);

	for (; *line; line++) {
		if (!strncmp(line, word, n))
			return true;
	}
	return false;
}

static void test_trace(void)
{
	char line[TRACE_LINE_SIZE];

	trace_clear();
	trace_step("not %s", "traced");
	EXPECT(trace_read_line(line, sizeof(line)) == 0);
	current->flags |= PF_TRACED;
	trace_step("first");
	trace_step("value %d", 42);
	current->flags &= ~PF_TRACED;
	EXPECT(trace_read_line(line, sizeof(line)) == strlen(line));
	EXPECT(contains(line, " test_trace first\n") && contains(line, " cpu=") && contains(line, " pid="));
	EXPECT(trace_read_line(line, sizeof(line)) > 0 && contains(line, " test_trace value 42\n"));
	EXPECT(trace_read_line(line, sizeof(line)) == 0);
}

static void test_trace_overflow(void)
{
	char line[TRACE_LINE_SIZE];
	unsigned long last = 0, seq, n = 0;

	trace_clear();
	current->flags |= PF_TRACED;
	for (unsigned int i = 0; i < 10000; i++)
		trace_step("%u", i);
	current->flags &= ~PF_TRACED;
	while (trace_read_line(line, sizeof(line))) {
		seq = strtoul(line, NULL, 10);
		EXPECT(!n || seq == last + 1);
		last = seq;
		n++;
	}
	EXPECT(n >= 1000 && n < 10000 && contains(line, "test_trace_overflow 9999"));
}

static void test_ksyms(void)
{
	unsigned long offset;
	const char *name = ksym_lookup((unsigned long)panic + 4, &offset);

	EXPECT(name && !strcmp(name, "panic") && offset == 4);
	EXPECT(!ksym_lookup(16, &offset));
}

const struct ktest debug_tests[] = {
	{ "trace: only traced tasks, in order", test_trace },
	{ "trace: a full ring drops the oldest", test_trace_overflow },
	{ "ksyms: an address has a name", test_ksyms },
	{ NULL, NULL },
};
