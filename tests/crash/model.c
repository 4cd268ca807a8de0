/*
 * The journal replayed. Calls of one task follow each other, and the log keeps their order: after a cut, the names
 * of a task are those after its first k calls, for a k that is no smaller than what was promised and no
 * larger than what had begun. A file's contents are sector by sector those after some call since the last
 * promise: zero, or written by a call, never half of it, never another file's.
 */
#include "crash.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What was not so in the last comparison. */
static char said[1024];

static void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(said, sizeof(said), fmt, args);
	va_end(args);
}

/* ---- Names ---- */

struct names {
	unsigned int object[NR_SLOTS];
	char type[NR_SLOTS];
};

static void apply_names(struct names *n, const struct op *op)
{
	unsigned int object = n->object[op->slot];
	char type = n->type[op->slot];

	if (op->failed)
		return;
	switch (op->kind) {
	case CREATE:
	case MKDIR:
	case SYMLINK:
		n->object[op->slot] = op->object;
		n->type[op->slot] = op->kind == CREATE ? 'f' : op->kind == MKDIR ? 'd'
										 : 'l';
		break;
	case UNLINK:
		n->object[op->slot] = 0;
		break;
	case RENAME:
	case EXCHANGE:
		n->object[op->slot] = op->kind == RENAME ? 0 : n->object[op->slot2];
		n->type[op->slot] = n->type[op->slot2];
		n->object[op->slot2] = object;
		n->type[op->slot2] = type;
		break;
	case LINK:
		n->object[op->slot2] = object;
		n->type[op->slot2] = type;
		break;
	default:
		break;
	}
}

/* How many of a task's calls are there for certain; for one object's contents if it is not 0. */
static unsigned int promised(unsigned int task, unsigned int at, unsigned int object)
{
	unsigned int calls = 0;

	for (unsigned int t = 0; t < NR_TASKS; t++) {
		for (unsigned int i = 0; i < journal->nr[t]; i++) {
			const struct op *op = &journal->op[t][i];

			if ((op->kind != FSYNC && op->kind != SYNC) || !op->end || op->end > at || op->failed)
				continue;
			if (t == task) {
				if ((op->kind == SYNC || !object || op->object == object) && i > calls)
					calls = i;
			} else if (op->kind == SYNC) {
				unsigned int n = 0;

				while (n < journal->nr[task] && journal->op[task][n].end &&
				       journal->op[task][n].end <= op->start)
					n++;
				calls = n > calls ? n : calls;
			}
		}
	}
	return calls;
}

/* How many of a task's calls may be there. */
static unsigned int begun(unsigned int task, unsigned int at)
{
	unsigned int n = 0;

	while (n < journal->nr[task] && journal->op[task][n].start <= at)
		n++;
	return n;
}

static unsigned int links(const struct names *n, unsigned int object)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < NR_SLOTS; i++)
		nr += n->object[i] == object;
	return nr;
}

/* ---- Contents ---- */

/* One sector after some calls: what `op` (+ 1; 0: nobody) wrote, but for bytes that were zeroed since. */
struct sector {
	unsigned int nr;
	unsigned int op;
	bool zeroed[512];
};

static void zero_bytes(struct sector *s, uint64_t from, uint64_t to)
{
	uint64_t start = sector_offset(s->nr);

	for (unsigned int i = 0; i < 512; i++)
		if (start + i >= from && start + i < to)
			s->zeroed[i] = true;
}

static void apply_to_sector(struct sector *s, const struct op *op, unsigned int number)
{
	uint64_t start = sector_offset(s->nr);

	if (op->failed)
		return;
	if (op->kind == WRITE_DATA && start >= op->off && start < op->off + op->len) {
		s->op = number + 1;
		memset(s->zeroed, false, sizeof(s->zeroed));
		zero_bytes(s, op->off + op->len, ~0ull); /* only part of it was written */
	} else if (op->kind == TRUNCATE) {
		zero_bytes(s, op->off, ~0ull);
	} else if (op->kind == PUNCH) {
		zero_bytes(s, op->off, op->off + op->len);
	}
}

static uint64_t apply_to_size(uint64_t size, const struct op *op)
{
	uint64_t end = op->off + op->len;

	if (op->failed)
		return size;
	if (op->kind == TRUNCATE)
		return op->off;
	return (op->kind == WRITE_DATA || op->kind == ALLOCATE) && end > size ? end : size;
}

static bool holds(const struct sector *s, unsigned int object, const uint8_t *data, unsigned int n)
{
	uint8_t want[512] = { 0 };

	if (s->op)
		fill_sector(want, object, s->op - 1, s->nr);
	for (unsigned int i = 0; i < n; i++)
		if (data[i] != (s->zeroed[i] ? 0 : want[i]))
			return false;
	return true;
}

struct file_check {
	unsigned int task, object;
	unsigned int first, last; /* calls: from the promise on */
	uint64_t min, max;	  /* size */
	int fd;
};

/* The call, if it is about this file. */
static const struct op *call_on(const struct file_check *c, unsigned int number)
{
	const struct op *op = &journal->op[c->task][number];

	return op->object == c->object && op->kind >= WRITE_DATA ? op : NULL;
}

