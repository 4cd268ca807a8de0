/*
 * The workload: tasks that make, write, move and remove files in two directories that they share, each its own
 * names and files. What a sector of a file holds tells which file and which call it came from.
 */
#include "crash.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define KEEP_SIZE  1
#define PUNCH_HOLE 2
#define NR_FDS	   3

struct worker {
	unsigned int task, nr_ops;
	unsigned int in_slot[NR_SLOTS]; /* object, 0: none */
	char type[MAX_OPS + 1];		/* of each object: f, l, d */
	unsigned int nr_objects;
	struct {
		int fd;
		unsigned int object;
	} open[NR_FDS]; /* some stay open after their names are gone */
};

void slot_path(unsigned int task, unsigned int slot, char *buf, size_t size)
{
	unsigned int pad = slot % 3 == 2 ? 200 : slot * 3;
	int len = snprintf(buf, size, "%c/%u-%u-", slot & 1 ? 'b' : 'a', task, slot);

	memset(buf + len, 'x', pad);
	buf[len + pad] = '\0';
}

void symlink_target(unsigned int object, char *buf, size_t size)
{
	snprintf(buf, size, "%0*u", object % 2 ? 20 : 300, object);
}

uint64_t sector_offset(unsigned int sector)
{
	static const uint64_t window[3] = { 0, 34, 1058 }; /* pages: direct, indirect, doubly indirect */

	return window[sector / 64] * 4096 + sector % 64 * 512;
}

void fill_sector(uint8_t *buf, unsigned int object, unsigned int op, unsigned int sector)
{
	uint32_t word[4] = { 0xd1770000, object, op, sector };

	for (int i = 0; i < 512; i += 16)
		memcpy(buf + i, word, 16);
}

/* ---- One call ---- */

static struct op *begin(struct worker *w, enum op_kind kind)
{
	struct op *op = &journal->op[w->task][journal->nr[w->task]];

	*op = (struct op){ .kind = kind, .start = recording->nr };
	return op;
}

/* The call is about to be made: from now on it may be seen. */
static unsigned int announce(struct worker *w)
{
	return journal->nr[w->task]++;
}

static void end(struct op *op, int err)
{
	op->failed = err < 0;
	op->end = recording->nr ? recording->nr : 1;
	if (err < 0 && err != -28 && err != -39) {
		fprintf(stderr, "call of kind %d: error %d\n", op->kind, err);
		abort();
	}
}

static unsigned int random_below(unsigned int n)
{
	return machine_random() % n;
}

static int find_slot(struct worker *w, bool used)
{
	unsigned int first = random_below(NR_SLOTS);

	for (unsigned int i = 0; i < NR_SLOTS; i++) {
		unsigned int slot = (first + i) % NR_SLOTS;

		if (!w->in_slot[slot] != used)
			return slot;
	}
	return -1;
}

static void make_object(struct worker *w, enum op_kind kind)
{
	int slot = find_slot(w, false), err;
	char path[512], target[512];
	struct op *op;

	if (slot < 0)
		return;
	op = begin(w, kind);
	op->slot = slot;
	op->object = w->nr_objects + 1;
	slot_path(w->task, slot, path, sizeof(path));
	symlink_target(op->object, target, sizeof(target));
	announce(w);
	if (kind == CREATE) {
		err = k_open(path, O_CREAT | O_EXCL | O_RDWR, 0644);
		if (err >= 0)
			k_close(err);
	} else {
		err = kind == MKDIR ? k_mkdir(path, 0755) : k_symlink(target, path);
	}
	end(op, err);
	if (err < 0)
		return;
	w->nr_objects++;
	w->in_slot[slot] = op->object;
	w->type[op->object] = kind == CREATE ? 'f' : kind == MKDIR ? 'd'
								   : 'l';
}

