/*
 * The trace ring. Writers put a whole entry in under a lock; when the ring is full the oldest one makes
 * room. Entries keep values, not text, except for the details; the reader makes the line.
 */
#include <kernel/mm.h>
#include <kernel/printk.h>
#include <kernel/string.h>
#include <kernel/trace.h>

#define NR_ENTRIES  2048u /* a power of two */
#define DETAIL_SIZE 48

struct trace_entry {
	unsigned long seq; /* from 0; entry n lives in slot n % NR_ENTRIES */
	const char *function;
	const struct mm_struct *mm; /* only a name: never followed */
	int users, count;
	pid_t pid;
	unsigned int cpu;
	char comm[TASK_COMM_LEN];
	char detail[DETAIL_SIZE];
};

static DEFINE_SPINLOCK(trace_lock, RANK_TRACE);
static struct trace_entry ring[NR_ENTRIES];
static unsigned long first, next; /* [trace_lock] the entries in the ring: [first, next) */

/* current's space; in the middle of exit, the one that it still holds. */
static void record_mm(struct trace_entry *entry, const struct task_struct *tsk)
{
	const struct mm_struct *mm = tsk->mm ? tsk->mm : tsk->active_mm;

	entry->mm = mm;
	entry->users = mm ? atomic_read(&mm->mm_users) : 0;
	entry->count = mm ? atomic_read(&mm->mm_count) : 0;
}

void trace_record(const char *function, const char *fmt, ...)
{
	struct task_struct *tsk = current;
	struct trace_entry *entry;
	unsigned long flags;
	va_list args;

	spin_lock_irqsave(&trace_lock, flags);
	if (next - first == NR_ENTRIES)
		first++;
	entry = &ring[next % NR_ENTRIES];
	entry->seq = next++;
	entry->function = function;
	entry->pid = tsk->pid;
	entry->cpu = smp_processor_id();
	record_mm(entry, tsk);
	memcpy(entry->comm, tsk->comm, TASK_COMM_LEN);
	va_start(args, fmt);
	vsnprintf(entry->detail, sizeof(entry->detail), fmt, args);
	va_end(args);
	spin_unlock_irqrestore(&trace_lock, flags);
}

static bool take_oldest(struct trace_entry *entry)
{
	unsigned long flags;
	bool any;

	spin_lock_irqsave(&trace_lock, flags);
	any = first != next;
	if (any)
		*entry = ring[first++ % NR_ENTRIES];
	spin_unlock_irqrestore(&trace_lock, flags);
	return any;
}

int trace_read_line(char *buf, size_t size)
{
	struct trace_entry entry;
	char mm[2 * sizeof(long) + 1] = "-";

	if (!take_oldest(&entry))
		return 0;
	if (entry.mm)
		snprintf(mm, sizeof(mm), "%lx", (unsigned long)entry.mm);
	return scnprintf(buf, size, "%lu cpu=%u pid=%d comm=%.*s mm=%s users=%d count=%d %s %s\n", entry.seq,
			 entry.cpu, entry.pid, TASK_COMM_LEN, entry.comm, mm, entry.users, entry.count,
			 entry.function, entry.detail);
}

void trace_clear(void)
{
	unsigned long flags;

	spin_lock_irqsave(&trace_lock, flags);
	first = next;
	spin_unlock_irqrestore(&trace_lock, flags);
}