/* Is the sector what it was after one of the calls? */
static bool check_sector(const struct file_check *c, unsigned int nr, const uint8_t *data, unsigned int n)
{
	struct sector s = { .nr = nr };
	const struct op *op = NULL;

	for (unsigned int i = 0; i <= c->last; i++) {
		if (i == c->first || (i > c->first && op))
			if (holds(&s, c->object, data, n))
				return true;
		op = i < c->last ? call_on(c, i) : NULL;
		if (op)
			apply_to_sector(&s, op, i);
	}
	return false;
}

static bool check_size(struct file_check *c, uint64_t found)
{
	uint64_t size = 0;

	c->min = ~0ull;
	for (unsigned int i = 0; i <= c->last; i++) {
		const struct op *op = i < c->last ? call_on(c, i) : NULL;

		if (i >= c->first) {
			c->min = size < c->min ? size : c->min;
			c->max = size > c->max ? size : c->max;
		}
		if (op)
			size = apply_to_size(size, op);
	}
	return found >= c->min && found <= c->max;
}

static bool check_file(unsigned int task, unsigned int object, const char *path, unsigned int at)
{
	struct file_check c = { .task = task, .object = object };
	uint8_t data[512];
	struct k_stat st;
	bool ok = false;

	c.first = promised(task, at, object);
	c.last = begun(task, at);
	c.fd = k_open(path, O_RDONLY, 0);
	if (c.fd < 0 || k_fstat(c.fd, &st)) {
		say("%s cannot be opened: %d", path, c.fd);
		return false;
	}
	if (!check_size(&c, st.size)) {
		say("%s: size %llu, not within %llu and %llu", path, (unsigned long long)st.size,
		    (unsigned long long)c.min, (unsigned long long)c.max);
		goto out;
	}
	for (unsigned int i = 0; i < NR_SECTORS; i++) {
		long n = k_pread(c.fd, data, 512, sector_offset(i));
		uint32_t *word = (uint32_t *)data;

		if (n < 0 || !check_sector(&c, i, data, n)) {
			say("%s (object %u, calls %u to %u): sector %u (read %ld) holds %x %u %u %u", path, object,
			    c.first, c.last, i, n, word[0], word[1], word[2], word[3]);
			goto out;
		}
	}
	ok = true;
out:
	k_close(c.fd);
	return ok;
}

/* ---- Both ---- */

static bool slot_matches(unsigned int task, unsigned int slot, const struct names *n, const char *path)
{
	struct k_stat st;
	int err = k_lstat(path, &st);
	char target[512], found[512];
	long len;

	if (!n->object[slot])
		return err == -2;
	if (err)
		return false;
	switch (n->type[slot]) {
	case 'd':
		return S_ISDIR(st.mode) && st.nlink == 2;
	case 'f':
		return S_ISREG(st.mode) && st.nlink == links(n, n->object[slot]);
	}
	symlink_target(n->object[slot], target, sizeof(target));
	len = k_readlink(path, found, sizeof(found));
	return len == (long)strlen(target) && !memcmp(found, target, len) && st.nlink == links(n, n->object[slot]);
}

static bool names_match(unsigned int task, const struct names *n)
{
	char path[512];

	for (unsigned int slot = 0; slot < NR_SLOTS; slot++) {
		slot_path(task, slot, path, sizeof(path));
		if (!slot_matches(task, slot, n, path))
			return false;
	}
	return true;
}

static bool contents_match(unsigned int task, const struct names *n, unsigned int at)
{
	char path[512];

	for (unsigned int slot = 0; slot < NR_SLOTS; slot++) {
		slot_path(task, slot, path, sizeof(path));
		if (n->object[slot] && n->type[slot] == 'f' && !check_file(task, n->object[slot], path, at))
			return false;
	}
	return true;
}

static bool check_task(unsigned int task, unsigned int at)
{
	unsigned int first = promised(task, at, 0), last = begun(task, at);
	struct names n = { { 0 }, { 0 } };
	bool names = false;

	for (unsigned int k = 0; k <= last; k++) {
		if (k >= first && names_match(task, &n)) {
			names = true;
			if (contents_match(task, &n, at))
				return true;
		}
		if (k < last)
			apply_names(&n, &journal->op[task][k]);
	}
	if (!names)
		say("task %u: its names are those after none of the calls %u to %u", task, first, last);
	printf("%s\n", said);
	return false;
}

bool check_contents(unsigned int at)
{
	for (unsigned int task = 0; task < NR_TASKS; task++)
		if (!check_task(task, at))
			return false;
	return true;
}

void print_journal(unsigned int at)
{
	static const char *const name[] = {
		"create",
		"symlink",
		"mkdir",
		"link",
		"rename",
		"exchange",
		"unlink",
		"write",
		"truncate",
		"allocate",
		"punch",
		"fsync",
		"sync",
	};

	for (unsigned int t = 0; t < NR_TASKS; t++) {
		for (unsigned int i = 0; i < begun(t, at); i++) {
			const struct op *op = &journal->op[t][i];

			printf("task %u call %u: %s slot %u %u object %u off %llu len %llu events %u to %u%s\n", t, i,
			       name[op->kind], op->slot, op->slot2, op->object, (unsigned long long)op->off,
			       (unsigned long long)op->len, op->start, op->end, op->failed ? " failed" : "");
		}
	}
}