static void link_object(struct worker *w)
{
	int from = find_slot(w, true), to = find_slot(w, false), err;
	char old[512], new[512];
	struct op *op;

	if (from < 0 || to < 0 || w->type[w->in_slot[from]] == 'd')
		return;
	op = begin(w, LINK);
	op->slot = from;
	op->slot2 = to;
	slot_path(w->task, from, old, sizeof(old));
	slot_path(w->task, to, new, sizeof(new));
	announce(w);
	err = k_link(old, new);
	end(op, err);
	if (!err)
		w->in_slot[to] = w->in_slot[from];
}

static bool may_replace(struct worker *w, unsigned int from, unsigned int to)
{
	return from != to && w->in_slot[from] != w->in_slot[to] &&
	       (!w->in_slot[to] || (w->type[w->in_slot[from]] == 'd') == (w->type[w->in_slot[to]] == 'd'));
}

static void rename_object(struct worker *w)
{
	int from = find_slot(w, true), err;
	unsigned int to = random_below(NR_SLOTS), object;
	char old[512], new[512];
	bool exchange;
	struct op *op;

	if (from < 0 || !may_replace(w, from, to))
		return;
	exchange = w->in_slot[to] && random_below(2);
	op = begin(w, exchange ? EXCHANGE : RENAME);
	op->slot = from;
	op->slot2 = to;
	slot_path(w->task, from, old, sizeof(old));
	slot_path(w->task, to, new, sizeof(new));
	announce(w);
	err = k_rename(old, new, exchange ? 2 : 0);
	end(op, err);
	if (err)
		return;
	object = w->in_slot[to];
	w->in_slot[to] = w->in_slot[from];
	w->in_slot[from] = exchange ? object : 0;
}

static void unlink_object(struct worker *w)
{
	int slot = find_slot(w, true), err;
	char path[512];
	struct op *op;

	if (slot < 0)
		return;
	op = begin(w, UNLINK);
	op->slot = slot;
	slot_path(w->task, slot, path, sizeof(path));
	announce(w);
	err = w->type[w->in_slot[slot]] == 'd' ? k_rmdir(path) : k_unlink(path);
	end(op, err);
	if (!err)
		w->in_slot[slot] = 0;
}

/* ---- Contents ---- */

/* An open file: one that is so already, perhaps without a name, or another. */
static int pick_file(struct worker *w, unsigned int *object)
{
	unsigned int n = random_below(NR_FDS);
	char path[512];
	int slot;

	if (!w->open[n].object || random_below(3) == 0) {
		slot = find_slot(w, true);
		if (slot < 0 || w->type[w->in_slot[slot]] != 'f')
			return -1;
		if (w->open[n].object)
			k_close(w->open[n].fd);
		slot_path(w->task, slot, path, sizeof(path));
		w->open[n].fd = k_open(path, O_RDWR, 0);
		w->open[n].object = w->open[n].fd < 0 ? 0 : w->in_slot[slot];
		if (w->open[n].fd < 0)
			return -1;
	}
	*object = w->open[n].object;
	return w->open[n].fd;
}

static void write_file(struct worker *w)
{
	unsigned int object, first = random_below(NR_SECTORS), nr = 1 + random_below(random_below(4) ? 8 : 40), number;
	int fd = pick_file(w, &object);
	static uint8_t buf[NR_TASKS][64 * 512];
	struct op *op;
	long n;

	if (fd < 0)
		return;
	if (first / 64 != (first + nr - 1) / 64)
		nr = 64 - first % 64;
	op = begin(w, WRITE_DATA);
	op->object = object;
	op->off = sector_offset(first);
	op->len = nr * 512;
	number = announce(w);
	for (unsigned int i = 0; i < nr; i++)
		fill_sector(buf[w->task] + i * 512, object, number, first + i);
	n = k_pwrite(fd, buf[w->task], op->len, op->off);
	if (n >= 0)
		op->len = n;
	end(op, n < 0 ? n : 0);
}

static void truncate_file(struct worker *w)
{
	unsigned int object;
	int fd = pick_file(w, &object);
	struct op *op;

	if (fd < 0)
		return;
	op = begin(w, TRUNCATE);
	op->object = object;
	op->off = sector_offset(random_below(NR_SECTORS)) + (random_below(2) ? random_below(512) : 0);
	if (random_below(4) == 0)
		op->off = 0;
	announce(w);
	end(op, k_ftruncate(fd, op->off));
}

static void allocate(struct worker *w, enum op_kind kind)
{
	unsigned int object, sector = random_below(NR_SECTORS);
	int fd = pick_file(w, &object);
	struct op *op;

	if (fd < 0)
		return;
	op = begin(w, kind);
	op->object = object;
	op->off = sector_offset(sector) + (kind == PUNCH && random_below(2) ? random_below(512) : 0);
	op->len = 1 + random_below(40 * 512);
	announce(w);
	end(op, k_fallocate(fd, kind == PUNCH ? KEEP_SIZE | PUNCH_HOLE : 0, op->off, op->len));
}

static void fsync_file(struct worker *w)
{
	unsigned int object;
	int fd = pick_file(w, &object);
	struct op *op;

	if (fd < 0)
		return;
	op = begin(w, FSYNC);
	op->object = object;
	announce(w);
	end(op, k_fsync(fd));
}

static void sync_all(struct worker *w)
{
	struct op *op = begin(w, SYNC);

	announce(w);
	k_sync();
	end(op, 0);
}

static void one_op(struct worker *w)
{
	switch (random_below(32)) {
	case 0 ... 3:
		make_object(w, CREATE);
		break;
	case 4:
		make_object(w, MKDIR);
		break;
	case 5:
		make_object(w, SYMLINK);
		break;
	case 6:
		link_object(w);
		break;
	case 7 ... 10:
		rename_object(w);
		break;
	case 11 ... 13:
		unlink_object(w);
		break;
	case 14 ... 21:
		write_file(w);
		break;
	case 22 ... 24:
		truncate_file(w);
		break;
	case 25:
		allocate(w, ALLOCATE);
		break;
	case 26:
		allocate(w, PUNCH);
		break;
	case 27 ... 29:
		fsync_file(w);
		break;
	case 30:
		sync_all(w);
		break;
	default:
		machine_sleep(random_below(3000));
		machine_shrink(8);
	}
}

static void work(void *arg)
{
	struct worker *w = arg;

	while (journal->nr[w->task] < w->nr_ops)
		one_op(w);
	for (int i = 0; i < NR_FDS; i++)
		if (w->open[i].object)
			k_close(w->open[i].fd);
}

/* ---- The recorder ---- */

static struct event *record(enum event_kind kind, unsigned int number)
{
	struct event *event = &recording->event[recording->nr];

	if (recording->nr == MAX_EVENTS)
		abort();
	event->kind = kind;
	event->number = number;
	recording->nr++;
	return event;
}

static void on_write(unsigned int number, uint32_t block, const void *data)
{
	struct event *event = record(WRITE, number);

	event->block = block;
	memcpy(event->data, data, DISK_BLOCK);
}

static void on_write_ended(unsigned int number)
{
	record(WRITE_ENDED, number);
}

static void on_flush(unsigned int number)
{
	record(FLUSH, number);
}

static void on_flush_ended(unsigned int number)
{
	record(FLUSH_ENDED, number);
}

const struct disk_events recorder = { on_write, on_write_ended, on_flush, on_flush_ended };

void run_workload(unsigned int nr_ops, bool clean)
{
	static struct worker worker[NR_TASKS];

	disk_record(&recorder);
	if (k_mount(false))
		abort();
	for (unsigned int i = 0; i < NR_TASKS; i++) {
		worker[i] = (struct worker){ .task = i, .nr_ops = nr_ops };
		machine_task(work, &worker[i]);
	}
	machine_wait();
	if (clean && k_umount())
		abort();
}
